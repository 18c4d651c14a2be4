using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>What the standard leaves to the service.</summary>
public sealed record StandardOptions
{
    public Tolerances Tolerances { get; init; } = Tolerances.All;

    /// <summary>Whether no two groups of an organization have the same name. Doors to the same directory must agree on it.</summary>
    public bool UniqueGroupNames { get; init; } = true;

    public BulkLimits BulkLimits { get; init; } = new();

    /// <summary>Where the service is described for people, an absolute URL; null when nowhere.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>What the surface offers; by default all that there is.</summary>
    public Features Features { get; init; } = StandardProfile.Everything;
}

/// <summary>RFC 7643 and RFC 7644 as a profile, under <c>/scim/v2</c>, and under <c>/scim</c>, which serves the newest version (RFC 7644 section 3.13).</summary>
public static class StandardProfile
{
    public const string Prefix = "/scim/v2";
    public const string Unversioned = "/scim";

    /// <summary>All that the surface can offer.</summary>
    public const Features Everything =
        Features.Patch | Features.Filter | Features.Sort | Features.Cursor | Features.Search | Features.AllTypes | Features.Bulk | Features.Me | Features.MemberPages;

    static readonly PagingLimits Paging = new(DefaultCount: 100, MaxCount: 500);

    // By POST a filter may be this long; a request line holds less.
    static readonly FilterLimits FilterLimits = new(Length: 8192, Terms: 100, Depth: 50);

    public static ScimProfile Create(StandardOptions options) => new()
    {
        Name = "Standard",
        Prefixes = [Prefix, Unversioned],
        VersionsUnder = Unversioned,
        LocationPrefix = Prefix,
        ResourceTypes = [CoreResourceTypes.User, CoreResourceTypes.Group with { UniqueAttribute = options.UniqueGroupNames ? "displayName" : null }],
        Operations = StandardOperations.All,
        OwnTypeOperations = StandardOperations.OfOwnType,
        AttributePermissions = StandardOperations.Attributes,
        Features = options.Features,
        TellsAbsence = true,
        RequestsPerMinute = 6_000,
        Tolerances = options.Tolerances,
        Paging = Paging,
        BulkLimits = options.BulkLimits,
        FilterLimits = FilterLimits,
        NeverReturnedInAddress = ScimError.Sensitive(
            "The filter names an attribute that is never returned, so nothing can be found by it. A filter with personal data belongs in the body of a POST to '/.search', not in an address."),
        Rules = [DefaultValueRule.ActiveUsers],
        VersionConflict = new ScimError(412, null, "The resource has another version than the request is conditional on. Read it again and repeat the change with its new version."),
        // The correlation id is in a header of every answer, so not again here.
        ErrorBody = (error, _) => error.ToJson(),
        ServiceProviderConfig = ServiceProviderConfig(options),
    };

    static JsonObject ServiceProviderConfig(StandardOptions options) => new(Documentation(options.DocumentationUri))
    {
        ["schemas"] = new JsonArray(Urn.ServiceProviderConfig),
        ["patch"] = Supported(options.Features, Features.Patch),
        ["bulk"] = options.Features.HasFlag(Features.Bulk)
            ? new JsonObject { ["supported"] = true, ["maxOperations"] = options.BulkLimits.MaxOperations, ["maxPayloadSize"] = options.BulkLimits.MaxPayloadBytes }
            : new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = options.Features.HasFlag(Features.Filter), ["maxResults"] = Paging.MaxCount },
        ["changePassword"] = new JsonObject { ["supported"] = true },
        ["sort"] = Supported(options.Features, Features.Sort),
        ["etag"] = new JsonObject { ["supported"] = true },
        ["pagination"] = Pagination(options.Features.HasFlag(Features.Cursor)),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "OAuth Bearer Token",
            ["description"] = "An access token that an OAuth client has got with its client credentials.",
            ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
            ["primary"] = true,
        }),
    };

    static IEnumerable<KeyValuePair<string, JsonNode?>> Documentation(string? uri) => uri is null ? [] : [new("documentationUri", uri)];

    static JsonObject Pagination(bool cursor)
    {
        var pagination = new JsonObject
        {
            ["cursor"] = cursor, ["index"] = true, ["defaultPaginationMethod"] = "index", ["defaultPageSize"] = Paging.DefaultCount, ["maxPageSize"] = Paging.MaxCount,
        };
        if (cursor)
            pagination["cursorTimeout"] = (int)Paging.CursorTimeout.TotalSeconds;
        return pagination;
    }

    static JsonObject Supported(Features features, Features feature) => new() { ["supported"] = features.HasFlag(feature) };
}
