using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Roster.Scim.Messages;

namespace Roster.Scim.Schemas;

/// <summary>
/// A resource type as an organization defines it at run time (RFC 7643 section 6). With the name of one of the installation's types it only adds
/// extensions to that type; then <see cref="Endpoint"/> and <see cref="Schema"/> are null.
/// </summary>
/// <param name="Endpoint">With a leading slash, one segment: <c>/Devices</c>.</param>
/// <param name="Schema">The URN of the base schema.</param>
/// <param name="Extensions">The URNs of extensions, and whether a resource must have them.</param>
public sealed record OwnResourceType(string Name, string? Endpoint, string Description, string? Schema, ImmutableArray<(string Schema, bool Required)> Extensions);

/// <summary>
/// The schemas and resource types that one organization has beside the installation's. A value: changing it makes another one, which is checked as a whole.
/// </summary>
/// <param name="Version">One more with every change that is stored; 0 for an organization that never had any.</param>
public sealed partial record OwnSchemas(long Version, ImmutableArray<Schema> Schemas, ImmutableArray<OwnResourceType> ResourceTypes)
{
    /// <summary>Schemas, and resource types, that an organization can have.</summary>
    public const int Most = 100;

    const int MostAttributes = 300;

    public static OwnSchemas None { get; } = new(0, [], []);

    public Schema? Schema(string urn) => Schemas.FirstOrDefault(s => string.Equals(s.Id, urn, StringComparison.OrdinalIgnoreCase));

    public OwnResourceType? ResourceType(string name) => ResourceTypes.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The installation's types with the extensions added, and the organization's own types after them.</summary>
    public ImmutableArray<ResourceType> Extend(ImmutableArray<ResourceType> types)
    {
        if (ResourceTypes.IsEmpty)
            return types;

        return
        [
            .. types.Select(type => ResourceTypes.FirstOrDefault(own => IsName(own.Name, type.Name)) is { } own ? type with { Extensions = [.. type.Extensions, .. Extensions(own)] } : type),
            .. ResourceTypes.Where(own => own.Schema is not null).Select(own => new ResourceType
            {
                Name = own.Name, Endpoint = own.Endpoint!, Description = own.Description, Schema = Schema(own.Schema!)!, Extensions = [.. Extensions(own)],
            }),
        ];
    }

    IEnumerable<SchemaExtension> Extensions(OwnResourceType own) => own.Extensions.Select(e => new SchemaExtension(Schema(e.Schema)!, e.Required));

    // ---- Changes

    /// <exception cref="ScimException">400 <c>invalidValue</c>; 409 <c>uniqueness</c> when there is a schema with its URN.</exception>
    public OwnSchemas Add(Schema schema, ImmutableArray<ResourceType> installed) =>
        Schema(schema.Id) is null ? Checked(this with { Schemas = Schemas.Add(schema) }, installed) : throw Taken($"There is a schema '{ScimError.Quote(schema.Id)}' already.");

    /// <exception cref="ScimException">400 <c>invalidValue</c>; 404.</exception>
    public OwnSchemas Replace(Schema schema, ImmutableArray<ResourceType> installed) =>
        Checked(this with { Schemas = Schemas.Replace(Existing(schema.Id), schema) }, installed);

    /// <exception cref="ScimException">404; 409 while a resource type uses it.</exception>
    public OwnSchemas Retire(string urn)
    {
        var schema = Existing(urn);
        if (ResourceTypes.FirstOrDefault(t => IsName(t.Schema, schema.Id) || t.Extensions.Any(e => IsName(e.Schema, schema.Id))) is { } user)
            throw Taken($"Resource type '{user.Name}' uses the schema '{schema.Id}'; take it out of there first.");
        return this with { Schemas = Schemas.Remove(schema) };
    }

    /// <exception cref="ScimException">400 <c>invalidValue</c>; 409 <c>uniqueness</c> when there is a type of that name.</exception>
    public OwnSchemas Add(OwnResourceType type, ImmutableArray<ResourceType> installed) =>
        ResourceType(type.Name) is null && !installed.Any(t => IsName(t.Name, type.Name))
            ? Checked(this with { ResourceTypes = ResourceTypes.Add(type) }, installed)
            : throw Taken($"There is a resource type '{ScimError.Quote(type.Name)}' already.");

