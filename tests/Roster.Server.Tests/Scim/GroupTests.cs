using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;
using static Roster.Server.Tests.Scim.GroupWire;

namespace Roster.Server.Tests.Scim;

/// <summary>Members, what users see of them, and the names that references show.</summary>
public sealed class GroupTests(ServerFixture fixture)
{
    HttpClient Http => fixture.Server.Http;

    [Fact]
    [Holds("S-26", "S-50")]
    public async Task Members_may_be_users_and_groups_and_are_told_with_type_and_address()
    {
        var (user, inner) = (await Http.NewUserAsync(), await Http.NewGroupAsync());

        var group = await Http.ReadAsync($"{Groups}/{await Http.NewGroupAsync(user, inner)}");

        Assert.Equal([user, inner], group.Parts("members"));
        Assert.Equal(["User", "Group"], group.Parts("members", "type"));
        foreach (var (address, id) in group.Parts("members", "$ref").Zip([user, inner]))
        {
            using var member = await Http.SendAsync("GET", address!);
            Assert.Equal(id, (await member.JsonAsync()).Text("id"));
        }
    }

    [Fact]
    [Holds("S-47", "S-48", "C-22", "RP-15", "PA-37", "V-18")]
    public async Task A_users_groups_follow_every_change_of_members_and_nothing_else()
    {
        var (first, second) = (await Http.NewUserAsync(), await Http.NewUserAsync());
        async Task<string> SeenAsync(string user) => string.Join(',', (await Http.ReadAsync($"{Users}/{user}")).Parts("groups"));
        var versions = new HashSet<string> { (await Http.ReadAsync($"{Users}/{first}")).Version() };

        var group = await Http.NewGroupAsync(first);
        Assert.Equal((group, ""), (await SeenAsync(first), await SeenAsync(second)));
        Assert.Equal(["direct"], (await Http.ReadAsync($"{Users}/{first}")).Parts("groups", "type"));
        Assert.True(versions.Add((await Http.ReadAsync($"{Users}/{first}")).Version()));

        await Http.WriteAsync("PUT", $"{Groups}/{group}", GroupOf(NewGroupName(), second));
        Assert.Equal(("", group), (await SeenAsync(first), await SeenAsync(second)));
        Assert.True(versions.Add((await Http.ReadAsync($"{Users}/{first}")).Version()));

        await Http.WriteAsync("PATCH", $"{Groups}/{group}", Patch("add", "members", Members(first)));
        Assert.Equal((group, group), (await SeenAsync(first), await SeenAsync(second)));
        await Http.WriteAsync("PATCH", $"{Groups}/{group}", Patch("remove", $"members[value eq \"{first}\" or value eq \"{second}\"]"));
        Assert.Equal(("", ""), (await SeenAsync(first), await SeenAsync(second)));

        // A user's own body says nothing about membership.
        var other = await Http.NewGroupAsync(first);
        var put = await Http.WriteAsync("PUT", $"{Users}/{first}", new JsonObject { ["userName"] = Wire.NewName(), ["groups"] = Members(group) });
        Assert.Equal([other], put.Parts("groups"));
        var posted = await Http.WriteAsync("POST", Users, new JsonObject { ["userName"] = Wire.NewName(), ["groups"] = Members(group) }, 201);
        Assert.Equal("", await SeenAsync(posted.Text("id")));
    }

