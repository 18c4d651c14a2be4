using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>What a list or search asks for.</summary>
/// <param name="Filter">Filter text, or null.</param>
/// <param name="StartIndex">1-based; below 1 means 1. Null: 1.</param>
/// <param name="Count">Below 0 means 0, which asks for the total alone; above the maximum means the maximum. Null: the default.</param>
public sealed record ListRequest(string? Filter = null, int? StartIndex = null, int? Count = null)
{
    /// <summary>The attribute to sort by; null for the order of creation.</summary>
    public string? SortBy { get; init; }

    /// <summary>Whether a sorted answer goes from the greatest to the least value.</summary>
    public bool Descending { get; init; }

    /// <summary>The place that a page by cursor begins after; null for the first page.</summary>
    public Position? After { get; init; }

    /// <summary>Whether the filter stands in the address, where logs and histories keep it (RFC 7644 section 7.5.2), rather than in a body.</summary>
    public bool InAddress { get; init; }

    /// <summary>Scheme, host and port that the client uses, so that a filter on an address finds the one that is shown.</summary>
    public string BaseUrl { get; init; } = "";
}

/// <summary>A resource type that is listed, and what its resources are shown with.</summary>
public readonly record struct ListedType(ResourceType Type, Load Load);