    /// <exception cref="ScimException">400 <c>invalidValue</c>; 404.</exception>
    public OwnSchemas Replace(OwnResourceType type, ImmutableArray<ResourceType> installed)
    {
        if (ResourceType(type.Name) is { } before)
            return Checked(this with { ResourceTypes = type is { Schema: null, Extensions.IsEmpty: true } ? ResourceTypes.Remove(before) : ResourceTypes.Replace(before, type) }, installed);
        if (!installed.Any(t => IsName(t.Name, type.Name)))
            throw NotFound("resource type", type.Name);
        return type.Extensions.IsEmpty ? this : Checked(this with { ResourceTypes = ResourceTypes.Add(type) }, installed);
    }

    /// <exception cref="ScimException">404; 409 for a type of the installation.</exception>
    public OwnSchemas RetireType(string name, ImmutableArray<ResourceType> installed) =>
        installed.FirstOrDefault(t => IsName(t.Name, name)) is { } builtIn ? throw Taken($"'{builtIn.Name}' is the installation's; only the extensions added to it can be taken away.")
        : ResourceType(name) is { } type ? this with { ResourceTypes = ResourceTypes.Remove(type) }
        : throw NotFound("resource type", name);

    Schema Existing(string urn) => Schema(urn) ?? throw NotFound("schema", urn);

    // ---- Checks

    /// <summary>The whole of it, since what one definition says may be wrong because of another.</summary>
    static OwnSchemas Checked(OwnSchemas own, ImmutableArray<ResourceType> installed)
    {
        if (own.Schemas.Length > Most || own.ResourceTypes.Length > Most)
            throw Invalid($"An organization has at most {Most} schemas and {Most} resource types.");

        var known = installed.SelectMany(t => t.Extensions.Select(e => e.Schema.Id).Prepend(t.Schema.Id)).Concat([Urn.ServiceProviderConfig, Urn.ResourceType, Urn.Schema])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var schema in own.Schemas)
        {
            if (known.Contains(schema.Id))
                throw Taken($"'{schema.Id}' is a schema of the installation and cannot be defined again.");
            Check(schema);
        }

