using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>What a client can ask of a resource type.</summary>
public enum Verb { List, Get, Create, Replace, Patch, Delete }

/// <summary>One row of a profile's table: who may do what. An operation that has no row does not exist.</summary>
/// <param name="Resource">A resource type's name, or <c>ServiceProviderConfig</c>, <c>ResourceType</c>, <c>Schema</c>.</param>
/// <param name="AnyOf">Permissions, any one of which is enough; empty when a token alone is.</param>
public sealed record Operation(Verb Verb, string Resource, params ImmutableArray<string> AnyOf);

/// <summary>A permission that a change to one attribute needs, or (without <paramref name="Attribute"/>) a change to any attribute that no other row names.</summary>
public sealed record AttributePermission(string Resource, string? Attribute, params ImmutableArray<string> AnyOf);

/// <summary>Limits on what one list request may ask for.</summary>
/// <param name="DefaultCount">Resources per page when the request has no <c>count</c>; 1 to <paramref name="MaxCount"/>.</param>
/// <param name="MaxCount">The most resources per page; a larger <c>count</c> is cut to it.</param>
/// <param name="LookThrough">The most resources that may be read to judge or sort them where no index does, before the answer is <c>tooMany</c>.</param>
public sealed record PagingLimits(int DefaultCount = 25, int MaxCount = 500, int LookThrough = 100_000)
{
    /// <summary>How long a cursor is good for (RFC 9865).</summary>
    public TimeSpan CursorTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many resources a page has at most when a request asks for <paramref name="count"/>.</summary>
    public int Size(int? count) => Math.Clamp(count ?? DefaultCount, 0, MaxCount);
}

/// <summary>Limits on what one write may bring.</summary>
/// <param name="Operations">Operations in one PATCH.</param>
/// <param name="Members">Members in one request.</param>
/// <param name="Values">Values of one multi-valued attribute, members apart.</param>
/// <param name="TextLength">Characters of a string.</param>
/// <param name="UnknownAttributes">Attributes in one body that no schema of the door knows.</param>
public sealed record WriteLimits(int Operations = 1000, int Members = 200_000, int Values = 100, int TextLength = 1024, int PasswordLength = 256, int UnknownAttributes = 64);

/// <summary>Limits on one bulk job (RFC 7644 section 3.7.4).</summary>
/// <param name="MaxOperations">Operations in one job.</param>
/// <param name="MaxPayloadBytes">Bytes of its body.</param>
public sealed record BulkLimits(int MaxOperations = 1_000, int MaxPayloadBytes = 16 * 1024 * 1024);

/// <summary>Where a surface's description of itself lies (RFC 7644 section 4), below each prefix.</summary>
public sealed record DiscoveryPaths(string ServiceProviderConfig = "/ServiceProviderConfig", string ResourceTypes = "/ResourceTypes", string Schemas = "/Schemas");

/// <summary>
/// A surface of the directory as a value: which URLs, operations and permissions it has, which schemas it shows, what it tolerates,
/// and how it words its answers. A further vendor is a further value; the core asks the profile and never which profile it is.
/// </summary>
public sealed record ScimProfile
{
    public required string Name { get; init; }

    /// <summary>The URL prefixes, all alike, with a leading and no trailing slash.</summary>
    public required ImmutableArray<string> Prefixes { get; init; }

    /// <summary>The prefix that <c>meta.location</c> and <c>$ref</c> carry, whichever the request came by.</summary>
    public required string LocationPrefix { get; init; }

    /// <summary>Whether locations are absolute URLs; otherwise they begin with <see cref="LocationPrefix"/>.</summary>
    public bool AbsoluteLocations { get; init; } = true;

    public required ImmutableArray<ResourceType> ResourceTypes { get; init; }

    public required ImmutableArray<Operation> Operations { get; init; }

    /// <summary>
    /// The operations on a resource type that an organization defines, by its name. Null when the surface shows its own types and schemas and no others.
    /// </summary>
    public Func<string, ImmutableArray<Operation>>? OwnTypeOperations { get; init; }

