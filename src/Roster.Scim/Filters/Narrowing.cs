using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>
/// Turns a filter on what is shown into a condition on what is stored. They differ where a profile derives values; there the condition
/// is one that every match fulfils, and the evaluator decides.
/// </summary>
static class Narrowing
{
    /// <summary>The condition, and whether it holds for matches only. A <see cref="Predicate.Constant"/> that is true narrows nothing.</summary>
    public static (Predicate Condition, bool Exact) Of(Predicate predicate, IReadOnlyList<ResourceRule> rules)
    {
        switch (predicate)
        {
            case Predicate.And(var left, var right):
                var ((l, le), (r, re)) = (Of(left, rules), Of(right, rules));
                return (Both(l, r), le && re);
            case Predicate.Or(var left, var right):
                var ((ol, ole), (or, ore)) = (Of(left, rules), Of(right, rules));
                return (Either(ol, or), ole && ore);
            case Predicate.Not(var operand):
                // The complement of something too wide would be too narrow.
                return Of(operand, rules) is (var inner, true) ? (new Predicate.Not(inner), true) : (Everything, false);
            case Predicate.Compare(var path, var comparison, var value):
                return OfLeaf(predicate, path, rules, IsPositive(comparison, value) ? other => new Predicate.Compare(other, comparison, value) : null);
            case Predicate.Present(var path):
                return OfLeaf(predicate, path, rules, other => new Predicate.Present(other));
            case Predicate.Element(_, var condition):
                return Mentions(condition, p => Elsewhere(p, rules) is not { Count: 0 }) ? (WithoutElement(condition, rules), false) : (predicate, true);
            default:
                return (predicate, true);
        }
    }

    static (Predicate, bool) OfLeaf(Predicate leaf, AttributePath path, IReadOnlyList<ResourceRule> rules, Func<AttributePath, Predicate>? at)
    {
        var elsewhere = Elsewhere(path, rules);
        if (elsewhere is { Count: 0 })
            return (leaf, true);
        if (elsewhere is null || at is null || elsewhere.Any(p => p.Leaf.ComparesExactly != path.Leaf.ComparesExactly))
            return (Everything, false);

        return (elsewhere.Aggregate(leaf, (condition, other) => new Predicate.Or(condition, at(other))), false);
    }

    // Which element satisfies the condition no longer matters: it is enough that each comparison holds somewhere.
    static Predicate WithoutElement(Predicate condition, IReadOnlyList<ResourceRule> rules) => condition switch
    {
        Predicate.Not => Everything,
        Predicate.And(var left, var right) => Both(WithoutElement(left, rules), WithoutElement(right, rules)),
        Predicate.Or(var left, var right) => Either(WithoutElement(left, rules), WithoutElement(right, rules)),
        Predicate.Compare(_, var comparison, var value) when !IsPositive(comparison, value) => Everything,
        _ => Of(condition, rules).Condition,
    };

    static Predicate Both(Predicate left, Predicate right) => IsTrue(left) ? right : IsTrue(right) ? left : new Predicate.And(left, right);

    static Predicate Either(Predicate left, Predicate right) => IsTrue(left) || IsTrue(right) ? Everything : new Predicate.Or(left, right);

    static bool IsPositive(Comparison comparison, ScimValue value) => comparison != Comparison.Ne && value is not ScimValue.Null;

    static List<AttributePath>? Elsewhere(AttributePath path, IReadOnlyList<ResourceRule> rules)
    {
        var all = new List<AttributePath>();
        foreach (var rule in rules)
        {
            if (rule.AlsoStoredAs(path) is not { } paths)
                return null;
            all.AddRange(paths);
        }

        return all;
    }

    /// <summary>Whether some path in the predicate is one that <paramref name="asked"/> asks for.</summary>
    public static bool Mentions(Predicate predicate, Func<AttributePath, bool> asked) => predicate.Paths.Any(asked);

    static bool IsTrue(Predicate predicate) => predicate is Predicate.Constant { Value: true };

    static readonly Predicate Everything = new Predicate.Constant(true);
}