    [Fact]
    [Holds("S-47")]
    public async Task Each_door_tells_the_type_of_a_users_groups_in_its_own_words()
    {
        var user = await Http.NewUserAsync();
        await Http.NewGroupAsync(user);

        Assert.Equal(["direct"], (await Http.ReadAsync($"{Users}/{user}")).Parts("groups", "type"));
        Assert.Equal(["Group"], (await Http.ReadAsync($"{Wire.Users}/{user}")).Parts("groups", "type"));
        Assert.Equal(user, (await Http.ReadAsync($"{Users}?filter=groups.type%20eq%20%22direct%22%20and%20id%20eq%20%22{user}%22"))["Resources"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    [Holds("S-49", "S-52", "S-54")]
    public async Task What_the_server_works_out_cannot_be_written()
    {
        var user = await Http.NewUserAsync();
        var group = await Http.NewGroupAsync(user);

        await Http.RefusedAsync("POST", Groups, new JsonObject { ["members"] = Members(user) }, 400, "invalidValue");
        foreach (var part in new[] { "value", "type", "$ref", "display" })
            await Http.RefusedAsync("PATCH", $"{Groups}/{group}", Patch("replace", $"members[value eq \"{user}\"].{part}", "x"), 400, "mutability");
        await Http.RefusedAsync("PATCH", $"{Groups}/{group}", Patch("replace", "members.display", "x"), 400, "mutability");
        await Http.RefusedAsync("PATCH", $"{Users}/{user}", Patch("add", "groups", Members(group)), 400, "mutability");
        await Http.RefusedAsync("PATCH", $"{Users}/{user}", Patch("replace", Enterprise + ":manager.displayName", "x"), 400, "mutability");
    }

    [Fact]
    [Holds("S-54")]
    public async Task Names_in_references_are_shown_to_those_who_ask_by_name_and_stay_true()
    {
        var (named, nameless) = (await Http.NewUserAsync("Ana"), await Http.NewUserAsync());
        var body = GroupOf(NewGroupName());
        body["members"] = new JsonArray(new JsonObject { ["value"] = named, ["display"] = "sent" }, new JsonObject { ["value"] = nameless });
        var created = await Http.WriteAsync("POST", Groups, body, 201);
        var group = $"{Groups}/{created.Text("id")}";
        var userName = (await Http.ReadAsync($"{Users}/{nameless}")).Text("userName");

        Assert.All([created, await Http.ReadAsync(group)], g => Assert.Equal([null, null], g.Parts("members", "display")));
        Assert.Equal([null, null], (await Http.ReadAsync(group + "?attributes=members.value")).Parts("members", "display"));
        Assert.Equal([null, null], (await Http.ReadAsync(group + "?attributes=urn:ietf:params:scim:schemas:core:2.0:Group")).Parts("members", "display"));
        Assert.Equal(["Ana", userName], (await Http.ReadAsync(group + "?attributes=members")).Parts("members", "display"));
        var alone = (await Http.ReadAsync(group + "?attributes=members.display"))["members"]!;
        Assert.Equal($$"""[{"display":"Ana"},{"display":"{{userName}}"}]""", alone.ToJsonString());

        await Http.WriteAsync("PATCH", $"{Users}/{named}", Patch("replace", "displayName", "Anna"));
        var after = await Http.ReadAsync(group + "?attributes=members");
        Assert.Equal(["Anna", userName], after.Parts("members", "display"));
        Assert.Equal(created.Version(), (await Http.ReadAsync(group)).Version());

        var seen = await Http.ReadAsync($"{Users}/{named}?attributes=groups");
        Assert.Equal([created.Text("displayName")], seen.Parts("groups", "display"));
        Assert.Equal([null], (await Http.ReadAsync($"{Users}/{named}")).Parts("groups", "display"));
        var listed = await Http.ReadAsync($"{Groups}?attributes=members&filter=id%20eq%20%22{created.Text("id")}%22");
        Assert.Equal(["Anna", userName], listed["Resources"]![0]!.AsObject().Parts("members", "display"));
    }

    [Fact]
    [Holds("S-54")]
    public async Task A_managers_name_is_shown_to_those_who_ask_and_never_across_organizations()
    {
        using var elsewhere = await fixture.Server.ClientAsync("elsewhere" + Guid.NewGuid().ToString("N"), Permissions);
        var (boss, foreign) = (await Http.NewUserAsync("Bo"), await elsewhere.NewUserAsync("Stranger"));
        async Task<JsonObject> ManagerAsync(string manager, string attributes)
        {
            var user = await Http.WriteAsync("POST", Users, new JsonObject
            {
                ["userName"] = Wire.NewName(),
                [Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = manager, ["displayName"] = "sent", ["$ref"] = "x" } },
            }, 201);
            Assert.Null(user[Enterprise]!["manager"]!["displayName"]);
            return (await Http.ReadAsync($"{Users}/{user.Text("id")}{attributes}"))[Enterprise]!["manager"]!.AsObject();
        }

        Assert.Equal("Bo", (string?)(await ManagerAsync(boss, $"?attributes={Enterprise}:manager"))["displayName"]);
        Assert.Equal("""{"displayName":"Bo"}""", (await ManagerAsync(boss, $"?attributes={Enterprise}:manager.displayName")).ToJsonString());
        Assert.Null((await ManagerAsync(boss, ""))["displayName"]);
        Assert.Null((await ManagerAsync(boss, "?attributes=" + Enterprise))["displayName"]);
        var (theirs, nobodys) = (await ManagerAsync(foreign, $"?attributes={Enterprise}:manager"), await ManagerAsync(Guid.NewGuid().ToString(), $"?attributes={Enterprise}:manager"));
        Assert.Equal(["value", "$ref"], theirs.Select(p => p.Key));
        Assert.Equal(["value", "$ref"], nobodys.Select(p => p.Key));
        Assert.EndsWith($"{Users}/{boss}", (string?)(await ManagerAsync(boss, ""))["$ref"], StringComparison.Ordinal);
    }

    [Fact]
    [Holds("S-54")]
    public async Task A_manager_is_found_by_the_id_as_it_is_written_and_no_other_way()
    {
        foreach (var users in new[] { Users, Wire.Users })
        {
            var boss = "Boss-" + Guid.NewGuid().ToString("N");
            using var created = await Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName(), $",\"{Enterprise}\":{{\"manager\":{{\"value\":\"{boss}\"}}}}"));
            Assert.Equal(201, (int)created.StatusCode);
            async Task<int> FoundAsync(string filter) =>
                (await Http.ReadAsync($"{users}?filter={Uri.EscapeDataString($"{Enterprise}:manager.value {filter}")}"))["totalResults"]!.GetValue<int>();

            Assert.Equal((1, 1), (await FoundAsync($"eq \"{boss}\""), await FoundAsync($"sw \"{boss[..^1]}\"")));
            Assert.Equal((0, 0), (await FoundAsync($"eq \"{boss.ToLowerInvariant()}\""), await FoundAsync($"sw \"{boss[..^1].ToLowerInvariant()}\"")));
        }
    }

