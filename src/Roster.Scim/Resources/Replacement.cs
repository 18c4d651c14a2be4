using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// What a PUT makes of the stored attributes (RFC 7644 section 3.5.1): those of the door's own schemas are replaced, those left out cleared,
/// and what belongs to another door's schemas stays.
/// </summary>
sealed class Replacement(ReadResource read, ResourceType type, ScimProfile profile)
{
    readonly ImmutableArray<string> kept = profile.KeptWhenAbsent.TryGetValue(type.Name, out var paths) ? paths : [];

    /// <param name="stored">Not changed.</param>
    /// <param name="read">Its attributes become the result.</param>
    /// <exception cref="ScimException">400 <c>mutability</c> when an immutable attribute would get another value.</exception>
    public static JsonObject Of(JsonObject stored, ReadResource read, ResourceType type, ScimProfile profile)
    {
        var replacement = new Replacement(read, type, profile);
        foreach (var (name, value) in stored)
        {
            if (type.Extension(name)?.Schema is { } schema)
                replacement.KeepParts(schema, value as JsonObject ?? []);
            else
                replacement.Keep(type.BaseAttribute(name), null, name, value, read.Attributes);
        }

        return read.Attributes;
    }

    void KeepParts(Schema schema, JsonObject stored)
    {
        var container = read.Attributes[schema.Id] as JsonObject ?? [];
        foreach (var (name, value) in stored)
            Keep(schema.Attribute(name), schema.Id, name, value, container);

        if (container.Count > 0 && container.Parent is null)
            read.Attributes[schema.Id] = container;
    }

    void Keep(AttributeDefinition? attribute, string? extension, string name, JsonNode? value, JsonObject container)
    {
        if (attribute is null || Keeps(extension, attribute))
            container[name] = value?.DeepClone();
        else if (attribute.Mutability == Mutability.Immutable && !JsonNode.DeepEquals(value, container[attribute.Name]))
            throw ScimError.Mutability($"'{Place.In(extension, attribute.Name)}' is immutable and already has another value.").ToException();
    }

    bool Keeps(string? extension, AttributeDefinition attribute) =>
        attribute.Mutability == Mutability.ReadOnly
        || ((attribute.Mutability == Mutability.Immutable || (!kept.IsEmpty && kept.Contains(Place.In(extension, attribute.Name).ToString()))) && !read.Gives(extension, attribute))
        || (extension is null && attribute.Name == "active" && profile.Tolerances.KeepActiveWhenAbsent && read.Attributes[attribute.Name] is null && !read.Emptied.Contains(attribute.Name));
}
