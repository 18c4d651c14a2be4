namespace Roster.Storage;

/// <summary>The stored data cannot be used or trusted. The message is for the operator: which file or row, and what to do.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
