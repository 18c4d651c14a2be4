namespace Roster.Client;

/// <summary>A kind of resource (RFC 7643 section 6).</summary>
public sealed record ScimConfigResourceType
{
    /// <summary>The schemas of a resource type.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>The id.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The kind in words.</summary>
    public string? Description { get; set; }

    /// <summary>The URN of its schema.</summary>
    public string? Schema { get; set; }

    /// <summary>The schemas that add to it.</summary>
    public IReadOnlyList<ScimConfigResourceTypeSchemaExtension>? SchemaExtensions { get; set; }

    /// <summary>Where its resources are, after the base address.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Location and type.</summary>
    public ScimMetadata? Meta { get; set; }
}

/// <summary>A schema that adds to a kind of resource.</summary>
public sealed record ScimConfigResourceTypeSchemaExtension
{
    /// <summary>The schema's URN.</summary>
    public string? Schema { get; set; }

    /// <summary>Whether each resource must have it.</summary>
    public bool? Required { get; set; }
}

/// <summary>All kinds of resources.</summary>
public sealed record ScimConfigResourceTypesListResponse
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>How many there are.</summary>
    public long? TotalResults { get; set; }

    /// <summary>The place of the first one, from 1.</summary>
    public long? StartIndex { get; set; }

    /// <summary>How many are here.</summary>
    public long? ItemsPerPage { get; set; }

    /// <summary>The kinds.</summary>
    public IReadOnlyList<ScimConfigResourceType> Resources { get; set; } = [];
}
