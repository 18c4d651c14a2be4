using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary><c>/Me</c> (RFC 7644 section 3.11): the user that the token acts for.</summary>
public sealed class MeTests(ServerFixture fixture)
{
    const string Me = "/scim/v2/Me";
    const string Users = "/scim/v2/Users";

    static readonly string[] AllOfUsers = ["directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:delete", "directory:user:setPassword"];

    RosterServer Server => fixture.Server;

    async Task<(HttpClient Http, string Id, string UserName)> NewSelfAsync(params string[] permissions)
    {
        var user = await Server.Http.CreateUserAsync(more: ""","title":"Agent","roles":[{"value":"reader"}]""");
        var id = user.Text("id");
        return (Server.WithToken(await TokenForAsync(Server, id, permissions)), id, user.Text("userName"));
    }

    static async Task<string> TokenForAsync(RosterServer server, string userId, string[] permissions)
    {
        var (client, _) = await server.NewCredentialsAsync("default", permissions.Length == 0 ? AllOfUsers : permissions);
        var tenant = await server.Store.Tenants.FindAsync("default", CancellationToken.None);
        var token = Credentials.NewProvisioningToken();
        await server.Store.Tokens.AddProvisioningAsync(
            new NewProvisioningToken { Tenant = tenant!.Id, ClientId = client, Name = "me", Hash = Credentials.Hash(token), Prefix = Credentials.Recognisable(token), UserId = userId }, CancellationToken.None);
        return token;
    }

