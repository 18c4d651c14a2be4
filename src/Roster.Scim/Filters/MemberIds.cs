using System.Collections.Immutable;

namespace Roster.Scim.Filters;

/// <summary>The members that a condition on one member names by id, so that a large group need not be read to find them.</summary>
/// <param name="Exact">Whether all of these satisfy the condition; otherwise it has to be tried on them.</param>
sealed record MemberIds(ImmutableArray<string> Ids, bool Exact)
{
    /// <summary>Every member that satisfies the condition is among these; null when the condition says nothing of the kind.</summary>
    public static MemberIds? In(Predicate condition) => condition switch
    {
        Predicate.Compare({ Sub.Name: "value" }, Comparison.Eq, ScimValue.Text(var id)) => new([id], true),
        Predicate.Or(var left, var right) => (In(left), In(right)) is ({ } l, { } r) ? new([.. l.Ids.Union(r.Ids, StringComparer.Ordinal)], l.Exact && r.Exact) : null,
        Predicate.And(var left, var right) => (In(left) ?? In(right)) is { } one ? one with { Exact = false } : null,
        _ => null,
    };
}
