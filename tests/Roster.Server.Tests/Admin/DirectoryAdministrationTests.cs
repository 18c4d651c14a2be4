using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>Deleted resources, the change log and indexes over HTTP.</summary>
public sealed class DirectoryAdministrationTests(ServerFixture fixture)
{
    static readonly string[] All =
    [
        "directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:delete", "directory:group:edit",
        "roster:deleted", "roster:changes", "roster:indexes",
    ];

    RosterServer Server => fixture.Server;

    [Fact]
    public async Task A_deleted_user_comes_back_with_its_roles_and_groups()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), All);
        var name = Wire.NewName();
        var id = (await http.CreateUserAsync(name, ",\"roles\":[{\"value\":\"inventor\"}]")).Text("id");
        using var group = await http.SendAsync("POST", Wire.Groups, $$"""{"displayName":"Agents","members":[{"value":"{{id}}"}]}""");
        using var deleted = await http.SendAsync("DELETE", $"{Wire.Users}/{id}");

        var listed = (await http.AdminJsonAsync("GET", "/deleted?type=User"))["items"]!.AsArray().Single()!.AsObject();
        var restored = await http.AdminJsonAsync("POST", $"/deleted/User/{id}/restore");
        using var user = await http.SendAsync("GET", $"{Wire.Users}/{id}");
        var shown = await user.JsonAsync();

        Assert.Equal((id, name), (listed.Text("id"), listed.Text("name")));
        Assert.NotNull(listed["purgedAfter"]);
        Assert.Equal((await group.JsonAsync()).Text("id"), restored["groups"]![0]!.GetValue<string>());
        Assert.Contains("inventor", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Agents", shown.ToJsonString() + (await group.JsonAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(shown["groups"]);
        Assert.Equal(404, await http.AdminStatusAsync("POST", $"/deleted/User/{id}/restore"));
    }

    [Fact]
    [Holds("SEC-14")]
    public async Task An_erased_user_is_nowhere_any_more()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), All);
        var name = Wire.NewName();
        var id = (await http.CreateUserAsync(name)).Text("id");
        using var patched = await http.SendAsync("PATCH", $"{Wire.Users}/{id}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Keeper of secrets"}]}""");
        Assert.Equal(404, await http.AdminStatusAsync("DELETE", $"/deleted/User/{id}"));
        using var deleted = await http.SendAsync("DELETE", $"{Wire.Users}/{id}");
        Assert.Contains("Keeper of secrets", (await http.AdminJsonAsync("GET", "/changes")).ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(204, await http.AdminStatusAsync("DELETE", $"/deleted/User/{id}"));

        var changes = (await http.AdminJsonAsync("GET", "/changes")).ToJsonString();
        Assert.DoesNotContain("Keeper of secrets", changes, StringComparison.Ordinal);
        Assert.DoesNotContain(name, changes, StringComparison.Ordinal);
        Assert.Contains("\"purge\"", changes, StringComparison.Ordinal);
        Assert.Empty((await http.AdminJsonAsync("GET", "/deleted"))["items"]!.AsArray());
        Assert.Equal(404, await http.AdminStatusAsync("POST", $"/deleted/User/{id}/restore"));
    }

    [Fact]
    [Holds("SEC-05")]
    public async Task The_change_log_tells_who_did_what_under_which_correlation_id_with_names()
    {
        var tenant = await Server.NewTenantAsync();
        var (clientId, secret) = await Server.NewCredentialsAsync(tenant, All);
        using var http = Server.WithToken(await Server.TokenAsync(clientId, secret));
        using var other = await Server.ClientAsync(tenant, All);
        var name = Wire.NewName();
        var id = (await http.CreateUserAsync(name)).Text("id");
        using var group = await other.SendAsync("POST", Wire.Groups, $$"""{"displayName":"Agents","members":[{"value":"{{id}}"}]}""");
        using var titled = await http.SendAsync(
            "PATCH", $"{Wire.Users}/{id}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Agent"}]}""",
            headers: ("ININ-Correlation-Id", "the-correlation"));

        var all = await http.AdminJsonAsync("GET", "/changes");
        var mine = await http.AdminJsonAsync("GET", $"/changes?client={clientId}");
        var ofUser = await http.AdminJsonAsync("GET", $"/changes?type=User&id={id}");
        var first = await http.AdminJsonAsync("GET", "/changes?count=1");
        var rest = await http.AdminJsonAsync("GET", $"/changes?after={first.Text("next")}");
        var none = await http.AdminJsonAsync("GET", "/changes?until=2001-01-01T00:00:00Z");

        Assert.Equal((3, 2, 2, 1, 2, 0), (Count(all), Count(mine), Count(ofUser), Count(first), Count(rest), Count(none)));
        Assert.Equal(name, all["names"]![id]!.GetValue<string>());
        var last = all["items"]![2]!.AsObject();
        Assert.Equal((clientId, "the-correlation", "update"), (last.Text("clientId"), last.Text("correlationId"), last.Text("kind")));
        Assert.Equal("Agent", last["delta"]!["attributes"]![0]!["to"]!.GetValue<string>());
        Assert.Equal(id, all["items"]![1]!["delta"]!["members"]!["add"]![0]!.GetValue<string>());
        Assert.Equal(400, await http.AdminStatusAsync("GET", "/changes?type=User"));
        Assert.Equal(400, await http.AdminStatusAsync("GET", "/changes?since=yesterday"));
        Assert.Equal(400, await http.AdminStatusAsync("GET", "/changes?after=x"));

        static int Count(System.Text.Json.Nodes.JsonObject page) => page["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task An_attribute_is_indexed_while_the_server_runs_and_dropped_again()
    {
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), All);
        for (var i = 0; i < 20; i++)
            await http.CreateUserAsync(more: $",\"title\":\"t{i % 4}\"");

        var added = await http.AdminJsonAsync("POST", "/indexes", """{"resourceType":"User","path":"title"}""");
        var index = added;
        for (var i = 0; i < 500 && !index["ready"]!.GetValue<bool>(); i++)
        {
            await Task.Delay(20);
            index = await http.AdminJsonAsync("GET", "/indexes/User/title");
        }

        using var found = await http.SendAsync("GET", $"{Wire.Users}?filter=title eq \"t1\"");
        Assert.True(index["ready"]!.GetValue<bool>());
        Assert.Equal((20, 20), (index["done"]!.GetValue<int>(), index["total"]!.GetValue<int>()));
        Assert.Equal(5, (await found.JsonAsync())["totalResults"]!.GetValue<int>());
        Assert.Equal(409, await http.AdminStatusAsync("POST", "/indexes", """{"resourceType":"User","path":"title"}"""));
        Assert.Equal(400, await http.AdminStatusAsync("POST", "/indexes", """{"resourceType":"User","path":"nothing"}"""));
        Assert.Equal(204, await http.AdminStatusAsync("DELETE", "/indexes/User/title"));
        Assert.Equal(404, await http.AdminStatusAsync("DELETE", "/indexes/User/title"));
        using var again = await http.SendAsync("GET", $"{Wire.Users}?filter=title eq \"t1\"");
        Assert.Equal(5, (await again.JsonAsync())["totalResults"]!.GetValue<int>());
    }
}