    /// <summary>The version of the organization's own schemas that this profile has, or that hold beside it (<see cref="OwnSchemas.Version"/>).</summary>
    public long SchemaVersion { get; init; }

    public ImmutableArray<AttributePermission> AttributePermissions { get; init; } = [];

    public DiscoveryPaths Discovery { get; init; } = new();

    public Features Features { get; init; } = Features.Patch | Features.Filter;

    /// <summary>
    /// Whether the addresses and parameters of features that the surface does not have answer 501, which tells "not in this service" from "no such address",
    /// and keeps a client from getting other resources than it means. Otherwise the addresses do not exist and the parameters are ignored, like all unknown ones.
    /// </summary>
    public bool TellsAbsence { get; init; }

    /// <summary>The address below which versions lie: one that is not served is 400 <c>invalidVers</c> there (RFC 7644 section 3.13). Null: it is 404 like any other.</summary>
    public string? VersionsUnder { get; init; }

    /// <summary>Whether a write to an existing resource must have an <c>If-Match</c>; without it 428 (RFC 6585 section 3).</summary>
    public bool RequiresIfMatch { get; init; }

    /// <summary>Whether an attribute that no schema of the door has is 400 <c>invalidSyntax</c> in POST and PUT, rather than ignored.</summary>
    public bool RefusesUnknownAttributes { get; init; }

    /// <summary>Requests that one client may make in a minute unless the operator says otherwise.</summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    public Tolerances Tolerances { get; init; } = Tolerances.All;

    public PagingLimits Paging { get; init; } = new();

    public FilterLimits FilterLimits { get; init; } = FilterLimits.Default;

    public WriteLimits WriteLimits { get; init; } = new();

    public BulkLimits BulkLimits { get; init; } = new();

    /// <summary>
    /// The attributes of a user which a token that acts for this very user cannot change, since they decide what the user may do (RFC 7644 section 3.11).
    /// They hold whichever address leads to the user.
    /// </summary>
    public ImmutableArray<string> SelfProtected { get; init; } = ["active", "roles", "entitlements"];

    /// <summary>The answer to a filter in an address on what is never returned; null for the same as in a body, <c>invalidFilter</c>.</summary>
    public ScimError? NeverReturnedInAddress { get; init; }

    /// <summary>Whether a filter may stand in the body of a search only, because addresses are logged and remembered (RFC 7644 section 7.5.2).</summary>
    public bool FiltersInBodyOnly { get; init; }

