using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>The one order of a document's members: the schema's. What another door stored follows after.</summary>
static class Canonical
{
    /// <summary>Puts the members into order, and takes out those that are empty.</summary>
    /// <returns>The same object.</returns>
    public static JsonObject Order(JsonObject attributes, ResourceType type)
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

        attributes.Clear();
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 }))
                attributes.Add(name, value);
        }

        return attributes;

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
