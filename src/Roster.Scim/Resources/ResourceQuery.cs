using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// A question to the store about the resources of one or more types. The order is that of creation, across types; with <see cref="Sorted"/> that of the sort keys,
/// resources with equal keys in order of creation. Descending is the exact reverse. So every resource has one place, and pages are stable.
/// </summary>
public sealed record ResourceQuery
{
    public required ImmutableArray<TypeQuery> Parts { get; init; }

    /// <summary>Whether the parts' sort keys decide the order (RFC 7644 section 3.4.2.3).</summary>
    public bool Sorted { get; init; }

    /// <summary>Turns the order of a sorted answer round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many matches to pass over; 0 or more.</summary>
    public int Skip { get; init; }

    /// <summary>How many matches to return at most; 0 asks for the total alone.</summary>
    public int Take { get; init; }

    /// <summary>Returns only what comes after this place; then <see cref="Skip"/> is 0. The total counts all.</summary>
    public Position? After { get; init; }

    /// <summary>Where the documents of the page may be read to; null for memory of their own.</summary>
    public DocumentMemory? Memory { get; init; }

    /// <summary>How many candidates may be read to judge or sort them before the answer is <c>tooMany</c>.</summary>
    public int LookThrough { get; init; } = int.MaxValue;
}

/// <summary>
/// The part of a question that is about one type. The index narrows, the judge decides: <see cref="Narrow"/> is in terms of what is stored and every match satisfies it;
/// the store uses of it what its indexes can answer and gives each candidate to <see cref="Judge"/>.
/// </summary>
public sealed record TypeQuery
{
    public required ResourceType Type { get; init; }

    /// <summary>A condition that every match fulfils; null when nothing is known.</summary>
    public Predicate? Narrow { get; init; }

    /// <summary>Whether everything that fulfils <see cref="Narrow"/> is a match, so that a store which can answer it whole needs no judge.</summary>
    public bool NarrowIsExact { get; init; } = true;

    /// <summary>Decides about one candidate; null accepts all. It sees the candidate with what <see cref="JudgeNeeds"/> names.</summary>
    public Func<Resource, bool>? Judge { get; init; }

    public Load JudgeNeeds { get; init; }

    /// <summary>What a sorted answer is sorted by; null when the type lacks the attribute, so that all its resources have it unassigned.</summary>
    public SortKey? Sort { get; init; }

    /// <summary>What the answer needs of each resource besides its document.</summary>
    public Load Load { get; init; }
}

/// <summary>How resources of one type are sorted.</summary>
/// <param name="Path">The attribute.</param>
/// <param name="IsStored">Whether the attribute is stored as it is shown, so that an index of what is stored has the order of what is shown.</param>
/// <param name="Of">The key of one resource, loaded with <paramref name="Needs"/>; null when it is unassigned.</param>
public sealed record SortKey(AttributePath Path, bool IsStored, Func<Resource, ScimValue?> Of, Load Needs);

/// <summary>The place of a resource in an answer: its sort key, and the number that the store gave it at creation.</summary>
/// <param name="Key">Null when the answer is not sorted or the resource has no value.</param>
public sealed record Position(ScimValue? Key, long Row);

/// <summary>A page of matches and how many matches there are in all, both as of one moment.</summary>
/// <param name="Describe">Tells how the store found them, for people: which index narrowed and sorted, how many candidates were judged. It names attributes and no values. Few ask.</param>
public sealed record ResourcePage(long TotalResults, IReadOnlyList<Resource> Resources, Func<string> Describe)
{
    /// <summary>How the store found them, for people.</summary>
    public string Plan => Describe();

    /// <summary>The place of the last resource of the page, when more follow.</summary>
    public Position? Next { get; init; }
}
