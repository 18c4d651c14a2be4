using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>The one order of a document's members: the schema's. What another door stored follows after.</summary>
static class Canonical
{
    /// <param name="attributes">Has nothing in it afterwards.</param>
    public static JsonObject Ordered(JsonObject attributes, ResourceType type)
    {
        var members = new List<KeyValuePair<string, JsonNode?>>(attributes.Count);
        Take(CommonAttributes.ExternalId);
        foreach (var attribute in type.Schema.Attributes)
            Take(attribute);
        foreach (var member in attributes)
        {
            if (!IsTaken(member.Key))
                members.Add(member);
        }

        // A value can be in one object at a time.
        attributes.Clear();
        var ordered = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 }))
                ordered.Add(name, value);
        }

        return ordered;

        void Take(AttributeDefinition attribute)
        {
            if (attributes.TryGetPropertyValue(attribute.Name, out var value) && !IsTaken(attribute.Name))
                members.Add(new(attribute.Name, value));
        }

        bool IsTaken(string name)
        {
            foreach (var taken in CollectionsMarshal.AsSpan(members))
            {
                if (string.Equals(taken.Key, name, StringComparison.Ordinal))
                    return true;
            }

            return false;
        }
    }
}
