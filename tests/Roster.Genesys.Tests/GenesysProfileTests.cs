using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;
using static Roster.Scim.Verb;

namespace Roster.Genesys.Tests;

public sealed class GenesysProfileTests
{
    static readonly ScimProfile Profile = GenesysProfile.Create(new GenesysOptions());

    // Typed from the vendor's published page, permission by permission.
    public static TheoryData<Verb, string, string> PublishedOperations => new()
    {
        { List, "User", "directory:user:view|directory:user:edit" },
        { Get, "User", "directory:user:view|directory:user:edit" },
        { Create, "User", "directory:user:add" },
        { Replace, "User", "directory:user:edit|directory:user:setPassword" },
        { Patch, "User", "directory:user:edit|directory:user:setPassword" },
        { Delete, "User", "directory:user:delete" },
        { List, "Group", "directory:group:edit" },
        { Get, "Group", "directory:group:edit" },
        { Replace, "Group", "directory:group:edit" },
        { Patch, "Group", "directory:group:edit" },
        { Get, "ServiceProviderConfig", "" },
        { List, "ResourceType", "" },
        { Get, "ResourceType", "" },
        { List, "Schema", "" },
        { Get, "Schema", "" },
    };

    [Theory]
    [MemberData(nameof(PublishedOperations))]
    public void Each_published_operation_needs_any_of_its_permissions(Verb verb, string resource, string anyOf)
    {
        var operation = Assert.Single(Profile.Operations, o => o.Verb == verb && o.Resource == resource);

        Assert.Equal(anyOf, string.Join('|', operation.AnyOf));
    }

    [Fact]
    public void There_are_no_other_operations_than_the_published_and_the_groups_lifecycle()
    {
        var without = GenesysProfile.Create(new GenesysOptions { GroupLifecycle = false });

        Assert.Equal(PublishedOperations.Count, without.Operations.Length);
        Assert.Equal([(Create, "Group"), (Delete, "Group")], Profile.Operations.Except(without.Operations).Select(o => (o.Verb, o.Resource)));
        Assert.All(Profile.Operations.Except(without.Operations), o => Assert.Equal(["directory:group:edit"], o.AnyOf));
    }

    [Fact]
    public void A_password_is_a_permission_of_its_own() =>
        Assert.Equal(
            [("User", "password", "directory:user:setPassword"), ("User", null, "directory:user:edit")],
            Profile.AttributePermissions.Select(p => (p.Resource, p.Attribute, Assert.Single(p.AnyOf))));

    [Theory]
    [InlineData("User", "userName,displayName,title,active,password,phoneNumbers,emails,groups,roles", "/users")]
    [InlineData("Group", "displayName,members", "/groups")]
    public void A_resource_type_has_the_vendors_attributes(string type, string attributes, string endpoint)
    {
        var resourceType = Profile.Type(type)!;

        Assert.Equal(attributes, string.Join(',', resourceType.Schema.Attributes.Select(a => a.Name)));
        Assert.Equal(endpoint, resourceType.Endpoint);
    }

    [Theory]
    [InlineData("User", "id,schemas,userName,active,meta")]
    [InlineData("Group", "id,schemas,meta")]
    public void Answers_always_show_these(string type, string always)
    {
        var resourceType = Profile.Type(type)!;
        string[] names = ["id", "schemas", .. resourceType.Schema.Attributes.Select(a => a.Name), "externalId", "meta"];

        Assert.Equal(always.Split(','), names.Where(n => resourceType.BaseAttribute(n)!.Returned == Returned.Always));
    }

    [Fact]
    public void Paths_that_a_replacement_keeps_exist() =>
        Assert.All(Profile.KeptWhenAbsent, kept => Assert.All(kept.Value, path =>
        {
            var type = Profile.Type(kept.Key)!;
            var extension = type.Extensions.FirstOrDefault(e => path.StartsWith(e.Schema.Id + ":", StringComparison.Ordinal))?.Schema;
            Assert.NotNull(extension is null ? type.BaseAttribute(path) : extension.Attribute(path[(extension.Id.Length + 1)..]));
        }));

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(412)]
    [Holds("G-13")]
    public void A_version_conflict_has_the_chosen_status(int status)
    {
        var conflict = GenesysProfile.Create(new GenesysOptions { VersionConflictStatus = status }).VersionConflict;

        Assert.Equal((status, "invalidVers", GatewayFault.None), (conflict.Status, conflict.ScimType, conflict.Fault));
    }

    [Fact]
    public void No_other_status_can_be_chosen() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GenesysProfile.Create(new GenesysOptions { VersionConflictStatus = 418 }));

    [Fact]
    [Holds("DI-02", "DI-06", "DI-09", "DI-10")]
    public void The_service_provider_config_says_what_is_offered()
    {
        var expected = JsonNode.Parse("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
             "patch":{"supported":true},"filter":{"supported":true,"maxResults":500},"etag":{"supported":true},"sort":{"supported":false},
             "bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"changePassword":{"supported":true}}
            """)!.AsObject();
        var config = Profile.ServiceProviderConfig.DeepClone().AsObject();
        var scheme = Assert.Single(config["authenticationSchemes"]!.AsArray())!;
        config.Remove("authenticationSchemes");

        Assert.True(JsonNode.DeepEquals(expected, config), config.ToJsonString());
        Assert.Equal(("oauthbearertoken", true), (scheme["type"]!.GetValue<string>(), scheme["primary"]!.GetValue<bool>()));
        Assert.All(Profile.ServiceProviderConfig.Select(m => m.Key).Where(k => k != "schemas"), k => Assert.NotNull(CoreSchemas.ServiceProviderConfig.Attribute(k)));
    }

    [Fact]
    [Holds("G-14")]
    public void Locations_and_versions_have_the_vendors_form()
    {
        Assert.Equal(["/api/v2/scim/v2", "/api/v2/scim"], Profile.Prefixes);
        Assert.Equal(("/api/v2/scim/v2", false, false, false, false), (Profile.LocationPrefix, Profile.AbsoluteLocations, Profile.WeakEntityTags, Profile.QuotedVersions, Profile.ShowsCreated));
        Assert.Equal("emails.value", Profile.FilterAliases["EMail"]);
        Assert.Equal("active eq true", Profile.UnfilteredLists["User"]);
        Assert.True(Profile.RevivesDeleted);
    }
}
