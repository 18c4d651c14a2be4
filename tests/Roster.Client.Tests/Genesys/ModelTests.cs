using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Client.Tests.Genesys;

/// <summary>The models over the wire and back.</summary>
public sealed class ModelTests
{
    // As the vendor's documents describe a user, with two attributes that no model has.
    const string User = """
        {"id":"5b1c","schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User"],
         "active":true,"userName":"ana@example.test","displayName":"Ana Ruiz","password":"p","title":"Agent","phoneNumbers":[{"value":"+13175550100","type":"work","primary":true}],
         "emails":[{"value":"ana@example.test","type":"other","primary":true}],"externalId":"A-17","groups":[{"type":"Group","value":"0f","$ref":"/api/v2/scim/v2/groups/0f"}],"roles":[{"value":"employee"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"Home","department":"Care","manager":{"value":"77","$ref":"/api/v2/scim/v2/users/77"},"employeeNumber":"9001","dateHire":"2024-01-15","costCenter":"C"},
         "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User":{"routingSkills":[{"name":"Billing","proficiency":4}],"routingLanguages":[{"name":"Spanish","proficiency":4.5}],"externalIds":[{"authority":"microsoftteams","value":"t-1"}]},
         "meta":{"resourceType":"User","lastModified":"2026-01-02T03:04:05+00:00","location":"/api/v2/scim/v2/users/5b1c","version":"7"},
         "nickName":"An","urn:example:2.0:User":{"shoe":43}}
        """;

    const string Group = """
        {"id":"0f","schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Care","externalId":"x","members":[{"type":"User","value":"5b1c","$ref":"/api/v2/scim/v2/users/5b1c"}],"meta":{"resourceType":"Group","version":"2"},"more":[1]}
        """;

    [Fact]
    public async Task A_user_comes_back_as_it_went()
    {
        await using var server = new ScriptedServer(new Reply(200, User));

        ScimV2User user = await server.Api().GetScimV2UserAsync("5b1c");
        await server.Api().PutScimV2UserAsync("5b1c", user);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(User), JsonNode.Parse(server.Requests[1].Body)), server.Requests[1].Body);
        Assert.Equal("An", user.Further!["nickName"].GetString());
        Assert.Equal(("Care", "77", "2024-01-15"), (user.EnterpriseUser!.Department, user.EnterpriseUser.Manager!.Value, user.EnterpriseUser.DateHire));
        Assert.Equal(4.5, user.UserExtensions!.RoutingLanguages!.Single().Proficiency);
    }

    [Fact]
    public async Task A_group_comes_back_as_it_went()
    {
        await using var server = new ScriptedServer(new Reply(200, Group));

        ScimV2Group group = await server.Api().GetScimGroupAsync("0f");
        await server.Api().PutScimGroupAsync("0f", group);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Group), JsonNode.Parse(server.Requests[1].Body)), server.Requests[1].Body);
    }

    [Fact]
    public async Task Names_are_read_in_any_letter_case()
    {
        await using var server = new ScriptedServer(new Reply(200, """{"TotalResults":1,"resources":[{"ID":"u1","username":"ana"}]}"""));

        ScimUserListResponse users = await server.Api().GetScimUsersAsync();

        Assert.Equal((1, "u1", "ana"), (users.TotalResults, users.Resources[0].Id, users.Resources[0].UserName));
    }

    [Fact]
    public async Task The_names_of_the_first_published_client_still_do()
    {
        await using var server = new ScriptedServer((r, _) => new Reply(200, r.Method == "GET" ? $$"""{"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{{Group}}]}""" : Group));
        var api = server.Api();

        ScimListResponse groups = (await api.GetScimGroupsAsync(filter: "displayName eq Care")).Value;
        await api.PatchScimGroupAsync("0f", new PatchRequest { Operations = [new PatchOperation { Op = "add", Path = "members", Value = new JsonArray(new JsonObject { ["value"] = "77" }) }] });

        Assert.Equal((1, "0f", "Care"), (groups.TotalResults, groups.Resources[0].Id, groups.Resources[0].DisplayName));
        Meta meta = groups.Resources[0].Meta!;
        Assert.Equal("2", meta.Version);
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"77"}]}]}""",
            server.Requests[1].Body);
    }

    [Fact]
    public async Task Discovery_is_read_into_its_models()
    {
        await using var server = new ScriptedServer((r, _) => new Reply(200, r.Target switch
        {
            "/api/v2/scim/v2/serviceproviderconfig" => """
                {"schemas":["x"],"patch":{"supported":true},"filter":{"supported":true,"maxResults":500},"etag":{"supported":true},"bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},
                 "authenticationSchemes":[{"name":"n","description":"d","type":"oauthbearertoken","primary":true}]}
                """,
            "/api/v2/scim/v2/resourcetypes" => """{"totalResults":1,"Resources":[{"id":"User","schema":"urn:x","endpoint":"/users","schemaExtensions":[{"schema":"urn:y","required":false}]}]}""",
            _ => """{"totalResults":1,"Resources":[{"id":"urn:x","name":"User","attributes":[{"name":"name","type":"complex","mutability":"readWrite","subAttributes":[{"name":"givenName","type":"string"}]}]}]}""",
        }));
        var api = server.Api();

        ScimServiceProviderConfig configuration = await api.GetScimV2ServiceproviderconfigAsync();
        ScimConfigResourceTypesListResponse types = await api.GetScimV2ResourcetypesAsync();
        ScimV2SchemaListResponse schemas = await api.GetScimV2SchemasAsync();

        Assert.Equal((true, 500, true, "oauthbearertoken"), (configuration.Patch!.Supported, configuration.Filter!.MaxResults, configuration.Etag!.Supported, configuration.AuthenticationSchemes![0].Type));
        Assert.Equal("urn:y", types.Resources[0].SchemaExtensions![0].Schema);
        Assert.Equal("givenName", schemas.Resources[0].Attributes![0].SubAttributes![0].Name);
    }

    [Fact]
    public void A_models_properties_are_those_of_the_vendors_document()
    {
        var names = JsonDocument.Parse(User).RootElement.EnumerateObject().Select(p => p.Name).SkipLast(2);
        var known = typeof(ScimV2User).GetProperties().Select(p => p.GetCustomAttributes(false).OfType<System.Text.Json.Serialization.JsonPropertyNameAttribute>().SingleOrDefault()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name));

        Assert.Empty(names.Except(known, StringComparer.Ordinal));
        Assert.Equal(["further"], known.Except(names, StringComparer.Ordinal));
    }
}
