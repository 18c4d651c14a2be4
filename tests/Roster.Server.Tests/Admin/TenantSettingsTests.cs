using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>An organization's settings shape what its tokens are served with, on every surface, and nobody else's.</summary>
public sealed class TenantSettingsTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact, Holds("DI-08", "DI-03", "DI-07")]
    public async Task The_announced_page_sizes_are_the_organization_s_own()
    {
        var tenant = await Server.NewTenantAsync();
        using var theirs = await Server.ClientAsync(tenant, "directory:user:view", "directory:user:add");
        for (var i = 0; i < 4; i++)
            await theirs.CreateUserAsync();
        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"defaultCount":2,"maxCount":3}""");

        using var told = await theirs.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        using var toOthers = await Server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        using var page = await theirs.SendAsync("GET", "/scim/v2/Users");
        using var largest = await theirs.SendAsync("GET", "/scim/v2/Users?count=100");

        var config = await told.JsonAsync();
        Assert.Equal((2, 3, 3), ((int)config["pagination"]!["defaultPageSize"]!, (int)config["pagination"]!["maxPageSize"]!, (int)config["filter"]!["maxResults"]!));
        Assert.Equal(500, (int)(await toOthers.JsonAsync())["pagination"]!["maxPageSize"]!);
        Assert.Equal((2, 3), ((await page.JsonAsync())["Resources"]!.AsArray().Count, (await largest.JsonAsync())["Resources"]!.AsArray().Count));
    }

    [Fact]
    [Holds("MT-08")]
    public async Task Pages_tolerances_and_catalogues_follow_the_token_s_organization()
    {
        var tenant = await Server.NewTenantAsync();
        using var theirs = await Server.ClientAsync(tenant, "directory:user:view", "directory:user:add", "directory:user:edit");
        for (var i = 0; i < 5; i++)
            await theirs.CreateUserAsync();

        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"defaultCount":2,"maxCount":3,"tolerancesOff":["BooleanStrings"],"openCatalogues":false}""");
        var (byDefault, asked) = (await ListedAsync(theirs, ""), await ListedAsync(theirs, "?count=100"));
        var others = await ListedAsync(Server.Http, "?count=100");
        var text = Wire.UserBody(Wire.NewName(), ",\"active\":\"True\"");
        using var strict = await theirs.SendAsync("POST", Wire.Users, text);
        using var tolerant = await Server.Http.SendAsync("POST", Wire.Users, text);
        using var role = await theirs.SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName(), ",\"roles\":[{\"value\":\"inventor\"}]"));

        Assert.Equal((2, 3), (byDefault, asked));
        Assert.True(others >= 0);
        Assert.Equal([400, 201, 400], new[] { strict, tolerant, role }.Select(r => (int)r.StatusCode));

        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", "{}");
        Assert.Equal(5, await ListedAsync(theirs, ""));
        using var again = await theirs.SendAsync("POST", Wire.Users, text);
        Assert.Equal(201, (int)again.StatusCode);

        static async Task<int> ListedAsync(HttpClient http, string query)
        {
            using var response = await http.SendAsync("GET", Wire.Users + query);
            return (await response.JsonAsync())["Resources"]!.AsArray().Count;
        }
    }

    [Theory]
    [InlineData(Wire.Users)]
    [InlineData("/scim/v2/Users")]
    public async Task A_password_policy_judges_what_SCIM_sets_and_does_not_repeat_it(string users)
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, "directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:setPassword");
        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"passwordMinLength":8,"passwordBlocklist":["Password1"]}""");

        using var shorter = await CreateAsync("sh0rt!");
        using var common = await CreateAsync("PASSWORD1");
        using var good = await CreateAsync("a good one");
        using var none = await http.SendAsync("POST", users, Body(null));
        var id = (await good.JsonAsync()).Text("id");
        using var patched = await http.SendAsync("PATCH", $"{users}/{id}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"password","value":"sh0rt!"}]}""");

        Assert.Equal([400, 400, 201, 201, 400], new[] { shorter, common, good, none, patched }.Select(r => (int)r.StatusCode));
        var refused = await shorter.JsonAsync();
        Assert.Equal("invalidValue", refused.Text("scimType"));
        Assert.DoesNotContain("sh0rt!", refused.ToJsonString(), StringComparison.Ordinal);

        Task<HttpResponseMessage> CreateAsync(string password) => http.SendAsync("POST", users, Body(password));

        static string Body(string? password) =>
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{Wire.NewName()}}","displayName":"Somebody"{{(password is null ? "" : $",\"password\":\"{password}\"")}}}""";
    }

    [Fact]
    public async Task Without_settings_any_password_is_taken()
    {
        using var response = await Server.Http.SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName(), ",\"password\":\"x\""));

        Assert.Equal(201, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("""{"maxCount":0}""")]
    [InlineData("""{"maxCount":"three"}""")]
    [InlineData("""{"defaultCount":9,"maxCount":3}""")]
    [InlineData("""{"tolerancesOff":["Everything"]}""")]
    [InlineData("""{"tolerancesOff":null}""")]
    [InlineData("""{"passwordMinLength":-1}""")]
    [InlineData("""{"somethingElse":true}""")]
    public async Task A_setting_that_cannot_be_is_400(string body)
    {
        var tenant = await Server.NewTenantAsync();

        Assert.Equal(400, await Server.Http.AdminStatusAsync("PUT", $"/tenants/{tenant}/settings", body));
    }

    [Fact]
    [Holds("MT-09")]
    public async Task An_organization_is_made_renamed_suspended_resumed_and_removed()
    {
        var (name, renamed) = (AdminClient.NewTenantName(), AdminClient.NewTenantName());
        Assert.Equal(name, (await Server.Http.AdminJsonAsync("POST", "/tenants", $$"""{"name":"{{name}}"}""")).Text("name"));
        Assert.Equal(409, await Server.Http.AdminStatusAsync("POST", "/tenants", $$"""{"name":"{{name}}"}"""));
        using var theirs = await Server.ClientAsync(name, "directory:user:add", "directory:user:view");
        var user = await theirs.CreateUserAsync();

        Assert.Equal(renamed, (await Server.Http.AdminJsonAsync("PATCH", $"/tenants/{name}", $$"""{"name":"{{renamed}}"}""")).Text("name"));
        Assert.Equal(404, await Server.Http.AdminStatusAsync("GET", $"/tenants/{name}"));
        Assert.Equal(409, await Server.Http.AdminStatusAsync("DELETE", $"/tenants/{renamed}"));
        Assert.True((await Server.Http.AdminJsonAsync("POST", $"/tenants/{renamed}/suspend"))["suspended"]!.GetValue<bool>());
        Assert.False((await Server.Http.AdminJsonAsync("POST", $"/tenants/{renamed}/resume"))["suspended"]!.GetValue<bool>());
        using (var works = await theirs.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}"))
            Assert.Equal(200, (int)works.StatusCode);

        Assert.Equal(200, await Server.Http.AdminStatusAsync("POST", $"/tenants/{renamed}/suspend"));
        Assert.Equal(204, await Server.Http.AdminStatusAsync("DELETE", $"/tenants/{renamed}"));
        Assert.Equal(404, await Server.Http.AdminStatusAsync("GET", $"/tenants/{renamed}"));
        using var gone = await theirs.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}");
        Assert.Equal(401, (int)gone.StatusCode);
        using var afresh = await Server.ClientAsync(renamed, "directory:user:view");
        using var empty = await afresh.SendAsync("GET", Wire.Users);
        Assert.Equal(0, (await empty.JsonAsync())["totalResults"]!.GetValue<int>());
    }

    [Fact]
    public async Task Organizations_are_listed_in_pages()
    {
        var name = await Server.NewTenantAsync();
        var (seen, next) = (new List<string>(), (string?)null);
        do
        {
            var page = await Server.Http.AdminJsonAsync("GET", "/tenants?count=2" + (next is null ? "" : $"&after={Uri.EscapeDataString(next)}"));
            seen.AddRange(page["items"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("default", seen);
        Assert.Contains(name, seen);
        Assert.Equal(400, await Server.Http.AdminStatusAsync("GET", "/tenants?after=nowhere"));
    }

    [Fact]
    public async Task An_operator_neither_suspends_nor_removes_its_own_organization()
    {
        Assert.Equal(409, await Server.Http.AdminStatusAsync("POST", "/tenants/default/suspend"));
        Assert.Equal(409, await Server.Http.AdminStatusAsync("DELETE", "/tenants/default"));
    }

    [Fact]
    public async Task The_health_of_the_installation_is_told_in_detail()
    {
        var health = await Server.Http.AdminJsonAsync("GET", "/health");

        Assert.Equal("ok", health.Text("status"));
        Assert.True(health["dataBytes"]!.GetValue<long>() > 0);
        Assert.True(health["writable"]!.GetValue<bool>());
    }

    [Theory, Holds("V-14")]
    [InlineData("/scim/v2/Users")]
    [InlineData(Wire.Users)]
    public async Task An_organization_can_ask_that_writes_name_the_version_they_change(string users)
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, "directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:delete", "directory:user:setPassword");
        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"requireIfMatch":true}""");
        var name = Wire.NewName();
        using var created = await http.SendAsync("POST", users, Wire.UserBody(name));
        var path = $"{users}/{(await created.JsonAsync()).Text("id")}";
        Assert.Equal(201, (int)created.StatusCode);

        foreach (var (method, body) in new[]
        {
            ("PUT", Wire.UserBody(name, ",\"title\":\"x\"")),
            ("PATCH", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"y"}]}"""),
            ("DELETE", null),
        })
        {
            using var before = await http.SendAsync("GET", path);
            using var without = await http.SendAsync(method, path, body);
            using var negative = await http.SendAsync(method, path, body, headers: ("If-None-Match", "\"999\""));
            using var unknown = await http.SendAsync(method, users + "/nobody", body);
            using var stays = await http.SendAsync("GET", path);
            using var with = await http.SendAsync(method, path, body, headers: ("If-Match", before.Header("ETag")!));

            var error = await without.JsonAsync();
            Assert.Equal((428, "428"), ((int)without.StatusCode, error.Text("status")));
            Assert.Contains("If-Match", error.Text("detail"), StringComparison.Ordinal);
            Assert.Equal((428, 404), ((int)negative.StatusCode, (int)unknown.StatusCode));
            Assert.Equal(before.Header("ETag"), stays.Header("ETag"));
            Assert.InRange((int)with.StatusCode, 200, 204);
        }
    }

    [Theory, Holds("C-14")]
    [InlineData("/scim/v2/Users")]
    [InlineData(Wire.Users)]
    public async Task An_organization_can_refuse_attributes_that_no_schema_has(string users)
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, "directory:user:view", "directory:user:add", "directory:user:edit");
        var name = Wire.NewName();
        var unknown = Wire.UserBody(name, ",\"shoeSize\":43");
        var below = Wire.UserBody(name, ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"shoeSize\":43}");
        using var ignored = await http.SendAsync("POST", users, unknown);
        var created = await ignored.JsonAsync();
        var path = $"{users}/{created.Text("id")}";
        Assert.Equal((201, false), ((int)ignored.StatusCode, created.ContainsKey("shoeSize")));

        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"refuseUnknownAttributes":true}""");

        foreach (var (method, address, body) in new[] { ("POST", users, unknown), ("PUT", path, unknown), ("POST", users, below), ("PUT", path, below) })
        {
            using var refused = await http.SendAsync(method, address, body);
            var error = await refused.JsonAsync();
            Assert.Equal((400, "invalidSyntax"), ((int)refused.StatusCode, error.Text("scimType")));
            Assert.Contains("shoeSize", error.Text("detail"), StringComparison.Ordinal);
        }

        // What was answered may still be sent back whole.
        using var known = await http.SendAsync("PUT", path, created.ToJsonString());
        Assert.Equal(200, (int)known.StatusCode);
    }
}
