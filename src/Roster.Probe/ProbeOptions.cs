namespace Roster.Probe;

/// <summary>What is to be probed, and how far.</summary>
public sealed record ProbeOptions
{
    /// <summary>Play nothing that writes.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The directory is empty and nobody else uses it: also what can only be judged then.</summary>
    public bool Empty { get; init; }

    /// <summary>Also the conversations that are nobody's in particular: how Roster itself reads the standard.</summary>
    public bool All { get; init; }

    /// <summary>Only these providers' conversations and the checks that concern them; empty: everybody's.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>For one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the ledger is kept; null: in memory.</summary>
    public string? Ledger { get; init; }

    /// <summary>Between the attempts to remove what is refused; doubled each time.</summary>
    public TimeSpan CleanUpPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long cleaning up may take at the end.</summary>
    public TimeSpan CleanUpTime { get; init; } = TimeSpan.FromMinutes(5);
}
