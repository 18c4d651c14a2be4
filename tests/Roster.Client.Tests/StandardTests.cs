using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Client.Tests;

/// <summary>The generic client against Roster's standard surface.</summary>
public sealed class StandardTests(RunningRoster roster)
{
    const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";

    static JsonObject User(string name, params (string Name, JsonNode Value)[] more)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(CoreUser), ["userName"] = name };
        foreach (var (key, value) in more)
            user[key] = value;
        return user;
    }

    async Task<ScimService> ServiceAsync() => new(await roster.ConnectAsync("/scim/v2"));

    [Fact]
    public async Task A_typed_resource_lives_and_dies()
    {
        var users = (await ServiceAsync()).Resources("Users", TestJson.Default.Person);

        var created = await users.CreateAsync(new Person("ana") { NickName = "An" });
        var id = created.Value.Id!;
        Assert.True((await users.GetAsync(id, created.ETag)).IsNotModified);
        var patched = await users.PatchAsync(id, new ScimPatch().Replace("displayName", "Ana"), created.ETag);
        Assert.Equal("Ana", (await users.GetAsync(id)).Value.DisplayName);

        var stale = await Assert.ThrowsAsync<ScimException>(() => users.ReplaceAsync(id, created.Value, created.ETag));
        Assert.Equal((412, true), (stale.Status, stale.IsVersionConflict));
        await users.ReplaceAsync(id, patched.Value with { NickName = null }, patched.ETag);
        Assert.Null((await users.GetAsync(id)).Value.NickName);

        Assert.Equal(204, (await users.DeleteAsync(id)).Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<ScimException>(() => users.DeleteAsync(id))).Status);
    }

    [Fact]
    public async Task Resources_of_any_schema_are_elements_and_objects()
    {
        var scim = await ServiceAsync();
        JsonObject made = await scim.Objects("Users").CreateAsync(User("ana", ("name", new JsonObject { ["givenName"] = "Ana" })));

        JsonElement read = await scim.Elements("Users").GetAsync((string)made["id"]!);

        Assert.Equal("Ana", read.GetProperty("name").GetProperty("givenName").GetString());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task All_pages_of_a_filtered_list_come_in_order(bool byCursor, bool bySearch)
    {
        var scim = await ServiceAsync();
        var bulk = new ScimBulk();
        foreach (var number in Enumerable.Range(10, 23))
            bulk.Create("Users", User($"user{number}", ("title", number % 2 == 0 ? "even" : "odd")));
        Assert.True((await scim.BulkAsync(bulk)).Value.Succeeded);

        var names = await scim.Elements("Users")
            .AllAsync(new ScimQuery { Filter = ScimFilter.Equal("title", "even"), SortBy = "userName", Descending = true, Count = 5, Cursor = byCursor ? "" : null, UsesSearch = bySearch })
            .Select(u => u.GetProperty("userName").GetString()).ToListAsync();

        Assert.Equal(Enumerable.Range(10, 23).Where(n => n % 2 == 0).Reverse().Select(n => $"user{n}"), names);
    }

    [Fact]
    public async Task A_value_with_quotes_finds_what_it_says_and_nothing_else()
    {
        var users = (await ServiceAsync()).Objects("Users");
        const string Odd = "\" or userName pr or title eq \"";
        await users.CreateAsync(User("ana"));
        await users.CreateAsync(User("bob", ("title", Odd)));

        var found = await users.ListAsync(new ScimQuery { Filter = ScimFilter.Equal("title", Odd) });

        Assert.Equal("bob", (string?)Assert.Single(found.Value.Resources)["userName"]);
    }

    [Fact]
    public async Task A_job_refers_to_what_it_creates()
    {
        var scim = await ServiceAsync();
        var bulk = new ScimBulk();
        var group = bulk.Create("Groups", new JsonObject { ["schemas"] = new JsonArray(ScimV2Group.Schema), ["displayName"] = "Care" });
        var ana = bulk.Create("Users", new Person("ana"), TestJson.Default.Person);
        var twin = bulk.Create("Users", new Person("ANA"), TestJson.Default.Person);
        bulk.Patch("Groups", group, new ScimPatch().Add("members", new JsonArray(new JsonObject { ["value"] = ana.ToString() })));

        var result = (await scim.BulkAsync(bulk)).Value;

        Assert.False(result.Succeeded);
        Assert.Equal([201, 201, 409, 200], result.Outcomes.Select(o => o.Status));
        Assert.Equal("uniqueness", result[twin].Error?.ScimType);
        Assert.Null(result[ana].Error);
        JsonObject made = await scim.Objects("Groups").GetAsync(result[group].Id!);
        Assert.Equal(result[ana].Id, (string?)made["members"]![0]!["value"]);

        var second = new ScimBulk { FailOnErrors = 1 };
        second.Replace("Users", result[ana].Id!, new Person("ana2"), TestJson.Default.Person, "W/\"999\"").Delete("Users", result[ana].Id!);
        var failed = (await scim.BulkAsync(second)).Value;
        Assert.Equal([412], failed.Outcomes.Select(o => o.Status));

        // Becoming a member was a change too.
        var version = (await scim.Elements("Users").GetAsync(result[ana].Id!)).ETag;
        var third = new ScimBulk().Replace("Users", result[ana].Id!, new Person("ana2"), TestJson.Default.Person, version).Delete("Groups", result[group].Id!);
        Assert.Equal([200, 204], (await scim.BulkAsync(third)).Value.Outcomes.Select(o => o.Status));
    }

    [Fact]
    public async Task A_token_that_stands_for_nobody_has_no_resource_of_its_own()
    {
        var failure = await Assert.ThrowsAsync<ScimException>(async () => await (await ServiceAsync()).Me().GetAsync());

        Assert.True(failure.Status is 404 or 501, failure.Message);
    }

    [Fact]
    public async Task Who_the_token_stands_for_is_read_and_changed()
    {
        await using var server = new ScriptedServer(Scripted.User(), Scripted.User("8"), Scripted.User("9"), new Reply(204));
        var me = new ScimService(server.Connection(), "scim/v2").Me();

        JsonObject ana = await me.GetAsync(attributes: ["userName"]);
        await me.PatchAsync(new ScimPatch().Replace("title", "Chief"), "7");
        await me.ReplaceAsync(ana, "8");
        await me.DeleteAsync();

        Assert.Equal(
            ["GET /scim/v2/Me?attributes=userName", "PATCH /scim/v2/Me", "PUT /scim/v2/Me", "DELETE /scim/v2/Me"],
            server.Requests.Select(r => $"{r.Method} {r.Target}"));
    }

    [Fact]
    public async Task Discovery_is_the_standards()
    {
        var scim = await ServiceAsync();

        Assert.True((await scim.GetServiceProviderConfigAsync()).Value.Bulk!.Supported);
        Assert.Contains((await scim.GetResourceTypesAsync()).Value.Resources, t => t.Endpoint == "/Users");
        Assert.Contains((await scim.GetSchemasAsync()).Value.Resources, s => s.Id == CoreUser);
    }

    [Fact]
    public async Task A_service_below_the_base_address_is_named_by_its_root()
    {
        var scim = new ScimService(await roster.ConnectAsync(), "/scim/v2/");

        Assert.True((await scim.GetServiceProviderConfigAsync()).Value.Patch!.Supported);
        Assert.Equal(0, (await scim.Elements("Users").ListAsync()).Value.TotalResults);
    }
}