    /// <summary>Names a filter may use for a path, in any letter case: <c>email</c> for <c>emails.value</c>.</summary>
    public ImmutableDictionary<string, string> FilterAliases { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>By resource type, the filter that a list without one gets.</summary>
    public ImmutableDictionary<string, string> UnfilteredLists { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the profile does with resources beyond what their schemas say, in order.</summary>
    public ImmutableArray<ResourceRule> Rules { get; init; } = [];

    /// <summary>Those of the <see cref="Rules"/> about resources of one type.</summary>
    public ImmutableArray<ResourceRule> RulesOf(ResourceType type)
    {
        ImmutableArray<ResourceRule> rules = [];
        foreach (var rule in Rules)
        {
            if (rule.ResourceType == type.Name)
                rules = rules.Add(rule);
        }

        return rules;
    }

    /// <summary>
    /// By resource type, the paths that a replacement without them leaves as they are stored, beside what <see cref="Tolerances"/> keep. A present
    /// but empty value clears. What keeps a required attribute also fulfils it. A revival keeps nothing.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> KeptWhenAbsent { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Whether a name that its catalogue lacks is added to it; otherwise it is 400 <c>invalidValue</c>.</summary>
    public bool OpenCatalogues { get; init; } = true;

    /// <summary>Whether creating a resource with a deleted one's unique value brings that one back.</summary>
    public bool RevivesDeleted { get; init; }

    /// <summary>
    /// Whether the <c>type</c> of a resource's groups tells direct from indirect membership (RFC 7643 section 4.1.2). Otherwise it is the group's resource
    /// type; since they could not be told apart, indirect ones are then never shown.
    /// </summary>
    public bool TellsIndirectMembership { get; init; } = true;

    /// <summary>The answer to a write whose <c>If-Match</c> or <c>If-None-Match</c> does not fit.</summary>
    public required ScimError VersionConflict { get; init; }

    /// <summary>Whether entity tags are weak (<c>W/"3"</c>), as RFC 7644 section 3.14 shows them; otherwise strong.</summary>
    public bool WeakEntityTags { get; init; } = true;

    /// <summary>Whether <c>meta.version</c> is the entity tag as the header has it; otherwise the text between its quotes.</summary>
    public bool QuotedVersions { get; init; } = true;

    /// <summary>Whether <c>meta</c> shows <c>created</c>.</summary>
    public bool ShowsCreated { get; init; } = true;

    /// <summary>Renders a failure; the second argument is the correlation id.</summary>
    public required Func<ScimError, string, JsonObject> ErrorBody { get; init; }

    /// <summary>What <c>ServiceProviderConfig</c> answers, without <c>meta</c>.</summary>
    public required JsonObject ServiceProviderConfig { get; init; }

    /// <summary>The surface as an organization with these schemas has it.</summary>
    public ScimProfile With(OwnSchemas own) => OwnTypeOperations is null ? this with { SchemaVersion = own.Version } : this with
    {
        SchemaVersion = own.Version,
        ResourceTypes = own.Extend(ResourceTypes),
        Operations = [.. Operations, .. own.ResourceTypes.Where(t => t.Schema is not null).SelectMany(t => OwnTypeOperations(t.Name))],
    };

    public bool Has(Features feature) => Features.HasFlag(feature);

    /// <summary>The type of the resource that a token can act for (RFC 7644 section 3.11).</summary>
    public ResourceType? SelfType => Type(CoreResourceTypes.User.Name);

    public ResourceType? Type(string name)
    {
        foreach (var type in ResourceTypes)
        {
            if (string.Equals(type.Name, name, StringComparison.Ordinal))
                return type;
        }

        return null;
    }

    /// <summary>The resource types that the caller may list.</summary>
    /// <exception cref="ScimException">403, naming the permissions, when there are none.</exception>
    public ImmutableArray<ResourceType> Listable(Caller caller)
    {
        var lists = ResourceTypes.SelectMany(type => Operations.Where(o => o.Verb == Verb.List && string.Equals(o.Resource, type.Name, StringComparison.Ordinal)).Select(o => (type, o.AnyOf))).ToList();
        var listable = lists.Where(l => caller.HasAnyOf(l.AnyOf)).Select(l => l.type).ToImmutableArray();
        if (!listable.IsEmpty)
            return listable;

        ImmutableArray<string> wanted = [.. lists.SelectMany(l => l.AnyOf).Distinct(StringComparer.Ordinal)];
        throw ScimError.Forbidden($"To list resources the client needs one of these permissions: {string.Join(", ", wanted)}.", wanted).ToException();
    }

    /// <summary>Refuses the operation unless the table has it and the caller holds one of its permissions.</summary>
    /// <exception cref="ScimException">403, naming the permissions; 405 when the operation does not exist.</exception>
    public void Demand(Verb verb, string resource, Caller caller)
    {
        var operation = Operation(verb, resource)
            ?? throw new ScimError(405, null, $"{verb} is not offered for {resource}.") { Fault = GatewayFault.MethodNotAllowed }.ToException();

        if (!caller.HasAnyOf(operation.AnyOf))
            throw ScimError.Forbidden($"To {verb.ToString().ToLowerInvariant()} a {resource} the client needs one of these permissions: {string.Join(", ", operation.AnyOf)}.", operation.AnyOf).ToException();
    }

    Operation? Operation(Verb verb, string resource)
    {
        foreach (var operation in Operations)
        {
            if (operation.Verb == verb && string.Equals(operation.Resource, resource, StringComparison.Ordinal))
                return operation;
        }

        return null;
    }
}