    static readonly string[] Permissions = ["directory:user:view", "directory:user:edit", "directory:user:add", "directory:group:edit"];

    [Fact]
    [Holds("PA-34")]
    public async Task Adding_who_is_there_and_removing_who_is_not_changes_nothing()
    {
        var (member, other) = (await Http.NewUserAsync(), await Http.NewUserAsync());
        var group = $"{Groups}/{await Http.NewGroupAsync(member)}";
        var before = (await Http.ReadAsync(group)).Version();

        foreach (var patch in new[]
        {
            Patch("add", "members", Members(member, member)),
            Patch("add", null, new JsonObject { ["members"] = Members(member) }),
            Patch("remove", $"members[value eq \"{other}\"]"),
            Patch("remove", $"members[value eq \"{other}\" or value eq \"{Guid.NewGuid()}\"]"),
            Patch("remove", "members", Members(other)),
            Patch("replace", "members", Members(member)),
        })
        {
            var answer = await Http.WriteAsync("PATCH", group, patch);
            Assert.Equal(before, answer.Version());
            Assert.Equal([member], answer.Parts("members"));
        }
    }

    [Fact]
    public async Task Nonsense_about_members_is_refused_or_harmless()
    {
        var user = await Http.NewUserAsync();
        var gone = await Http.NewUserAsync();
        using var deleted = await Http.SendAsync("DELETE", $"{Users}/{gone}");
        var group = await Http.NewGroupAsync(user);
        var path = $"{Groups}/{group}";

        foreach (var wrong in new JsonNode[]
        {
            Members(Guid.NewGuid().ToString()), Members(gone), Members("not an id"),
            new JsonArray(new JsonObject { ["value"] = user, ["type"] = "Group" }),
            new JsonArray(new JsonObject { ["value"] = group, ["type"] = "User" }),
            new JsonArray(new JsonObject { ["type"] = "User" }),
        })
        {
            await Http.RefusedAsync("PATCH", path, Patch("add", "members", wrong.DeepClone()), 400, "invalidValue");
            await Http.RefusedAsync("PUT", path, new JsonObject { ["displayName"] = NewGroupName(), ["members"] = wrong.DeepClone() }, 400, "invalidValue");
        }

        await Http.RefusedAsync("PATCH", path, Patch("replace", "members[type eq \"Group\"]", Members(user)), 400, "noTarget");
        Assert.Equal([user], (await Http.ReadAsync(path)).Parts("members"));
        Assert.Equal([user, group], (await Http.WriteAsync("PATCH", path, Patch("add", "members", Members(user, group, user)))).Parts("members"));
        Assert.Equal([group], (await Http.WriteAsync("PATCH", path, Patch("remove", "members[type eq \"User\"]"))).Parts("members"));
    }

    [Fact]
    public async Task A_patch_whose_answer_shows_no_members_tells_the_new_version_all_the_same()
    {
        var (user, other) = (await Http.NewUserAsync(), await Http.NewUserAsync());
        var group = $"{Groups}/{await Http.NewGroupAsync(user)}";

        var without = await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("add", "members", Members(other)));
        using var minimal = await Http.SendAsync("PATCH", group, Patch("remove", $"members[value eq \"{user}\"]").ToJsonString(), headers: ("Prefer", "return=minimal"));

        Assert.False(without.ContainsKey("members"));
        Assert.Equal("W/\"2\"", without.Version());
        Assert.Equal((204, "W/\"3\""), ((int)minimal.StatusCode, minimal.Header("ETag")));
        Assert.Equal([other], (await Http.ReadAsync(group)).Parts("members"));
    }
}
