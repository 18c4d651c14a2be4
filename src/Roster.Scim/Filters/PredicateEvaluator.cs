using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>
/// Judges resources by a predicate. This is what filters mean (RFC 7644 section 3.4.2.2); every store must agree with it.
/// The resource is the full representation: extensions are objects under their URN, names are in the schema's spelling.
/// </summary>
public static class PredicateEvaluator
{
    public static bool Matches(Predicate predicate, JsonObject resource) => Matches(predicate, new NodeView(resource));

    /// <inheritdoc cref="Matches(Predicate, JsonObject)"/>
    internal static bool Matches<T>(Predicate predicate, T resource)
        where T : struct, IJsonView<T>, allows ref struct => predicate switch
        {
            Predicate.And(var left, var right) => Matches(left, resource) && Matches(right, resource),
            Predicate.Or(var left, var right) => Matches(left, resource) || Matches(right, resource),
            Predicate.Not(var operand) => !Matches(operand, resource),
            Predicate.Compare compare => Holds(compare, ValueOf(compare.Path, resource)),
            Predicate.Present(var path) => IsPresent(ValueOf(path, resource), path.Sub),
            Predicate.Element(var path, var condition) => AnyElement(ValueOf(path, resource), condition),
            Predicate.Constant(var value) => value,
            _ => throw new ArgumentException($"Unknown predicate {predicate.GetType()}.", nameof(predicate)),
        };

    /// <summary>Judges one value of an attribute by the condition of an <see cref="Predicate.Element"/>: an object, or the bare value of a simple multi-valued attribute.</summary>
    public static bool MatchesElement(Predicate condition, JsonNode element) => MatchesElement(condition, new NodeView(element));

    static bool MatchesElement<T>(Predicate condition, T element)
        where T : struct, IJsonView<T>, allows ref struct => condition switch
        {
            Predicate.And(var left, var right) => MatchesElement(left, element) && MatchesElement(right, element),
            Predicate.Or(var left, var right) => MatchesElement(left, element) || MatchesElement(right, element),
            Predicate.Not(var operand) => !MatchesElement(operand, element),
            Predicate.Compare compare => Holds(compare, element),
            Predicate.Present(var path) => IsPresent(element, path.Sub),
            Predicate.Constant(var value) => value,
            _ => throw new ArgumentException($"{condition.GetType()} cannot stand inside an element.", nameof(condition)),
        };

    static T ValueOf<T>(AttributePath path, T resource)
        where T : struct, IJsonView<T>, allows ref struct
    {
        var container = path.Extension is null ? resource : resource.Member(path.Extension);
        return container.Kind == JsonValueKind.Object ? container.Member(path.Attribute.Name) : default;
    }

    static bool AnyElement<T>(T value, Predicate condition)
        where T : struct, IJsonView<T>, allows ref struct
    {
        if (value.Kind != JsonValueKind.Array)
            return IsAssigned(value) && MatchesElement(condition, value);

        for (var at = 0; value.Next(ref at, out var element);)
        {
            if (IsAssigned(element) && MatchesElement(condition, element))
                return true;
        }

        return false;
    }

    /// <summary>null, [] and an object in which nothing is assigned are unassigned (RFC 7643 section 2.5); the empty string is a value.</summary>
    static bool IsAssigned<T>(T value)
        where T : struct, IJsonView<T>, allows ref struct
    {
        if (value.Kind is not (JsonValueKind.Array or JsonValueKind.Object))
            return value.Kind != JsonValueKind.Null;

        for (var at = 0; value.Next(ref at, out var child);)
        {
            if (IsAssigned(child))
                return true;
        }

        return false;
    }

    /// <summary>Unlike an assigned value a present one is not empty, be it text (RFC 7644 table 3).</summary>
    static bool IsPresent<T>(T value, AttributeDefinition? sub)
        where T : struct, IJsonView<T>, allows ref struct
    {
        switch (value.Kind)
        {
            case JsonValueKind.Null:
                return false;
            case JsonValueKind.Object when sub is not null:
                return IsPresent(value.Member(sub.Name), null);
            case JsonValueKind.Array or JsonValueKind.Object:
                for (var at = 0; value.Next(ref at, out var child);)
                {
                    if (IsPresent(child, sub))
                        return true;
                }

                return false;
            default:
                return sub is null && (value.Kind != JsonValueKind.String || value.Text.Length > 0);
        }
    }

    static bool Holds<T>(Predicate.Compare compare, T value)
        where T : struct, IJsonView<T>, allows ref struct
    {
        var found = new Found();
        Look(compare, value, compare.Path.Sub, ref found);
        return (compare.Value, compare.Operator) switch
        {
            (ScimValue.Null, Comparison.Eq) => !found.Assigned,
            (ScimValue.Null, _) => found.Assigned,
            // Unassigned is not equal to any value, and of several values it is enough that one differs.
            (_, Comparison.Ne) => found.Satisfying || !found.Assigned,
            _ => found.Satisfying,
        };
    }

    struct Found
    {
        public bool Assigned;
        public bool Satisfying;
    }

    static void Look<T>(Predicate.Compare compare, T value, AttributeDefinition? sub, ref Found found)
        where T : struct, IJsonView<T>, allows ref struct
    {
        if (value.Kind == JsonValueKind.Array)
        {
            for (var at = 0; !found.Satisfying && value.Next(ref at, out var element);)
                Look(compare, element, sub, ref found);
        }
        else if (sub is not null)
        {
            if (value.Kind == JsonValueKind.Object)
                Look(compare, value.Member(sub.Name), null, ref found);
        }
        else if (IsAssigned(value))
        {
            found.Assigned = true;
            found.Satisfying = value.Kind != JsonValueKind.Object && compare.Value is not ScimValue.Null && Satisfies(value, compare);
        }
    }

    static bool Satisfies<T>(T value, Predicate.Compare compare)
        where T : struct, IJsonView<T>, allows ref struct => (FilterValue.Of(value, compare.Path.Leaf), compare.Value) switch
        {
            (ScimValue.Text(var left), ScimValue.Text(var right)) => compare.Operator switch
            {
                Comparison.Eq => string.Equals(left, right, StringComparison.Ordinal),
                Comparison.Ne => !string.Equals(left, right, StringComparison.Ordinal),
                Comparison.Co => left.Contains(right, StringComparison.Ordinal),
                Comparison.Sw => left.StartsWith(right, StringComparison.Ordinal),
                Comparison.Ew => left.EndsWith(right, StringComparison.Ordinal),
                _ => Ordered(Folding.CompareCodePoints(left, right), compare.Operator),
            },
            (ScimValue.Number(var left), ScimValue.Number(var right)) => Ordered(left.CompareTo(right), compare.Operator),
            (ScimValue.Instant(var left), ScimValue.Instant(var right)) => Ordered(left.CompareTo(right), compare.Operator),
            (ScimValue.Boolean(var left), ScimValue.Boolean(var right)) => left == right == (compare.Operator == Comparison.Eq),
            // A stored value that is not of its attribute's type equals nothing.
            _ => compare.Operator == Comparison.Ne,
        };

    static bool Ordered(int order, Comparison comparison) => comparison switch
    {
        Comparison.Eq => order == 0,
        Comparison.Ne => order != 0,
        Comparison.Gt => order > 0,
        Comparison.Ge => order >= 0,
        Comparison.Lt => order < 0,
        Comparison.Le => order <= 0,
        _ => false,
    };
}
