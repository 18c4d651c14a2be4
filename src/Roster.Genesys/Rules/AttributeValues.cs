using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Genesys.Rules;

/// <summary>Reads and writes canonical attributes in the terms of the schema: an unassigned attribute is an absent one, be it single or multi-valued.</summary>
static class AttributeValues
{
    public static string? Text(this JsonObject? owner, string attribute) =>
        owner?[attribute] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The values of a complex multi-valued attribute, in a list of their own so that the attribute can be changed meanwhile.</summary>
    public static List<JsonObject> Values(this JsonObject? owner, string attribute) =>
        owner?[attribute] is JsonArray values ? [.. values.OfType<JsonObject>()] : [];

    public static JsonObject? Extension(this JsonObject? attributes, string urn) => attributes?[urn] as JsonObject;

    public static void Assign(this JsonObject owner, string attribute, string? text)
    {
        if (text is null)
            owner.Remove(attribute);
        else
            owner[attribute] = text;
    }

    /// <summary>Gives the attribute these values. Values that it has already are not touched, so nothing seems to have changed.</summary>
    public static void Assign(this JsonObject owner, string attribute, IReadOnlyCollection<JsonObject> values)
    {
        if (Same(owner.Values(attribute), values))
            return;

        if (values.Count == 0)
            owner.Remove(attribute);
        else
            owner[attribute] = new JsonArray([.. values.Select(v => v.DeepClone())]);
    }

    public static bool Same(IEnumerable<JsonObject> left, IEnumerable<JsonObject> right) =>
        left.SequenceEqual(right, EqualityComparer<JsonObject>.Create((l, r) => JsonNode.DeepEquals(l, r), v => v.Count));
}