    static string Patch(string op, string? path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null)
            operation["path"] = path;
        if (value is not null)
            operation["value"] = value;
        return new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = new JsonArray(operation) }.ToJsonString();
    }

    [Fact, Holds("H-12", "H-14")]
    public async Task It_is_the_user_of_the_token_by_another_name()
    {
        var (http, id, name) = await NewSelfAsync();
        var location = $"{Server.BaseUrl}{Users}/{id}";

        using var got = await http.SendAsync("GET", Me);
        using var head = await http.SendAsync("HEAD", Me);
        using var put = await http.SendAsync("PUT", Me, $$"""{"schemas":["{{Urn.User}}"],"userName":"{{name}}","title":"Two","roles":[{"value":"reader"}]}""");
        using var stale = await http.SendAsync("PATCH", Me, Patch("replace", "title", "Three"), headers: ("If-Match", "W/\"1\""));
        using var patched = await http.SendAsync("PATCH", Me + "?attributes=title", Patch("replace", "title", "Three"));

        Assert.Equal([200, 200, 200, 412, 200], new[] { got, head, put, stale, patched }.Select(r => (int)r.StatusCode));
        Assert.All([got, head, put, patched], r => Assert.Equal(location, r.Header("Content-Location")));
        var me = await got.JsonAsync();
        Assert.Equal((id, location), (me.Text("id"), me["meta"]!["location"]!.GetValue<string>()));
        Assert.Equal(["schemas", "id", "title"], (await patched.JsonAsync()).Select(m => m.Key));
        using var same = await Server.Http.SendAsync("GET", $"{Users}/{id}");
        Assert.Equal("Three", (await same.JsonAsync()).Text("title"));

        using var deleted = await http.SendAsync("DELETE", Me);
        using var gone = await http.SendAsync("GET", Me);
        using var really = await Server.Http.SendAsync("GET", $"{Users}/{id}");
        Assert.Equal([204, 404, 404], new[] { deleted, gone, really }.Select(r => (int)r.StatusCode));
    }

    [Fact, Holds("H-13", "DI-03")]
    public async Task A_token_without_a_user_has_none_and_switched_off_nobody_has()
    {
        await using var off = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Off = "Me" } });

        foreach (var (method, body) in new[] { ("GET", null), ("PUT", $$"""{"schemas":["{{Urn.User}}"],"userName":"x"}"""), ("PATCH", Patch("add", "title", "x")), ("DELETE", null) })
        {
            using var none = await Server.Http.SendAsync(method, Me, body);
            using var absent = await off.Http.SendAsync(method, Me, body);

            Assert.Equal([404, 501], new[] { none, absent }.Select(r => (int)r.StatusCode));
            Assert.Contains("acts for no user", (await none.JsonAsync()).Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact, Holds("H-14")]
    public async Task Nobody_registers_themselves()
    {
        var (http, _, _) = await NewSelfAsync();

        using var post = await http.SendAsync("POST", Me, Wire.UserBody(Wire.NewName()));
        using var options = await http.SendAsync("OPTIONS", Me);
        using var brew = await http.SendAsync("BREW", Me);

        Assert.Equal([501, 204, 405], new[] { post, options, brew }.Select(r => (int)r.StatusCode));
        Assert.Equal("DELETE, GET, HEAD, PATCH, POST, PUT, OPTIONS", options.Header("Allow"));
    }

    [Fact, Holds("H-15")]
    public async Task It_needs_the_permissions_that_the_user_s_own_address_needs()
    {
        var (views, _, name) = await NewSelfAsync("directory:user:view");
        var (passwords, id, _) = await NewSelfAsync("directory:user:setPassword");

        using var got = await views.SendAsync("GET", Me);
        using var patched = await views.SendAsync("PATCH", Me, Patch("add", "title", "x"));
        using var put = await views.SendAsync("PUT", Me, Wire.UserBody(name));
        using var deleted = await views.SendAsync("DELETE", Me);
        using var password = await passwords.SendAsync("PATCH", Me, Patch("replace", "password", "a new secret"));
        using var title = await passwords.SendAsync("PATCH", Me, Patch("replace", "title", "x"));

        Assert.Equal([200, 403, 403, 403, 200, 403], new[] { got, patched, put, deleted, password, title }.Select(r => (int)r.StatusCode));
        Assert.NotEmpty(id);
    }

    public static TheoryData<string, string> Spellings { get; } = new()
    {
        { "PATCH", Patch("replace", "active", false) },
        { "PATCH", Patch("replace", "ACTIVE", "False") },
        { "PATCH", Patch("remove", "active", null) },
        { "PATCH", Patch("replace", "urn:ietf:params:scim:schemas:core:2.0:User:active", false) },
        { "PATCH", Patch("replace", null, new JsonObject { ["active"] = false, ["title"] = "x" }) },
        { "PATCH", Patch("add", "roles", new JsonArray(new JsonObject { ["value"] = "owner" })) },
        { "PATCH", Patch("add", null, new JsonObject { ["roles"] = new JsonArray(new JsonObject { ["value"] = "owner" }) }) },
        { "PATCH", Patch("replace", "roles[value eq \"reader\"].value", "owner") },
        { "PATCH", Patch("remove", "roles", null) },
        { "PATCH", Patch("add", "entitlements", new JsonArray(new JsonObject { ["value"] = "all" })) },
        { "PUT", """{"userName":"{name}","active":false,"roles":[{"value":"reader"}]}""" },
        { "PUT", """{"userName":"{name}","roles":[{"value":"owner"}]}""" },
        { "PUT", """{"userName":"{name}"}""" },
    };

    [Theory, MemberData(nameof(Spellings)), Holds("H-15", "B-28")]
    public async Task What_decides_what_a_user_may_do_is_not_the_user_s_to_change(string method, string body)
    {
        var (http, id, name) = await NewSelfAsync();
        body = body.Replace("{name}", name, StringComparison.Ordinal);
        var job = $$"""{"schemas":["{{Urn.BulkRequest}}"],"Operations":[{"method":"{{method}}","path":"/Me","data":{{body}} }]}""";

        using var me = await http.SendAsync(method, Me, body);
        using var byId = await http.SendAsync(method, $"{Users}/{id}", body);
        using var bulk = await http.SendAsync("POST", "/scim/v2/Bulk", job);

        Assert.Equal([403, 403, 200], new[] { me, byId, bulk }.Select(r => (int)r.StatusCode));
        Assert.Matches("'(active|roles|entitlements)'", (await me.JsonAsync()).Text("detail"));
        Assert.Equal("403", (await bulk.JsonAsync())["Operations"]![0]!["status"]!.GetValue<string>());
        using var after = await Server.Http.SendAsync("GET", $"{Users}/{id}");
        Assert.Equal("W/\"1\"", (await after.JsonAsync())["meta"]!["version"]!.GetValue<string>());
        using var somebody = await Server.Http.SendAsync(method, $"{Users}/{id}", body);
        Assert.Equal(200, (int)somebody.StatusCode);
    }

    [Fact, Holds("H-15", "B-28")]
    public async Task Equal_values_may_be_present_and_others_be_changed()
    {
        var (http, id, name) = await NewSelfAsync();
        var job = $$"""{"schemas":["{{Urn.BulkRequest}}"],"Operations":[{"method":"PATCH","path":"/Me","data":{{Patch("replace", "title", "Three")}} },{"method":"PUT","path":"/me","data":{"userName":"{{name}}","title":"Four","roles":[{"value":"reader"}]} }]}""";

        using var put = await http.SendAsync("PUT", Me, $$"""{"userName":"{{name}}","active":true,"roles":[{"value":"reader"}],"title":"Two"}""");
        using var bulk = await http.SendAsync("POST", "/scim/v2/Bulk", job);

        Assert.Equal(200, (int)put.StatusCode);
        var outcomes = (await bulk.JsonAsync())["Operations"]!.AsArray();
        Assert.Equal(["200", "200"], outcomes.Select(o => o!["status"]!.GetValue<string>()));
        Assert.All(outcomes, o => Assert.Equal($"{Server.BaseUrl}{Users}/{id}", o!["location"]!.GetValue<string>()));
        using var got = await http.SendAsync("GET", Me);
        Assert.Equal("Four", (await got.JsonAsync()).Text("title"));
    }
}
