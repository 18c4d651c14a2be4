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
            Replace(stored, read.Attributes, attribute, null, Keeps);
        foreach (var extension in type.Extensions)
            ReplaceExtension(stored, read.Attributes, extension.Schema, Keeps);
        return stored;

        bool Keeps(string? extension, AttributeDefinition attribute) =>
            attribute.Mutability == Mutability.ReadOnly
            || ((attribute.Mutability == Mutability.Immutable || (!kept.IsEmpty && kept.Contains(Place.In(extension, attribute.Name).ToString()))) && !read.Gives(extension, attribute))
            || (extension is null && attribute.Name == "active" && profile.Tolerances.KeepActiveWhenAbsent && read.Attributes[attribute.Name] is null && !read.Emptied.Contains(attribute.Name));
    }

    static void ReplaceExtension(JsonObject stored, JsonObject given, Schema schema, Func<string?, AttributeDefinition, bool> keeps)
    {
        var container = stored[schema.Id] as JsonObject ?? [];
        var sent = given[schema.Id] as JsonObject ?? [];
        foreach (var attribute in schema.Attributes)
            Replace(container, sent, attribute, schema.Id, keeps);

        if (container.Count == 0)
            stored.Remove(schema.Id);
        else if (container.Parent is null)
            stored[schema.Id] = container;
    }

    static void Replace(JsonObject container, JsonObject given, AttributeDefinition attribute, string? extension, Func<string?, AttributeDefinition, bool> keeps)
    {
        if (keeps(extension, attribute))
            return;

        var value = given[attribute.Name];
        var present = container[attribute.Name];
        if (attribute.Mutability == Mutability.Immutable && present is not null && !JsonNode.DeepEquals(present, value))
            throw ScimError.Mutability($"'{Place.In(extension, attribute.Name)}' is immutable and already has another value.").ToException();

        if (value is null)
        {
            container.Remove(attribute.Name);
            return;
        }

        given.Remove(attribute.Name);
        container[attribute.Name] = value;
    }
}
