using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>One directory, two doors: each reads, writes and clears only the attributes of its own schemas, and both see the same resources.</summary>
public sealed class TwoDoorsTests(RunningServer server)
{
    const string Genesys = "/api/v2/scim/v2/users/";
    const string Standard = "/scim/v2/Users/";

    static JsonObject Full(string userName) => JsonNode.Parse($$"""
        {
          "schemas": ["{{Resources.CoreUser}}", "{{Resources.Enterprise}}"], "userName": "{{userName}}", "displayName": "Ana Reis",
          "name": { "givenName": "Ana", "familyName": "Reis" }, "nickName": "An",
          "addresses": [{ "type": "work", "locality": "Porto", "country": "PT" }],
          "emails": [{ "value": "ana@work.example", "type": "work" }, { "value": "ana@private.example", "type": "other" }],
          "phoneNumbers": [{ "value": "tel:351-22-1234", "type": "pager" }],
          "{{Resources.Enterprise}}": { "department": "Care", "costCenter": "C1" }
        }
        """)!.AsObject();

    [Fact]
    public async Task Each_door_shows_its_own_attributes_of_the_same_user()
    {
        var client = await server.DirectoryAsync();
        var made = (await client.PostAsync("/scim/v2/Users", Full("ana@a.example"))).Expect(201);

        var seen = (await client.GetAsync(Genesys + made.Id)).Expect(200);
        var own = (await client.GetAsync(Standard + made.Id)).Expect(200);

        Assert.Equal("Ana Reis", (string?)seen.Body["displayName"]);
        Assert.Equal("Care", (string?)seen.Body[Resources.Enterprise]!["department"]);
        Assert.Null(seen.Body[Resources.Enterprise]!["costCenter"]);
        Assert.Null(seen.Body["name"]);
        Assert.Null(seen.Body["addresses"]);
        Assert.Null(seen.Body["nickName"]);
        Assert.Equal(["ana@work.example", "ana@a.example"], seen.Body["emails"]!.AsArray().Select(e => (string?)e!["value"]));
        Assert.Equal($"/api/v2/scim/v2/users/{made.Id}", (string?)seen.Body["meta"]!["location"]);
        Assert.Equal(["ana@work.example", "ana@private.example"], own.Body["emails"]!.AsArray().Select(e => (string?)e!["value"]));
        Assert.EndsWith(Standard + made.Id, (string?)own.Body["meta"]!["location"], StringComparison.Ordinal);
        Assert.Equal(made.Text, own.Text);
    }

    [Fact]
    [Holds("RP-10")]
    public async Task A_replacement_through_the_Genesys_door_leaves_what_it_does_not_know()
    {
        var client = await server.DirectoryAsync();
        var made = (await client.PostAsync("/scim/v2/Users", Full("ana@a.example"))).Expect(201);
        var body = Resources.User("ana@a.example");
        body["displayName"] = "Ana R.";

        (await client.PutAsync(Genesys + made.Id, body)).Expect(200);

        var after = (await client.GetAsync(Standard + made.Id)).Expect(200).Body;
        Assert.Equal("Ana R.", (string?)after["displayName"]);
        foreach (var kept in new[] { "name", "nickName", "addresses" })
            Assert.True(JsonNode.DeepEquals(made.Body[kept], after[kept]), kept);
        Assert.Equal("""{"costCenter":"C1"}""", after[Resources.Enterprise]!.ToJsonString());
        Assert.Equal(["ana@private.example"], after["emails"]!.AsArray().Select(e => (string?)e!["value"]));
    }

