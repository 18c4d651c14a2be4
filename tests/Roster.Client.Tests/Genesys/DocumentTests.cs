using System.Reflection;

namespace Roster.Client.Tests.Genesys;

/// <summary>The vendor's document laid beside the methods: what each of them sends.</summary>
public sealed class DocumentTests
{
    static readonly ScimV2User User = new() { UserName = "ana@example.org" };
    static readonly ScimV2CreateUser NewUser = new() { UserName = "ana@example.org", DisplayName = "Ana" };
    static readonly ScimV2Group Group = new() { ExternalId = "g" };
    static readonly ScimV2PatchRequest Patch = new ScimPatch().Replace("active", false);

    /// <summary>The 21 methods of the document, then today's.</summary>
    static readonly (string Name, Func<ScimApi, Task<ScimResponse>> Call, string Sent)[] Methods =
    [
        ("DeleteScimUserAsync", async a => await a.DeleteScimUserAsync("u1", "\"7\""), "DELETE /api/v2/scim/users/u1 If-Match \"7\""),
        ("DeleteScimV2UserAsync", async a => await a.DeleteScimV2UserAsync("u1", "\"7\""), "DELETE /api/v2/scim/v2/users/u1 If-Match \"7\""),
        ("GetScimGroupAsync", async a => await a.GetScimGroupAsync("g1", "\"7\""), "GET /api/v2/scim/groups/g1 If-None-Match \"7\""),
        ("GetScimGroupsAsync", async a => await a.GetScimGroupsAsync(1, 25, "displayName eq groupName"), "GET /api/v2/scim/groups?filter=displayName%20eq%20groupName&startIndex=1&count=25"),
        ("GetScimUserAsync", async a => await a.GetScimUserAsync("u1", "\"7\""), "GET /api/v2/scim/users/u1 If-None-Match \"7\""),
        ("GetScimUsersAsync", async a => await a.GetScimUsersAsync("userName eq search@sample.org", 1, 0), "GET /api/v2/scim/users?filter=userName%20eq%20search%40sample.org&startIndex=1&count=0"),
        ("GetScimV2GroupAsync", async a => await a.GetScimV2GroupAsync("g1", "\"7\""), "GET /api/v2/scim/v2/groups/g1 If-None-Match \"7\""),
        ("GetScimV2GroupsAsync", async a => await a.GetScimV2GroupsAsync("displayName eq groupName", 26, 25), "GET /api/v2/scim/v2/groups?filter=displayName%20eq%20groupName&startIndex=26&count=25"),
        ("GetScimV2ServiceproviderconfigAsync", async a => await a.GetScimV2ServiceproviderconfigAsync("\"7\""), "GET /api/v2/scim/v2/serviceproviderconfig If-None-Match \"7\""),
        ("GetScimV2UserAsync", async a => await a.GetScimV2UserAsync("u1", "\"7\""), "GET /api/v2/scim/v2/users/u1 If-None-Match \"7\""),
        ("GetScimV2UsersAsync", async a => await a.GetScimV2UsersAsync(), "GET /api/v2/scim/v2/users"),
        ("PatchScimGroupAsync", async a => await a.PatchScimGroupAsync("g1", Patch, "\"7\""), "PATCH /api/v2/scim/groups/g1 If-Match \"7\" " + PatchBody),
        ("PatchScimUserAsync", async a => await a.PatchScimUserAsync("u1", Patch, "\"7\""), "PATCH /api/v2/scim/users/u1 If-Match \"7\" " + PatchBody),
        ("PatchScimV2GroupAsync", async a => await a.PatchScimV2GroupAsync("g1", Patch, "\"7\""), "PATCH /api/v2/scim/v2/groups/g1 If-Match \"7\" " + PatchBody),
        ("PatchScimV2UserAsync", async a => await a.PatchScimV2UserAsync("u1", Patch, "\"7\""), "PATCH /api/v2/scim/v2/users/u1 If-Match \"7\" " + PatchBody),
        ("PostScimUsersAsync", async a => await a.PostScimUsersAsync(NewUser), "POST /api/v2/scim/users " + NewUserBody),
        ("PostScimV2UsersAsync", async a => await a.PostScimV2UsersAsync(NewUser), "POST /api/v2/scim/v2/users " + NewUserBody),
        ("PutScimGroupAsync", async a => await a.PutScimGroupAsync("g1", Group, "\"7\""), "PUT /api/v2/scim/groups/g1 If-Match \"7\" {\"externalId\":\"g\"}"),
        ("PutScimUserAsync", async a => await a.PutScimUserAsync("u1", User, "\"7\""), "PUT /api/v2/scim/users/u1 If-Match \"7\" {\"userName\":\"ana@example.org\"}"),
        ("PutScimV2GroupAsync", async a => await a.PutScimV2GroupAsync("g1", Group, "\"7\""), "PUT /api/v2/scim/v2/groups/g1 If-Match \"7\" {\"externalId\":\"g\"}"),
        ("PutScimV2UserAsync", async a => await a.PutScimV2UserAsync("u1", User, "\"7\""), "PUT /api/v2/scim/v2/users/u1 If-Match \"7\" {\"userName\":\"ana@example.org\"}"),

        ("GetScimServiceproviderconfigAsync", async a => await a.GetScimServiceproviderconfigAsync(), "GET /api/v2/scim/serviceproviderconfig"),
        ("GetScimResourcetypesAsync", async a => await a.GetScimResourcetypesAsync(), "GET /api/v2/scim/resourcetypes"),
        ("GetScimResourcetypeAsync", async a => await a.GetScimResourcetypeAsync("User"), "GET /api/v2/scim/resourcetypes/User"),
        ("GetScimV2ResourcetypesAsync", async a => await a.GetScimV2ResourcetypesAsync(), "GET /api/v2/scim/v2/resourcetypes"),
        ("GetScimV2ResourcetypeAsync", async a => await a.GetScimV2ResourcetypeAsync("Group"), "GET /api/v2/scim/v2/resourcetypes/Group"),
        ("GetScimSchemasAsync", async a => await a.GetScimSchemasAsync(), "GET /api/v2/scim/schemas"),
        ("GetScimSchemaAsync", async a => await a.GetScimSchemaAsync("urn:x:User"), "GET /api/v2/scim/schemas/urn%3Ax%3AUser"),
        ("GetScimV2SchemasAsync", async a => await a.GetScimV2SchemasAsync("any"), "GET /api/v2/scim/v2/schemas?filter=any"),
        ("GetScimV2SchemaAsync", async a => await a.GetScimV2SchemaAsync("urn:x:User"), "GET /api/v2/scim/v2/schemas/urn%3Ax%3AUser"),
    ];

