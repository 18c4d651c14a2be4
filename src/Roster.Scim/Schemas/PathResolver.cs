using Roster.Scim.Messages;

namespace Roster.Scim.Schemas;

/// <summary>What a client's name turned out to be.</summary>
public abstract record PathResolution
{
    private PathResolution() { }

    public sealed record Found(AttributePath Path) : PathResolution;

    /// <summary>The name is the URN of an extension and no more.</summary>
    public sealed record WholeExtension(SchemaExtension Extension) : PathResolution;

    /// <param name="Reason">A clause without final stop that says which part is unknown to what.</param>
    public sealed record Unknown(string Reason) : PathResolution;
}

/// <summary>Finds the attribute that a client names in the notation of RFC 7644 section 3.10, <c>[URN:]attribute[.sub-attribute]</c>, in any letter case.</summary>
public sealed class PathResolver(ResourceType type, Tolerances tolerances)
{
    public PathResolution Resolve(string name)
    {
        // The longest URN wins, as one schema's may be the beginning of another's; its dots are no separators.
        var schema = LongestSchema(name);
        if (schema is null)
            return Unqualified(name);

        var isBase = ReferenceEquals(schema, type.Schema);
        var extension = isBase ? null : type.Extension(schema.Id);
        if (name.Length == schema.Id.Length)
            return extension is not null ? new PathResolution.WholeExtension(extension) : Unknown($"'{schema.Id}' is a schema and names no attribute");

        var (attribute, sub) = Split(name[(schema.Id.Length + 1)..]);
        var definition = isBase ? type.BaseAttribute(attribute) : schema.Attribute(attribute);
        return definition is null
            ? Unknown($"schema '{schema.Id}' has no attribute '{ScimError.Quote(attribute)}'")
            : WithSub(isBase ? null : schema.Id, definition, sub);
    }

    PathResolution Unqualified(string name)
    {
        if (name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            return Unknown($"'{ScimError.Quote(name)}' begins with no schema URN that {type.Name} has");

        var (attribute, sub) = Split(name);
        if (type.BaseAttribute(attribute) is { } definition)
            return WithSub(null, definition, sub);

        // Documentation of services and Entra ID's tests name extension attributes without their URN.
        if (tolerances.UnqualifiedNames)
        {
            foreach (var extension in type.Extensions)
            {
                if (extension.Schema.Attribute(attribute) is { } extended)
                    return WithSub(extension.Schema.Id, extended, sub);
            }
        }

        return Unknown($"{type.Name} has no attribute '{ScimError.Quote(attribute)}'");
    }

    static PathResolution WithSub(string? extension, AttributeDefinition attribute, string? sub)
    {
        if (sub is null)
            return new PathResolution.Found(new AttributePath(extension, attribute));

        return attribute.Sub(sub) is { } part
            ? new PathResolution.Found(new AttributePath(extension, attribute, part))
            : Unknown($"'{attribute.Name}' has no sub-attribute '{ScimError.Quote(sub)}'");
    }

    Schema? LongestSchema(string name)
    {
        var longest = StartsWith(name, type.Schema.Id) ? type.Schema : null;
        foreach (var extension in type.Extensions)
        {
            if (extension.Schema.Id.Length > (longest?.Id.Length ?? 0) && StartsWith(name, extension.Schema.Id))
                longest = extension.Schema;
        }

        return longest;
    }

    static bool StartsWith(string name, string urn) =>
        name.StartsWith(urn, StringComparison.OrdinalIgnoreCase) && (name.Length == urn.Length || name[urn.Length] == ':');

    static (string Attribute, string? Sub) Split(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
    }

    static PathResolution.Unknown Unknown(string reason) => new(reason);
}
