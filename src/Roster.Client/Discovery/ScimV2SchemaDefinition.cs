namespace Roster.Client;

/// <summary>A schema (RFC 7643 section 7).</summary>
public sealed record ScimV2SchemaDefinition
{
    /// <summary>The URN.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The schema in words.</summary>
    public string? Description { get; set; }

    /// <summary>What resources of the schema have.</summary>
    public IReadOnlyList<ScimV2SchemaAttribute>? Attributes { get; set; }

    /// <summary>Location and type.</summary>
    public ScimMetadata? Meta { get; set; }
}

/// <summary>An attribute and its characteristics.</summary>
public sealed record ScimV2SchemaAttribute
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary><c>string</c>, <c>boolean</c>, <c>decimal</c>, <c>integer</c>, <c>dateTime</c>, <c>reference</c> or <c>complex</c>.</summary>
    public string? Type { get; set; }

    /// <summary>What a complex attribute consists of.</summary>
    public IReadOnlyList<ScimV2SchemaAttribute>? SubAttributes { get; set; }

    /// <summary>Whether it is a list.</summary>
    public bool? MultiValued { get; set; }

    /// <summary>The attribute in words.</summary>
    public string? Description { get; set; }

    /// <summary>Whether each resource must have it.</summary>
    public bool? Required { get; set; }

    /// <summary>Values that are suggested.</summary>
    public IReadOnlyList<string>? CanonicalValues { get; set; }

    /// <summary>Whether letter case makes a difference.</summary>
    public bool? CaseExact { get; set; }

    /// <summary><c>readWrite</c>, <c>readOnly</c>, <c>immutable</c> or <c>writeOnly</c>.</summary>
    public string? Mutability { get; set; }

    /// <summary><c>always</c>, <c>never</c>, <c>default</c> or <c>request</c>.</summary>
    public string? Returned { get; set; }

    /// <summary><c>none</c>, <c>server</c> or <c>global</c>.</summary>
    public string? Uniqueness { get; set; }

    /// <summary>What a reference may lead to: names of resource types, <c>external</c> or <c>uri</c>.</summary>
    public IReadOnlyList<string>? ReferenceTypes { get; set; }
}

/// <summary>All schemas.</summary>
public sealed record ScimV2SchemaListResponse
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>How many there are.</summary>
    public long? TotalResults { get; set; }

    /// <summary>The place of the first one, from 1.</summary>
    public long? StartIndex { get; set; }

    /// <summary>How many are here.</summary>
    public long? ItemsPerPage { get; set; }

    /// <summary>The schemas.</summary>
    public IReadOnlyList<ScimV2SchemaDefinition> Resources { get; set; } = [];
}
