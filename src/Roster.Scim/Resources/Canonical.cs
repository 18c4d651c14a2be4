using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>The one order of a document's members: the schema's. What another door stored follows after.</summary>
static class Canonical
{
    public static JsonObject Ordered(JsonObject attributes, ResourceType type)
    {
        var ordered = new JsonObject();
        foreach (var attribute in type.Schema.Attributes.Prepend(CommonAttributes.ExternalId))
            Move(attribute.Name, attributes, ordered);
        foreach (var name in attributes.Select(m => m.Key).ToList())
            Move(name, attributes, ordered);
        return ordered;
    }

    static void Move(string name, JsonObject from, JsonObject to)
    {
        if (from[name] is not { } value)
            return;

        from.Remove(name);
        if (value is not (JsonArray { Count: 0 } or JsonObject { Count: 0 }))
            to[name] = value;
    }
}
