using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// When two values of a multi-valued attribute are the same one: their <c>value</c> and <c>type</c> are equal (RFC 7643 section 2.4), or, where
/// the attribute does not have both, everything is. Text compares by the sub-attribute's <c>caseExact</c>.
/// </summary>
static class ElementIdentity
{
    public static bool Same(AttributeDefinition attribute, JsonNode? left, JsonNode? right)
    {
        if (left is not JsonObject l || right is not JsonObject r)
            return SameScalar(attribute, left, right);
        if (attribute.Sub("value") is not { } value || attribute.Sub("type") is not { } type || !l.ContainsKey("value"))
            return SameParts(attribute, l, r);

        return SameScalar(value, l["value"], r["value"]) && SameScalar(type, l["type"], r["type"]);
    }

    /// <summary>Whether the element is what a client that names <paramref name="selector"/> means: the parts it gives are equal.</summary>
    public static bool Selects(AttributeDefinition attribute, JsonNode? selector, JsonNode? element)
    {
        if (selector is not JsonObject named || element is not JsonObject parts)
            return SameScalar(attribute, selector, element);
        var identity = attribute.Sub("value") is not null && attribute.Sub("type") is not null && named.ContainsKey("value");
        return named.All(part => (identity && part.Key is not ("value" or "type")) || SameScalar(attribute.Sub(part.Key)!, part.Value, parts[part.Key]));
    }

    /// <summary>Leaves the first of each group of same elements.</summary>
    public static void Collapse(AttributeDefinition attribute, JsonArray elements)
    {
        for (var i = elements.Count - 1; i > 0; i--)
        {
            var twin = IndexOf(attribute, elements, elements[i]);
            if (twin >= i)
                continue;

            if (elements[twin] is JsonObject first && elements[i] is JsonObject second)
                Merge(second, first);
            elements.RemoveAt(i);
        }
    }

    public static int IndexOf(AttributeDefinition attribute, JsonArray elements, JsonNode? element)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (Same(attribute, elements[i], element))
                return i;
        }

        return -1;
    }

    public static bool IsPrimary(JsonObject element) =>
        element["primary"] is JsonValue primary && primary.GetValueKind() == JsonValueKind.True;

    // What the second has and the first lacks.
    static void Merge(JsonObject from, JsonObject into)
    {
        foreach (var (name, value) in from)
        {
            if (!into.ContainsKey(name))
                into[name] = value?.DeepClone();
        }
    }

    static bool SameParts(AttributeDefinition attribute, JsonObject left, JsonObject right) =>
        left.Count == right.Count && left.All(part => right.ContainsKey(part.Key) && SameScalar(attribute.Sub(part.Key)!, part.Value, right[part.Key]));

    static bool SameScalar(AttributeDefinition attribute, JsonNode? left, JsonNode? right)
    {
        if (left is JsonValue l && right is JsonValue r && l.GetValueKind() == JsonValueKind.String && r.GetValueKind() == JsonValueKind.String)
            return string.Equals(Folding.For(attribute, l.GetValue<string>()), Folding.For(attribute, r.GetValue<string>()), StringComparison.Ordinal);

        return JsonNode.DeepEquals(left, right);
    }
}
