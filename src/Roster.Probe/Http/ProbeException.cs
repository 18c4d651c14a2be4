namespace Roster.Probe;

/// <summary>Why a server cannot be probed, in words for the person who asked.</summary>
public sealed class ProbeException : Exception
{
    ProbeException(string message, bool isWrongOption) : base(message) => IsWrongOption = isWrongOption;

    /// <summary>Whether it was the asking that was wrong, and not the server.</summary>
    public bool IsWrongOption { get; }

    public static ProbeException Wrong(string message) => new(message, isWrongOption: true);

    public static ProbeException Unreachable(string message) => new(message, isWrongOption: false);
}
