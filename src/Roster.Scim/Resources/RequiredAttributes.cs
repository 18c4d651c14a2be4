using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// Refuses a resource that lacks what its schemas require. What it lacked before may go on lacking: another door, which does not
/// require it, may have made the resource, and every change to it would fail.
/// </summary>
static class RequiredAttributes
{
    /// <param name="before">The stored attributes; null for a create.</param>
    /// <exception cref="ScimException"><c>invalidValue</c>, naming the attribute.</exception>
    public static void Check(JsonObject attributes, JsonObject? before, ResourceType type)
    {
        Check(attributes, before, type.Schema, null);
        foreach (var (schema, required) in type.Extensions)
        {
            if (attributes[schema.Id] is JsonObject container)
                Check(container, before is null ? null : before[schema.Id] as JsonObject ?? [], schema, schema.Id);
            else if (required && before?.ContainsKey(schema.Id) != false)
                throw ScimError.InvalidValue($"'{schema.Id}' is required for a {type.Name}.").ToException();
        }
    }

    static void Check(JsonObject container, JsonObject? before, Schema schema, string? extension)
    {
        foreach (var attribute in schema.Attributes)
        {
            // 'id', 'schemas' and 'meta' are the server's own.
            if (attribute.Required && attribute.Mutability != Mutability.ReadOnly && attribute.Name != "schemas" && !container.ContainsKey(attribute.Name)
                && before?.ContainsKey(attribute.Name) != false)
                throw ScimError.InvalidValue($"'{Place.In(extension, attribute.Name)}' is required.").ToException();
            if (attribute.IsComplex && container[attribute.Name] is { } value && MissingPart(attribute, value) is { } part && !JsonNode.DeepEquals(value, before?[attribute.Name]))
                throw ScimError.InvalidValue($"'{Place.In(extension, attribute.Name)}{part}' is required.").ToException();
        }
    }

    /// <summary>The first required sub-attribute that a value of the attribute lacks, as <c>.value</c> or <c>[1].value</c>; null when it lacks none.</summary>
    public static string? MissingPart(AttributeDefinition attribute, JsonNode? value)
    {
        var elements = value as JsonArray;
        for (var i = 0; i < (elements?.Count ?? 1); i++)
        {
            var parts = (elements is null ? value : elements[i]) as JsonObject;
            foreach (var sub in attribute.SubAttributes)
            {
                if (sub.Required && sub.Mutability != Mutability.ReadOnly && parts?.ContainsKey(sub.Name) == false)
                    return $"{(elements is null ? "" : $"[{i}]")}.{sub.Name}";
            }
        }

        return null;
    }
}
