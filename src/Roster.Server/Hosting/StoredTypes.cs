using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Schemas;

namespace Roster.Server.Hosting;

/// <summary>
/// What storage must know when several doors lead to one directory: each resource type with the union of the attributes that any door shows. Where doors define an
/// attribute alike but for details, the standard's definition holds, then the earlier door's.
/// </summary>
public static class StoredTypes
{
    /// <exception cref="ArgumentException">Two doors disagree about what an attribute is.</exception>
    public static ImmutableArray<ResourceType> Of(IEnumerable<ScimProfile> profiles) =>
    [
        .. profiles.SelectMany(p => p.ResourceTypes).Prepend(CoreResourceTypes.Group).Prepend(CoreResourceTypes.User)
            .GroupBy(t => t.Name, StringComparer.Ordinal).Select(same => same.Aggregate(Union)),
    ];

    static ResourceType Union(ResourceType first, ResourceType second) => first with
    {
        Schema = first.Schema with { Attributes = Union(first.Schema.Attributes, second.Schema.Attributes, first.Name) },
        Extensions = Union(first.Extensions, second.Extensions, first.Name),
        UniqueAttribute = Same(first.UniqueAttribute, second.UniqueAttribute, first.Name),
        MembersAttribute = Same(first.MembersAttribute, second.MembersAttribute, first.Name),
        MembershipsAttribute = Same(first.MembershipsAttribute, second.MembershipsAttribute, first.Name),
        PasswordAttribute = Same(first.PasswordAttribute, second.PasswordAttribute, first.Name),
    };

    static ImmutableArray<SchemaExtension> Union(ImmutableArray<SchemaExtension> first, ImmutableArray<SchemaExtension> second, string place) =>
    [
        .. first.Concat(second).GroupBy(e => e.Schema.Id, StringComparer.OrdinalIgnoreCase).Select(same => same.Aggregate((a, b) =>
            a with { Schema = a.Schema with { Attributes = Union(a.Schema.Attributes, b.Schema.Attributes, $"{place} {a.Schema.Id}") } })),
    ];

    static ImmutableArray<AttributeDefinition> Union(ImmutableArray<AttributeDefinition> first, ImmutableArray<AttributeDefinition> second, string place) =>
        [.. first.Concat(second).GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.Aggregate((a, b) => Union(a, b, $"{place} {a.Name}")))];

    static AttributeDefinition Union(AttributeDefinition first, AttributeDefinition second, string place) =>
        first.Type == second.Type && first.MultiValued == second.MultiValued && first.ComparesExactly == second.ComparesExactly
            ? first with { SubAttributes = Union(first.SubAttributes, second.SubAttributes, place) }
            : throw new ArgumentException($"Two profiles disagree about the type of {place}, its being multi-valued, or its letter case.", nameof(second));

    // A door need not show an attribute, but it cannot give its part to another one.
    static string? Same(string? first, string? second, string place) =>
        first is null || second is null || string.Equals(first, second, StringComparison.Ordinal)
            ? first ?? second
            : throw new ArgumentException($"Two profiles give the same part in {place} to '{first}' and to '{second}'.", nameof(second));
}