        foreach (var type in own.ResourceTypes)
            own.Check(type, installed);
        return own;
    }

    static void Check(Schema schema)
    {
        if (schema.Id.Length > 255 || !IsUrn().IsMatch(schema.Id) || schema.Id.StartsWith("urn:ietf:params:scim:api:", StringComparison.OrdinalIgnoreCase))
            throw Invalid($"'{ScimError.Quote(schema.Id)}' is not a URN for a schema, such as urn:example:params:scim:schemas:extension:acme:1.0:User (RFC 8141, at most 255 characters).");
        if (schema.Attributes.IsEmpty || schema.Attributes.Sum(a => 1 + a.SubAttributes.Length) > MostAttributes)
            throw Invalid($"Schema '{schema.Id}' must have 1 to {MostAttributes} attributes, sub-attributes counted.");

        foreach (var attribute in schema.Attributes)
        {
            if (attribute.Name is "id" or "externalId" or "meta" or "schemas" || attribute.Name[0] == '$')
                throw Invalid($"'{attribute.Name}' of '{schema.Id}' is a name that every resource has already (RFC 7643 section 3.1).");
            Check(attribute, $"'{attribute.Name}' of '{schema.Id}'");
            foreach (var sub in attribute.SubAttributes)
                Check(sub, $"'{attribute.Name}.{sub.Name}' of '{schema.Id}'");
        }
    }

    static void Check(AttributeDefinition attribute, string place)
    {
        if (attribute.IsComplex == attribute.SubAttributes.IsEmpty)
            throw Invalid(attribute.IsComplex ? $"{place} is complex and needs 'subAttributes'." : $"{place} has 'subAttributes', which only a complex attribute has.");
        if (attribute.Mutability == Mutability.WriteOnly && attribute.Returned != Returned.Never)
            throw Invalid($"{place} is writeOnly, so its 'returned' must be never (RFC 7643 section 7).");
        if (attribute.Uniqueness != Uniqueness.None && (attribute.IsComplex || attribute.Returned == Returned.Never))
            throw Invalid($"{place} cannot be unique: only a simple attribute that is returned can be.");
        if (!attribute.CanonicalValues.IsEmpty && attribute.Type != AttributeType.String)
            throw Invalid($"{place} has 'canonicalValues', which only a string has.");
        if (attribute.Type == AttributeType.Reference == attribute.ReferenceTypes.IsEmpty)
            throw Invalid(attribute.ReferenceTypes.IsEmpty ? $"{place} is a reference and needs 'referenceTypes'." : $"{place} has 'referenceTypes', which only a reference has.");
        if (attribute.Required && attribute.Mutability == Mutability.ReadOnly)
            throw Invalid($"{place} cannot be both required and readOnly: nobody could give it a value.");
    }

    void Check(OwnResourceType type, ImmutableArray<ResourceType> installed)
    {
        var builtIn = installed.FirstOrDefault(t => IsName(t.Name, type.Name));
        if (builtIn is null)
            CheckNew(type, installed);

        foreach (var (urn, _) in type.Extensions)
        {
            if (Schema(urn) is null)
                throw Invalid($"Resource type '{type.Name}': there is no schema '{ScimError.Quote(urn)}'; add it first.");
            if (IsName(urn, type.Schema) || type.Extensions.Count(e => IsName(e.Schema, urn)) > 1)
                throw Invalid($"Resource type '{type.Name}' names the schema '{ScimError.Quote(urn)}' twice.");
        }
    }

    void CheckNew(OwnResourceType type, ImmutableArray<ResourceType> installed)
    {
        if (!IsWord().IsMatch(type.Name) || type.Name is "Schema" or "ResourceType" or "ServiceProviderConfig")
            throw Invalid($"'{ScimError.Quote(type.Name)}' is not a name for a resource type: a letter, then letters, digits, '-' and '_', at most 64.");
        if (type.Endpoint is null || type.Endpoint.Length < 2 || type.Endpoint[0] != '/' || !IsWord().IsMatch(type.Endpoint[1..]) || IsReserved(type.Endpoint[1..]))
            throw Invalid($"Resource type '{type.Name}': 'endpoint' must be a slash and one word, such as /Devices, and none that the protocol uses.");
        if (installed.Any(t => IsName(t.Endpoint, type.Endpoint)) || ResourceTypes.Any(t => !IsName(t.Name, type.Name) && IsName(t.Endpoint, type.Endpoint)))
            throw Taken($"Another resource type has the endpoint '{type.Endpoint}'.");
        if (type.Schema is null || Schema(type.Schema) is null)
            throw Invalid($"Resource type '{type.Name}': 'schema' must name one of the organization's own schemas; there is no '{ScimError.Quote(type.Schema ?? "")}'.");
    }

    // Words of RFC 7644, and versions of the protocol in an address.
    static bool IsReserved(string word) =>
        word.ToUpperInvariant() is "ME" or "BULK" or "SCHEMAS" or "RESOURCETYPES" or "SERVICEPROVIDERCONFIG" || IsVersion().IsMatch(word);

    static bool IsName(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    static ScimException Invalid(string detail) => ScimError.InvalidValue(detail).ToException();

    static ScimException Taken(string detail) => ScimError.Unique(detail).ToException();

    static ScimException NotFound(string what, string name) => new ScimError(404, null, $"There is no {what} '{ScimError.Quote(name)}' of the organization's own.").ToException();

    [GeneratedRegex("^urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:[A-Za-z0-9()+,.:=@;$_!*'%/&~-]*[A-Za-z0-9()+,.=@;$_!*'/&~-]$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex IsUrn();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex IsWord();

    [GeneratedRegex("^[vV][0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex IsVersion();
}