    [Fact]
    public async Task A_replacement_through_the_standard_door_leaves_the_vendors_extension()
    {
        var client = await server.DirectoryAsync();
        var body = Resources.User("bo@a.example");
        body["externalId"] = "bo";
        body[Resources.Enterprise] = new JsonObject { ["dateHire"] = "2024-01-15", ["department"] = "Care" };
        body[Resources.Genesys] = JsonNode.Parse("""{"routingSkills":[{"name":"Billing","proficiency":3}],"externalIds":[{"authority":"teams","value":"t-1"}]}""");
        var made = (await client.PostAsync("/api/v2/scim/v2/users", body)).Expect(201);

        var replaced = (await client.PutAsync(Standard + made.Id, new JsonObject { ["schemas"] = new JsonArray(Resources.CoreUser), ["userName"] = "bo@a.example", ["title"] = "Lead" })).Expect(200);
        (await client.PatchAsync(Standard + made.Id, Resources.Patch(Resources.Operation("remove", Resources.Enterprise, null), Resources.Operation("add", "nickName", "Bo")))).Expect(200);

        var after = (await client.GetAsync(Genesys + made.Id)).Expect(200).Body;
        Assert.DoesNotContain("genesys", replaced.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Null(replaced.Body["displayName"]);
        Assert.Equal("Lead", (string?)after["title"]);
        Assert.True(JsonNode.DeepEquals(made.Body[Resources.Genesys], after[Resources.Genesys]), after.ToJsonString());
        Assert.Equal("""{"dateHire":"2024-01-15"}""", after[Resources.Enterprise]!.ToJsonString());
        Assert.Null(after["displayName"]);
    }

    [Fact]
    public async Task A_user_made_without_a_displayName_can_be_changed_through_the_door_that_requires_one()
    {
        var client = await server.DirectoryAsync();
        var made = (await client.PostAsync("/scim/v2/Users", new JsonObject { ["schemas"] = new JsonArray(Resources.CoreUser), ["userName"] = "cy" })).Expect(201);

        var patched = await client.PatchAsync(Genesys + made.Id, Resources.Patch(Resources.Operation("replace", "active", JsonValue.Create(false))));

        Assert.True(patched.Status == 200, patched.Text);
        Assert.False((bool?)(await client.GetAsync(Standard + made.Id)).Expect(200).Body["active"]);
    }

    [Fact]
    public async Task A_write_through_one_door_is_a_new_version_in_both()
    {
        var client = await server.DirectoryAsync();
        var made = (await client.PostAsync("/scim/v2/Users", Full("dee@a.example"))).Expect(201);

        (await client.PatchAsync(Genesys + made.Id, Resources.Patch(Resources.Operation("replace", "title", "Lead")), ("If-Match", "\"1\""))).Expect(200);

        Assert.Equal(412, (await client.PatchAsync(Standard + made.Id, Resources.Patch(Resources.Operation("replace", "title", "Late")), ("If-Match", made.Version))).Status);
        Assert.Equal("W/\"2\"", (await client.GetAsync(Standard + made.Id)).Version);
        Assert.Equal("2", (await client.GetAsync(Genesys + made.Id)).Version);
    }

    [Fact]
    [Holds("Q-36")]
    public async Task A_filter_sees_what_its_door_shows()
    {
        var client = await server.DirectoryAsync();
        (await client.PostAsync("/scim/v2/Users", Full("eve@a.example"))).Expect(201);

        async Task<int> Total(string path) => (int)(await client.GetAsync(path)).Expect(200).Body["totalResults"]!;

        Assert.Equal(1, await Total("/scim/v2/Users?filter=emails[type eq \"other\" and value eq \"ana@private.example\"]"));
        Assert.Equal(0, await Total("/scim/v2/Users?filter=emails eq \"eve@a.example\""));
        Assert.Equal(1, await Total("/api/v2/scim/v2/users?filter=emails eq \"eve@a.example\""));
        Assert.Equal(0, await Total("/api/v2/scim/v2/users?filter=emails eq \"ana@private.example\""));
        Assert.Equal(1, await Total("/scim/v2/Users?filter=name.givenName eq \"ana\""));
        Assert.Equal(400, (await client.GetAsync("/api/v2/scim/v2/users?filter=name.givenName eq \"ana\"")).Status);
    }

    [Theory]
    [InlineData("/scim/v2/Users", false)]
    [InlineData("/api/v2/scim/v2/users", true)]
    [Holds("S-05", "C-06", "DE-09")]
    public async Task The_door_that_creates_decides_whether_a_deleted_user_comes_back(string door, bool comesBack)
    {
        foreach (var first in new[] { "/scim/v2/Users", "/api/v2/scim/v2/users" })
        {
            var client = await server.DirectoryAsync();
            var body = Full("fay@a.example");
            body["phoneNumbers"] = null;
            var old = (await client.PostAsync(first, body)).Expect(201);
            (await client.DeleteAsync($"{first}/{old.Id}")).Expect(204);

            var again = (await client.PostAsync(door, Resources.User("fay@a.example"))).Expect(201);

            Assert.Equal(comesBack, again.Id == old.Id);
            Assert.Equal(200, (await client.GetAsync(Standard + again.Id)).Status);
            Assert.Null((await client.GetAsync(Standard + again.Id)).Body["name"]);
            Assert.Equal(comesBack ? 200 : 404, (await client.GetAsync(Standard + old.Id)).Status);
        }
    }

    [Fact]
    [Holds("S-37")]
    public async Task Names_are_unique_over_both_doors()
    {
        var client = await server.DirectoryAsync();
        (await client.PostAsync("/scim/v2/Users", Full("gil@a.example"))).Expect(201);
        (await client.PostAsync("/api/v2/scim/v2/groups", Resources.Group("Agents"))).Expect(201);

        Assert.Equal(409, (await client.PostAsync("/api/v2/scim/v2/users", Resources.User("GIL@a.example"))).Status);
        Assert.Equal(409, (await client.PostAsync("/scim/v2/Groups", Resources.Group("AGENTS"))).Status);
    }

    [Fact]
    [Holds("S-50", "S-26", "G-14")]
    public async Task Members_are_the_same_and_their_addresses_each_doors_own()
    {
        var client = await server.DirectoryAsync();
        var user = (await client.PostAsync("/scim/v2/Users", Full("hal@a.example"))).Expect(201);
        var inner = (await client.PostAsync("/scim/v2/Groups", Resources.Group("Inner", user.Id))).Expect(201);
        var outer = (await client.PostAsync("/api/v2/scim/v2/groups", Resources.Group("Outer", inner.Id))).Expect(201);

        var standard = (await client.GetAsync("/scim/v2/Groups/" + outer.Id)).Expect(200).Body["members"]![0]!;
        var genesys = (await client.GetAsync("/api/v2/scim/v2/groups/" + outer.Id)).Expect(200).Body["members"]![0]!;

        Assert.Equal("Group", (string?)standard["type"]);
        Assert.EndsWith("/scim/v2/Groups/" + inner.Id, (string?)standard["$ref"], StringComparison.Ordinal);
        Assert.Equal("/api/v2/scim/v2/groups/" + inner.Id, (string?)genesys["$ref"]);
        Assert.Equal(inner.Id, (string?)(await client.GetAsync(Genesys + user.Id)).Expect(200).Body["groups"]![0]!["value"]);
        Assert.StartsWith("http://127.0.0.1:", (string?)standard["$ref"], StringComparison.Ordinal);
    }

    [Fact]
    [Holds("S-34", "C-18", "T-57")]
    public async Task A_password_set_through_the_standard_door_is_never_shown_by_either()
    {
        var client = await server.DirectoryAsync();
        const string Secret = "seen by nobody at all";
        var body = Full("ida@a.example");
        body["password"] = Secret;

        var made = (await client.PostAsync("/scim/v2/Users?attributes=password,userName", body)).Expect(201);
        var patched = (await client.PatchAsync(Standard + made.Id, Resources.Patch(Resources.Operation("replace", "password", Secret + "!")))).Expect(200);

        var all = made.Text + patched.Text + (await client.GetAsync(Standard + made.Id + "?attributes=password")).Text + (await client.GetAsync(Genesys + made.Id)).Text;
        Assert.DoesNotContain("password", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);
        Assert.Equal("W/\"2\"", patched.Version);
    }
}
