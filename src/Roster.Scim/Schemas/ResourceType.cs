using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Roster.Scim.Schemas;

/// <summary>A schema that adds attributes to a resource type, in an object under its own URN (RFC 7643 section 3.3).</summary>
public sealed record SchemaExtension(Schema Schema, bool Required = false);

/// <summary>A kind of resource: its endpoint, its base schema and its extensions (RFC 7643 section 6).</summary>
public sealed record ResourceType
{
    public required string Name { get; init; }

    /// <summary>Relative to the base URL, with a leading slash: <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    public string Description { get; init; } = "";

    public required Schema Schema { get; init; }

    public ImmutableArray<SchemaExtension> Extensions { get; init; } = [];

    /// <summary>The definition of <c>meta</c>, for a surface where answers show it whatever they leave out.</summary>
    public AttributeDefinition Meta { get; init; } = CommonAttributes.Meta;

    /// <summary>The attribute whose value no two resources of this type in a tenant share, compared without regard to case; null when there is none.</summary>
    public string? UniqueAttribute { get; init; }

    /// <summary>The attribute that holds members (a Group's <c>members</c>): stored as rows, never in the document.</summary>
    public string? MembersAttribute { get; init; }

    /// <summary>The attribute that tells the groups a resource is a member of (a User's <c>groups</c>): read from the same rows.</summary>
    public string? MembershipsAttribute { get; init; }

    /// <summary>The attribute that holds a secret (a User's <c>password</c>): stored hashed beside the document, never returned.</summary>
    public string? PasswordAttribute { get; init; }

    /// <summary>The base attribute or common attribute of that name in any letter case, or null.</summary>
    public AttributeDefinition? BaseAttribute(string name) => Schema.Attribute(name) ?? Common(name);

    /// <summary>The extension with that URN in any letter case, or null.</summary>
    public SchemaExtension? Extension(string urn)
    {
        foreach (var extension in Extensions)
        {
            if (string.Equals(extension.Schema.Id, urn, StringComparison.OrdinalIgnoreCase))
                return extension;
        }

        return null;
    }

    /// <summary>The schema, base or extension, that defines what lies under the URN; null when none does.</summary>
    public Schema? SchemaOf(string urn) =>
        string.Equals(Schema.Id, urn, StringComparison.OrdinalIgnoreCase) ? Schema : Extension(urn)?.Schema;

    /// <summary>The path that the schema's own spelling gives to <paramref name="attribute"/> and <paramref name="sub"/>.</summary>
    /// <exception cref="ArgumentException">The type has no such attribute. For names in our own code; a client's names go through the path parser.</exception>
    public AttributePath Path(string attribute, string? sub = null, string? extension = null)
    {
        var definition = (extension is null ? BaseAttribute(attribute) : Extension(extension)?.Schema.Attribute(attribute))
            ?? throw new ArgumentException($"{Name} has no attribute '{attribute}'.", nameof(attribute));
        var part = sub is null ? null : definition.Sub(sub) ?? throw new ArgumentException($"'{attribute}' has no sub-attribute '{sub}'.", nameof(sub));
        return new AttributePath(extension, definition, part);
    }

    /// <summary>Whether some attribute or sub-attribute is returned on request only.</summary>
    public bool HasRequested => Derived.HasRequested;

    /// <summary>The further attributes and sub-attributes, base and extensions', of which no two resources of this type in a tenant share a value.</summary>
    public ImmutableArray<AttributePath> UniquePaths => Derived.UniquePaths;

    /// <summary>What follows from the schemas, worked out once for each type, as every write asks for it.</summary>
    sealed record Derivation(bool HasRequested, ImmutableArray<AttributePath> UniquePaths)
    {
        public static Derivation Of(ResourceType type) => new(
            type.Extensions.Select(e => e.Schema).Prepend(type.Schema).Any(s => s.Attributes.Any(a => a.SubAttributes.Append(a).Any(x => x.Returned == Returned.Request))),
            [
                .. type.Schema.Attributes.Where(a => a.Name != type.UniqueAttribute).SelectMany(a => Unique(null, a)),
                .. type.Extensions.SelectMany(e => e.Schema.Attributes.SelectMany(a => Unique(e.Schema.Id, a))),
            ]);
    }

    // Beside the record and not in it: a changed copy has its own.
    static readonly ConditionalWeakTable<ResourceType, Derivation> Derivations = [];

    Derivation Derived => Derivations.GetValue(this, Derivation.Of);

    static IEnumerable<AttributePath> Unique(string? extension, AttributeDefinition attribute)
    {
        if (attribute.Uniqueness != Uniqueness.None && !attribute.IsComplex)
            yield return new AttributePath(extension, attribute);
        foreach (var sub in attribute.SubAttributes.Where(s => s.Uniqueness != Uniqueness.None))
            yield return new AttributePath(extension, attribute, sub);
    }

    AttributeDefinition? Common(string name)
    {
        if (string.Equals(name, Meta.Name, StringComparison.OrdinalIgnoreCase))
            return Meta;

        foreach (var attribute in OtherCommonDefinitions)
        {
            if (string.Equals(attribute.Name, name, StringComparison.OrdinalIgnoreCase))
                return attribute;
        }

        return null;
    }

    static readonly ImmutableArray<AttributeDefinition> OtherCommonDefinitions =
        [CommonAttributes.Id, CommonAttributes.ExternalId, CommonAttributes.Schemas];
}
