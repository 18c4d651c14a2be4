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
    public static bool Matches(Predicate predicate, JsonObject resource) => predicate switch
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
    public static bool MatchesElement(Predicate condition, JsonNode element) => condition switch
    {
        Predicate.And(var left, var right) => MatchesElement(left, element) && MatchesElement(right, element),
        Predicate.Or(var left, var right) => MatchesElement(left, element) || MatchesElement(right, element),
        Predicate.Not(var operand) => !MatchesElement(operand, element),
        Predicate.Compare compare => Holds(compare, element),
        Predicate.Present(var path) => IsPresent(element, path.Sub),
        Predicate.Constant(var value) => value,
        _ => throw new ArgumentException($"{condition.GetType()} cannot stand inside an element.", nameof(condition)),
    };

    static JsonNode? ValueOf(AttributePath path, JsonObject resource)
    {
        var container = path.Extension is null ? resource : resource[path.Extension] as JsonObject;
        return container?[path.Attribute.Name];
    }

    static bool AnyElement(JsonNode? value, Predicate condition)
    {
        if (value is not JsonArray values)
            return IsAssigned(value) && MatchesElement(condition, value!);

        foreach (var element in values)
        {
            if (IsAssigned(element) && MatchesElement(condition, element!))
                return true;
        }

        return false;
    }

    /// <summary>null, [] and an object in which nothing is assigned are unassigned (RFC 7643 section 2.5); the empty string is a value.</summary>
    static bool IsAssigned(JsonNode? value)
    {
        switch (value)
        {
            case null:
                return false;
            case JsonArray array:
                foreach (var element in array)
                {
                    if (IsAssigned(element))
                        return true;
                }

                return false;
            case JsonObject complex:
                foreach (var (_, part) in complex)
                {
                    if (IsAssigned(part))
                        return true;
                }

                return false;
            default:
                return value.GetValueKind() != JsonValueKind.Null;
        }
    }

    /// <summary>Unlike an assigned value a present one is not empty, be it text (RFC 7644 table 3).</summary>
    static bool IsPresent(JsonNode? value, AttributeDefinition? sub)
    {
        switch (value)
        {
            case null:
                return false;
            case JsonArray array:
                foreach (var element in array)
                {
                    if (IsPresent(element, sub))
                        return true;
                }

                return false;
            case JsonObject complex when sub is not null:
                return IsPresent(complex[sub.Name], null);
            case JsonObject complex:
                foreach (var (_, part) in complex)
                {
                    if (IsPresent(part, null))
                        return true;
                }

                return false;
            case JsonValue simple when sub is null:
                return simple.TryGetValue(out string? text) ? text.Length > 0 : simple.GetValueKind() != JsonValueKind.Null;
            default:
                return false;
        }
    }

    static bool Holds(Predicate.Compare compare, JsonNode? value)
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

    static void Look(Predicate.Compare compare, JsonNode? value, AttributeDefinition? sub, ref Found found)
    {
        if (value is JsonArray array)
        {
            foreach (var element in array)
            {
                Look(compare, element, sub, ref found);
                if (found.Satisfying)
                    return;
            }
        }
        else if (sub is not null)
        {
            if (value is JsonObject complex)
                Look(compare, complex[sub.Name], null, ref found);
        }
        else if (IsAssigned(value))
        {
            found.Assigned = true;
            found.Satisfying = value is JsonValue simple && compare.Value is not ScimValue.Null && Satisfies(simple, compare);
        }
    }

    static bool Satisfies(JsonValue value, Predicate.Compare compare) => (FilterValue.Of(value, compare.Path.Leaf), compare.Value) switch
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
