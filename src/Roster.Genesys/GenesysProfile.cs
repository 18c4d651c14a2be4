using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Genesys;

/// <summary>The Genesys Cloud SCIM API as a profile.</summary>
public static class GenesysProfile
{
    const string Prefix = "/api/v2/scim/v2";

    /// <exception cref="ArgumentOutOfRangeException"><see cref="GenesysOptions.VersionConflictStatus"/> is none of 400, 409 and 412.</exception>
    public static ScimProfile Create(GenesysOptions options) => new()
    {
        Name = "Genesys",
        Prefixes = [Prefix, "/api/v2/scim"],
        LocationPrefix = Prefix,
        AbsoluteLocations = false,
        ResourceTypes = [GenesysResourceTypes.User, GenesysResourceTypes.Group(options)],
        Operations = options.GroupLifecycle ? [.. GenesysOperations.Documented, .. GenesysOperations.GroupLifecycle] : GenesysOperations.Documented,
        AttributePermissions = GenesysOperations.Attributes,
        // In lower case, as the vendor's addresses are.
        Discovery = new("/serviceproviderconfig", "/resourcetypes", "/schemas"),
        // What the vendor allows a client by default.
        RequestsPerMinute = 300,
        FilterAliases = ImmutableDictionary<string, string>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase).Add("email", "emails.value"),
        UnfilteredLists = ImmutableDictionary<string, string>.Empty.Add("User", "active eq true"),
        Rules = GenesysRules.All,
        KeptWhenAbsent = KeptWhenAbsent,
        OpenCatalogues = options.OpenCatalogues,
        RevivesDeleted = true,
        TellsIndirectMembership = false,
        VersionConflict = VersionConflict(options.VersionConflictStatus),
        WeakEntityTags = false,
        QuotedVersions = false,
        ShowsCreated = false,
        ErrorBody = GenesysErrorBody.Render,
        ServiceProviderConfig = ServiceProviderConfig(),
    };

    // Of a user to put, the vendor requires nothing. Identity providers seldom map the lists, and none means to take away a role by not speaking of it.
    // The official .NET client cannot send a group's name.
    static readonly ImmutableDictionary<string, ImmutableArray<string>> KeptWhenAbsent = ImmutableDictionary<string, ImmutableArray<string>>.Empty
        .Add("User", ["userName", "displayName", "roles", $"{GenesysSchemas.ExtensionUrn}:routingSkills", $"{GenesysSchemas.ExtensionUrn}:routingLanguages", $"{GenesysSchemas.ExtensionUrn}:externalIds"])
        .Add("Group", ["displayName"]);

    static ScimError VersionConflict(int status)
    {
        if (status is not (400 or 409 or 412))
            throw new ArgumentOutOfRangeException(nameof(status), status, "The status of a version conflict is 400, 409 or 412.");

        return new ScimError(status, "invalidVers", "The version in If-Match does not match the resource's. Read it again and repeat the change with its new version.");
    }

    static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(Urn.ServiceProviderConfig),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = new PagingLimits().MaxCount },
        ["etag"] = new JsonObject { ["supported"] = true },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["changePassword"] = new JsonObject { ["supported"] = true },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["name"] = "OAuth Bearer Token",
            ["description"] = "An access token that an OAuth client has got with its client credentials.",
            ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
            ["type"] = "oauthbearertoken",
            ["primary"] = true,
        }),
    };
}
