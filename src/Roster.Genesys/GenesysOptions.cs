namespace Roster.Genesys;

/// <summary>Where Genesys Cloud's documents leave the answer open, or where its answer has changed over the years.</summary>
public sealed record GenesysOptions
{
    /// <summary>Whether groups can be created and deleted, as the vendor offered from December 2019 to January 2021 and identity providers need.</summary>
    public bool GroupLifecycle { get; init; } = true;

    /// <summary>The status of a write whose <c>If-Match</c> does not fit: 400, 409 or 412. The vendor's texts name all three.</summary>
    public int VersionConflictStatus { get; init; } = 400;

    /// <summary>Whether an unknown role, division, skill or language is added to its catalogue; otherwise it is refused, as the vendor does.</summary>
    public bool OpenCatalogues { get; init; } = true;

    /// <summary>Whether no two groups of an organization have the same name: identity providers find groups by it.</summary>
    public bool UniqueGroupNames { get; init; } = true;
}