    const string PatchBody = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]}";
    const string NewUserBody = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ana@example.org\",\"displayName\":\"Ana\"}";

    public static TheoryData<string> Names => [.. Methods.Select(m => m.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_method_sends_what_the_document_says(string name)
    {
        await using var server = new ScriptedServer(new Reply(200, "{}"));
        var (_, call, sent) = Methods.Single(m => m.Name == name);

        var answer = await call(server.Api());

        var request = server.Requests.Single();
        var conditions = string.Concat(new[] { "If-Match", "If-None-Match" }.Where(h => request.Header(h) is not null).Select(h => $" {h} {request.Header(h)}"));
        Assert.Equal(sent, $"{request.Method} {request.Target}{conditions} {request.Body}".TrimEnd());
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public void There_are_these_methods_and_no_others()
    {
        var methods = typeof(ScimApi).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal));

        Assert.Equal(Methods.Select(m => m.Name).Order(StringComparer.Ordinal), methods.Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Attributes_are_joined_by_commas()
    {
        await using var server = new ScriptedServer(new Reply(200, "{}"));
        var api = server.Api();

        await api.GetScimV2UserAsync("u1", attributes: ["id", "active"], excludedAttributes: ["roles"]);
        await api.GetScimV2UsersAsync(attributes: ["userName"], excludedAttributes: []);

        Assert.Equal(
            ["/api/v2/scim/v2/users/u1?attributes=id%2Cactive&excludedAttributes=roles", "/api/v2/scim/v2/users?attributes=userName"],
            server.Requests.Select(r => r.Target));
    }
}
