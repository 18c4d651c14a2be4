namespace Roster.Scim.Schemas;

/// <summary>The attributes that every resource has besides its schemas' own (RFC 7643 section 3.1).</summary>
public static class CommonAttributes
{
    // Not of type reference, since references compare case-exactly and schema URNs do not (RFC 7644 section 3.10).
    public static AttributeDefinition Schemas { get; } = new()
    {
        Name = "schemas", MultiValued = true, Required = true, Returned = Returned.Always,
    };

    public static AttributeDefinition Id { get; } = new()
    {
        Name = "id", CaseExact = true, Required = true, Mutability = Mutability.ReadOnly, Returned = Returned.Always, Uniqueness = Uniqueness.Server,
    };

    public static AttributeDefinition ExternalId { get; } = new() { Name = "externalId", CaseExact = true };

    public static AttributeDefinition Meta { get; } = new()
    {
        Name = "meta", Type = AttributeType.Complex, Mutability = Mutability.ReadOnly,
        SubAttributes =
        [
            new() { Name = "resourceType", CaseExact = true, Mutability = Mutability.ReadOnly },
            new() { Name = "created", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly },
            new() { Name = "lastModified", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly },
            new() { Name = "location", Type = AttributeType.Reference, CaseExact = true, Mutability = Mutability.ReadOnly, ReferenceTypes = ["uri"] },
            new() { Name = "version", CaseExact = true, Mutability = Mutability.ReadOnly },
        ],
    };
}
