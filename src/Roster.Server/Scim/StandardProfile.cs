using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>What the standard leaves to the service.</summary>
public sealed record StandardOptions
{
    public Tolerances Tolerances { get; init; } = Tolerances.All;

    /// <summary>Whether no two groups of an organization have the same name. Doors to the same directory must agree on it.</summary>
    public bool UniqueGroupNames { get; init; } = true;
}

/// <summary>RFC 7643 and RFC 7644 as a profile, under <c>/scim/v2</c>.</summary>
public static class StandardProfile
{
    public const string Prefix = "/scim/v2";

    static readonly PagingLimits Paging = new(DefaultCount: 100, MaxCount: 500);

    public static ScimProfile Create(StandardOptions options) => new()
    {
        Name = "Standard",
        Prefixes = [Prefix],
        LocationPrefix = Prefix,
        ResourceTypes = [CoreResourceTypes.User, CoreResourceTypes.Group with { UniqueAttribute = options.UniqueGroupNames ? "displayName" : null }],
        Operations = StandardOperations.All,
        AttributePermissions = StandardOperations.Attributes,
        AbsentFeatures = AbsentFeatures,
        // A list in another order, or the first page again and again, is not what was asked for.
        AbsentParameters = ["sortBy", "cursor"],
        RequestsPerMinute = 6_000,
        Tolerances = options.Tolerances,
        Paging = Paging,
        Rules = [DefaultValueRule.ActiveUsers],
        VersionConflict = new ScimError(412, null, "The resource has another version than the request is conditional on. Read it again and repeat the change with its new version."),
        ErrorBody = StandardErrorBody.Render,
        ServiceProviderConfig = ServiceProviderConfig(),
    };

    static readonly ImmutableArray<AbsentFeature> AbsentFeatures =
    [
        new("Bulk (RFC 7644 section 3.7)", "/Bulk", "POST"),
        new("Searching by POST (RFC 7644 section 3.4.3)", "/.search", "POST"),
        new("Searching by POST (RFC 7644 section 3.4.3)", "/Users/.search", "POST"),
        new("Searching by POST (RFC 7644 section 3.4.3)", "/Groups/.search", "POST"),
        new("Searching all resource types at once (RFC 7644 section 3.4.2.1)", "", "GET"),
        new("The alias for the caller's own user (RFC 7644 section 3.11)", "/Me", "GET", "POST", "PUT", "PATCH", "DELETE"),
    ];

    static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(Urn.ServiceProviderConfig),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = Paging.MaxCount },
        ["changePassword"] = new JsonObject { ["supported"] = true },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = true },
        ["pagination"] = new JsonObject
        {
            ["cursor"] = false, ["index"] = true, ["defaultPaginationMethod"] = "index", ["defaultPageSize"] = Paging.DefaultCount, ["maxPageSize"] = Paging.MaxCount,
        },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "OAuth Bearer Token",
            ["description"] = "An access token that an OAuth client has got with its client credentials.",
            ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
            ["primary"] = true,
        }),
    };
}
