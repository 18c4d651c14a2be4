using System.Collections.Immutable;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>The comparison operators of RFC 7644 section 3.4.2.2, table 3, but for <c>pr</c>.</summary>
public enum Comparison { Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le }

/// <summary>A filter's meaning: bound to one resource type, names resolved, literals typed and folded. Its depth is bounded by <see cref="FilterLimits"/>.</summary>
public abstract record Predicate
{
    private Predicate() { }

    /// <summary>Every path that it looks at.</summary>
    public IEnumerable<AttributePath> Paths => this switch
    {
        And(var left, var right) => left.Paths.Concat(right.Paths),
        Or(var left, var right) => left.Paths.Concat(right.Paths),
        Not(var operand) => operand.Paths,
        Compare(var path, _, _) => [path],
        Present(var path) => [path],
        Element(var path, var condition) => condition.Paths.Prepend(path),
        _ => [],
    };

    /// <summary>Every comparison in it, in the order in which they stand.</summary>
    public ImmutableArray<Compare> Comparisons => this switch
    {
        And(var left, var right) => [.. left.Comparisons, .. right.Comparisons],
        Or(var left, var right) => [.. left.Comparisons, .. right.Comparisons],
        Not(var operand) => operand.Comparisons,
        Element(_, var condition) => condition.Comparisons,
        Compare compare => [compare],
        _ => [],
    };

    public sealed record And(Predicate Left, Predicate Right) : Predicate;

    public sealed record Or(Predicate Left, Predicate Right) : Predicate;

    public sealed record Not(Predicate Operand) : Predicate;

    /// <summary>
    /// Some value under the path compares as asked; <c>ne</c> also holds when there is no value, <c>eq null</c> only then.
    /// Inside an <see cref="Element"/> the path is that of the whole attribute still, and means the element's own part.
    /// </summary>
    public sealed record Compare(AttributePath Path, Comparison Operator, ScimValue Value) : Predicate;

    /// <summary>The path has a non-empty value (RFC 7644 3.4.2.2, <c>pr</c>).</summary>
    public sealed record Present(AttributePath Path) : Predicate;

    /// <summary>Some one element of a multi-valued attribute (or the one value of a complex one) satisfies the whole of <paramref name="Condition"/>.</summary>
    public sealed record Element(AttributePath Path, Predicate Condition) : Predicate;

    /// <summary>Always, or never: what is left of a condition on an attribute that the resource type does not have.</summary>
    public sealed record Constant(bool Value) : Predicate;
}
