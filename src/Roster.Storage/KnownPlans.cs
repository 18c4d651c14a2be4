using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Roster.Scim.Filters;

namespace Roster.Storage;

/// <summary>
/// The plans of predicates that ask for values equal to a text, <c>userName eq "ana"</c>. Those that differ in the texts only have the same one, but for its
/// parameters: what clients ask before each write is planned once.
/// </summary>
sealed class KnownPlans(IndexedType type)
{
    // Beyond this many they are forgotten together.
    const int Most = 100;

    readonly ConcurrentDictionary<(Predicate Predicate, int Number), Known> known = new(new Alike());

    /// <summary>How many are kept.</summary>
    public int Count => known.Count;

    /// <param name="number">Which part of a query it is, as its parameters are named by it.</param>
    /// <param name="inside">Finds text inside of values sooner than going through an index; null where nothing does.</param>
    public QueryPlan Of(Predicate predicate, int number, Dialect dialect, TextSearch? inside)
    {
        if (known.TryGetValue((predicate, number), out var alike) && alike.For(predicate, dialect) is { } same)
            return same;

        var plan = QueryPlan.For(predicate, type, dialect, string.Create(CultureInfo.InvariantCulture, $"@p{number}_"), inside);
        if (Known.Of(plan, predicate, dialect) is { } made)
        {
            if (known.Count >= Most)
                known.Clear();
            known[(predicate, number)] = made;
        }

        return plan;
    }

    /// <param name="Sources">Which of the predicate's comparisons each parameter is made of; -1 for none.</param>
    sealed record Known(QueryPlan Plan, ImmutableArray<int> Sources)
    {
        /// <returns>Null for a predicate whose plan depends on more than which attributes it asks for, and on values of which there are few.</returns>
        public static Known? Of(QueryPlan plan, Predicate predicate, Dialect dialect)
        {
            var compared = predicate.Comparisons;
            return compared.All(IsOfFew) && compared.Distinct(ReferenceEqualityComparer.Instance).Count() == compared.Length
                ? new Known(plan, [.. plan.Parameters.Select(parameter => compared.IndexOf(parameter.Source!, 0, ReferenceEqualityComparer.Instance))])
                : null;

            bool IsOfFew(Predicate.Compare compare) => TextOf(compare) is { } text ? dialect.CanHold(text) : compare.Value is ScimValue.Boolean or ScimValue.Null;
        }

        /// <returns>Null when the engine cannot hold one of the texts.</returns>
        public QueryPlan? For(Predicate predicate, Dialect dialect)
        {
            var compared = predicate.Comparisons;
            var parameters = ImmutableArray.CreateBuilder<PlannedParameter>(Sources.Length);
            for (var i = 0; i < Sources.Length; i++)
            {
                var parameter = Plan.Parameters[i];
                if (Sources[i] >= 0)
                {
                    var source = compared[Sources[i]];
                    var text = TextOf(source)!;
                    if (!dialect.CanHold(text))
                        return null;
                    parameter = parameter with { Value = parameter.Folded is { } folded ? Folding.Unique(folded, text) : text, Source = source };
                }

                parameters.Add(parameter);
            }

            return Plan with { Parameters = parameters.MoveToImmutable() };
        }
    }

    static string? TextOf(Predicate.Compare compare) => compare is { Operator: Comparison.Eq, Value: ScimValue.Text(var text) } ? text : null;

    /// <summary>Takes predicates for the same that differ in their texts only.</summary>
    sealed class Alike : IEqualityComparer<(Predicate Predicate, int Number)>
    {
        public bool Equals((Predicate Predicate, int Number) x, (Predicate Predicate, int Number) y) => x.Number == y.Number && Are(x.Predicate, y.Predicate);

        static bool Are(Predicate one, Predicate other) => (one, other) switch
        {
            (Predicate.And(var l, var r), Predicate.And(var ol, var or)) => Are(l, ol) && Are(r, or),
            (Predicate.Or(var l, var r), Predicate.Or(var ol, var or)) => Are(l, ol) && Are(r, or),
            (Predicate.Not(var operand), Predicate.Not(var its)) => Are(operand, its),
            (Predicate.Element(var path, var condition), Predicate.Element(var otherPath, var its)) => path.Equals(otherPath) && Are(condition, its),
            // The same path of another profile may lead to a definition by which texts compare otherwise.
            (Predicate.Compare compare, Predicate.Compare its) when TextOf(compare) is not null && TextOf(its) is not null => compare.Path.Equals(its.Path) && ReferenceEquals(compare.Path.Leaf, its.Path.Leaf),
            _ => one.Equals(other),
        };

        public int GetHashCode((Predicate Predicate, int Number) key) => HashCode.Combine(Of(key.Predicate), key.Number);

        static int Of(Predicate predicate) => predicate switch
        {
            Predicate.And(var left, var right) => HashCode.Combine(1, Of(left), Of(right)),
            Predicate.Or(var left, var right) => HashCode.Combine(2, Of(left), Of(right)),
            Predicate.Not(var operand) => HashCode.Combine(3, Of(operand)),
            Predicate.Element(var path, var condition) => HashCode.Combine(4, path, Of(condition)),
            Predicate.Compare compare => HashCode.Combine(5, compare.Path, compare.Operator),
            _ => predicate.GetHashCode(),
        };
    }
}
