namespace Roster.Server.Options;

/// <summary>The configuration cannot be used. The message is a sentence for the operator that names the key.</summary>
public sealed class OptionsException(string message, Exception? inner = null) : Exception(message, inner);
