using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// What a PUT makes of the stored attributes (RFC 7644 section 3.5.1): those of the door's own schemas are replaced, those left out cleared,
/// and what belongs to another door's schemas stays.
/// </summary>
static class Replacement
{
    /// <param name="stored">Becomes the result.</param>
    /// <param name="read">Its values go over into the result.</param>
    public static JsonObject Of(JsonObject stored, ReadResource read, ResourceType type, ScimProfile profile)
    {
        var kept = profile.KeptWhenAbsent.TryGetValue(type.Name, out var paths) ? paths : [];
        foreach (var attribute in type.Schema.Attributes.Append(CommonAttributes.ExternalId).DistinctBy(a => a.Name, StringComparer.Ordinal))
            Replace(stored, read.Attributes, attribute, attribute.Name, Keeps);
        foreach (var extension in type.Extensions)
            ReplaceExtension(stored, read.Attributes, extension.Schema, Keeps);
        return stored;

        bool Keeps(string path, AttributeDefinition attribute)
        {
            var absent = !read.Given.Contains(path);
            return attribute.Mutability == Mutability.ReadOnly
                || (absent && (attribute.Mutability == Mutability.Immutable || kept.Contains(path)))
                || (path == "active" && profile.Tolerances.KeepActiveWhenAbsent && read.Attributes[path] is null && !read.Emptied.Contains(path));
        }
    }

    static void ReplaceExtension(JsonObject stored, JsonObject given, Schema schema, Func<string, AttributeDefinition, bool> keeps)
    {
        var container = stored[schema.Id] as JsonObject ?? [];
        var sent = given[schema.Id] as JsonObject ?? [];
        foreach (var attribute in schema.Attributes)
            Replace(container, sent, attribute, $"{schema.Id}:{attribute.Name}", keeps);

        if (container.Count == 0)
            stored.Remove(schema.Id);
        else if (container.Parent is null)
            stored[schema.Id] = container;
    }

    static void Replace(JsonObject container, JsonObject given, AttributeDefinition attribute, string path, Func<string, AttributeDefinition, bool> keeps)
    {
        if (keeps(path, attribute))
            return;

        var value = given[attribute.Name];
        var present = container[attribute.Name];
        if (attribute.Mutability == Mutability.Immutable && present is not null && !JsonNode.DeepEquals(present, value))
            throw ScimError.Mutability($"'{path}' is immutable and already has another value.").ToException();

        if (value is null)
        {
            container.Remove(attribute.Name);
            return;
        }

        given.Remove(attribute.Name);
        container[attribute.Name] = value;
    }
}
