using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// A question to the store. The index narrows, the judge decides: <see cref="Narrow"/> is in terms of what is stored and every match satisfies it;
/// the store uses of it what its indexes can answer and gives each candidate to <see cref="Judge"/>.
/// The order is that of creation, ties by id, so pages are stable.
/// </summary>
public sealed record ResourceQuery
{
    public required ResourceType Type { get; init; }

    /// <summary>A condition that every match fulfils; null when nothing is known.</summary>
    public Predicate? Narrow { get; init; }

    /// <summary>Whether everything that fulfils <see cref="Narrow"/> is a match, so that a store which can answer it whole needs no judge.</summary>
    public bool NarrowIsExact { get; init; } = true;

    /// <summary>Decides about one candidate; null accepts all. It sees the candidate with what <see cref="JudgeNeeds"/> names.</summary>
    public Func<Resource, bool>? Judge { get; init; }

    public Load JudgeNeeds { get; init; }

    /// <summary>How many matches to pass over; 0 or more.</summary>
    public int Skip { get; init; }

    /// <summary>How many matches to return at most; 0 asks for the total alone.</summary>
    public int Take { get; init; }

    public Load Load { get; init; }

    /// <summary>How many candidates may be given to the judge before the answer is <c>tooMany</c>.</summary>
    public int LookThrough { get; init; } = int.MaxValue;
}

/// <summary>A page of matches and how many matches there are in all, both as of one moment.</summary>
/// <param name="Plan">How the store found them, for people: which index narrowed, how many candidates were judged.</param>
public sealed record ResourcePage(long TotalResults, IReadOnlyList<Resource> Resources, string Plan);
