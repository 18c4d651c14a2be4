using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Scim.Schemas;

/// <summary>
/// What a stored resource has against a change of its type: a value that the new definition would not take, one that it has no attribute for, one that it
/// misses, or one whose meaning it would change. Pure; whether two resources share a unique value is the store's to see.
/// </summary>
public static class SchemaConflicts
{
    // To the letter: what a tolerance would bend is not what is stored.
    static ScimProfile Strictly(ResourceType type) => new()
    {
        Name = "", Prefixes = [], LocationPrefix = "", ResourceTypes = [type], Operations = [], Tolerances = Tolerances.None,
        VersionConflict = ScimError.InvalidValue(""), ErrorBody = (_, _) => [], ServiceProviderConfig = [],
    };

    /// <summary>A clause that says what the resource has against the change, and null when it fits.</summary>
    /// <param name="before">The type as it is; null for one that is new.</param>
    /// <param name="after">The type as it shall be; null when it is to be retired.</param>
    public static string? Find(JsonObject document, ResourceType? before, ResourceType? after)
    {
        if (after is null)
            return "is of the type";

        var values = new ValueReader(Strictly(after), patching: false);
        var changed = Schemas(before).Concat(Schemas(after)).Select(s => s.Id).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(urn => !ReferenceEquals(before?.SchemaOf(urn), after.SchemaOf(urn)) || before?.Extension(urn)?.Required != after.Extension(urn)?.Required);
        foreach (var urn in changed)
        {
            if (Find(document, urn, before, after, values) is { } problem)
                return problem;
        }

        return null;
    }

    static IEnumerable<Schema> Schemas(ResourceType? type) => type is null ? [] : type.Extensions.Select(e => e.Schema).Prepend(type.Schema);

    static string? Find(JsonObject document, string urn, ResourceType? before, ResourceType after, ValueReader values)
    {
        var isBase = string.Equals(after.Schema.Id, urn, StringComparison.OrdinalIgnoreCase);
        var old = before?.SchemaOf(urn);
        var stored = isBase ? Base(document) : document.FirstOrDefault(m => string.Equals(m.Key, urn, StringComparison.OrdinalIgnoreCase)).Value as JsonObject;
        if (after.SchemaOf(urn) is not { } schema)
            return stored is null ? null : $"has values of '{urn}'";
        if (stored is null)
            return after.Extension(urn) is { Required: true } ? $"lacks the required '{urn}'" : null;

        foreach (var (name, value) in stored)
        {
            if (schema.Attribute(name) is not { } attribute)
                return $"has a value of '{name}'";
            if (Problem(attribute, old?.Attribute(name), value, values) is { } problem)
                return problem;
        }

        return schema.Attributes.FirstOrDefault(a => a.Required && a.Mutability != Mutability.ReadOnly && !stored.ContainsKey(a.Name)) is { } missing
            ? $"lacks the required '{missing.Name}'"
            : null;
    }

    static JsonObject Base(JsonObject document) => new(document
        .Where(m => !m.Key.Contains(':', StringComparison.Ordinal) && m.Key != CommonAttributes.ExternalId.Name).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    static string? Problem(AttributeDefinition attribute, AttributeDefinition? old, JsonNode? value, ValueReader values)
    {
        // Indexes and ETags hold what the old comparison made of the value.
        if (old is not null && !ComparesAlike(old, attribute))
            return $"has a value of '{attribute.Name}', whose type, number or letter case can be changed only while nothing has a value of it";

        try
        {
            return JsonNode.DeepEquals(values.Read(attribute, value is null ? default : JsonBody.Flat(value), attribute.Name), value) && RequiredAttributes.MissingPart(attribute, value) is not { } part
                ? null
                : $"has a value of '{attribute.Name}' that is not what the new definition would make of it";
        }
        catch (ScimException unfit)
        {
            return $"has a value that does not fit: {unfit.Error.Detail.TrimEnd('.')}";
        }
    }

    static bool ComparesAlike(AttributeDefinition old, AttributeDefinition attribute) =>
        old.Type == attribute.Type && old.MultiValued == attribute.MultiValued && old.ComparesExactly == attribute.ComparesExactly
        && old.SubAttributes.All(was => attribute.Sub(was.Name) is not { } sub || ComparesAlike(was, sub));
}
