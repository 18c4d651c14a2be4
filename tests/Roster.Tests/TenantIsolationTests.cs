using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Two organizations on one server: neither can see, touch or infer anything of the other (T04 to T07).</summary>
public sealed class TenantIsolationTests(RunningServer server, TenantIsolationTests.TwoOrganizations two) : IClassFixture<TenantIsolationTests.TwoOrganizations>
{
    static readonly string[] Prefixes = ["/api/v2/scim", "/api/v2/scim/v2", "/scim/v2"];

    public static TheoryData<string, string, string> ById()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var prefix in Prefixes)
        {
            foreach (var kind in new[] { "users", "groups" })
            {
                foreach (var method in new[] { "GET", "PUT", "PATCH", "DELETE" })
                    cases.Add(prefix, kind, method);
            }
        }

        return cases;
    }

    [Theory, MemberData(nameof(ById))]
    [Holds("MT-02", "SEC-06", "A-16")]
    public async Task Another_organizations_id_is_answered_like_one_that_never_existed(string prefix, string kind, string method)
    {
        var (live, deleted) = kind == "users" ? (two.ForeignUser, two.DeletedUser) : (two.ForeignGroup, two.DeletedGroup);
        var before = await two.Theirs.DumpAsync();
        var expected = await SendAsync(method, prefix, kind, Resources.NeverExisted);
        Assert.Equal(404, expected.Status);

        var answers = new List<(string What, string Id, Answer Answer)>();
        foreach (var (what, id, version) in new[] { ("live", live.Id, live.Version), ("deleted", deleted.Id, deleted.Version), ("never existing", Resources.NeverExisted, "1") })
        {
            answers.Add((what, id, await SendAsync(method, prefix, kind, id)));
            foreach (var header in new[] { "If-Match", "If-None-Match" })
            {
                foreach (var tag in new[] { $"\"{version}\"", "\"99\"", "*" })
                    answers.Add(($"{what}, {header}: {tag}", id, await SendAsync(method, prefix, kind, id, (header, tag))));
            }
        }

        Assert.All(answers, a => Assert.True(Plain(expected, Resources.NeverExisted) == Plain(a.Answer, a.Id), $"{a.What}: {a.Answer.Status} {a.Answer.Text}, expected {expected.Text}"));
        Assert.Equal(before, await two.Theirs.DumpAsync());
    }

    [Theory, InlineData("/api/v2/scim"), InlineData("/api/v2/scim/v2"), InlineData("/scim/v2")]
    [Holds("MT-03")]
    public async Task Lists_and_totals_hold_only_the_own_organization(string prefix)
    {
        string[] filters =
        [
            "", $"filter=id eq {two.ForeignUser.Id}", "filter=userName eq \"theirs@example.test\"", "filter=externalId eq \"theirs\"",
            "filter=displayName sw \"Theirs\"", "filter=userName pr or not (userName pr)", $"filter=id eq {two.DeletedUser.Id}",
        ];

        foreach (var filter in filters)
        {
            var users = (await two.Ours.GetAsync($"{prefix}/users?count=500&{filter}")).Expect(200);
            Assert.DoesNotContain(two.ForeignUser.Id, users.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("theirs@", users.Text, StringComparison.Ordinal);
            Assert.Equal(users.Body["Resources"]!.AsArray().Count, (int)users.Body["totalResults"]!);
        }

        foreach (var filter in new[] { "", "filter=displayName eq \"Theirs\"", $"filter=members eq \"{two.ForeignUser.Id}\"", $"filter=id eq {two.ForeignGroup.Id}" })
        {
            var groups = (await two.Ours.GetAsync($"{prefix}/groups?count=500&{filter}")).Expect(200);
            Assert.DoesNotContain(two.ForeignGroup.Id, groups.Text, StringComparison.Ordinal);
            Assert.Equal(groups.Body["Resources"]!.AsArray().Count, (int)groups.Body["totalResults"]!);
        }

        Assert.Equal(0, (int)(await two.Ours.GetAsync($"{prefix}/users?count=0&filter=userName eq \"theirs@example.test\"")).Body["totalResults"]!);
    }

    [Theory, InlineData("/api/v2/scim/v2"), InlineData("/scim/v2")]
    [Holds("MT-03")]
    public async Task The_same_names_are_free_in_every_organization(string prefix)
    {
        var body = Resources.User("theirs@example.test");
        body["externalId"] = "theirs";
        body["displayName"] = "Theirs";

        var user = await two.Ours.PostAsync(prefix + "/users", body);
        var group = await two.Ours.PostAsync(prefix + "/groups", Resources.Group("Theirs"));

        Assert.Equal(201, user.Status);
        Assert.Equal(201, group.Status);
        Assert.NotEqual(two.ForeignUser.Id, user.Id);
        Assert.Equal(1, (int)(await two.Ours.GetAsync("/api/v2/scim/users?filter=userName eq theirs@example.test")).Body["totalResults"]!);
        (await two.Ours.DeleteAsync("/api/v2/scim/v2/users/" + user.Id)).Expect(204);
        (await two.Ours.DeleteAsync("/api/v2/scim/v2/groups/" + group.Id)).Expect(204);
        Assert.Equal(200, (await two.Theirs.GetAsync("/api/v2/scim/v2/users/" + two.ForeignUser.Id)).Status);
    }

    [Theory, InlineData("/api/v2/scim/v2"), InlineData("/scim/v2")]
    public async Task Creating_a_name_that_another_organization_deleted_does_not_bring_their_user_back(string prefix)
    {
        var before = await two.Theirs.DumpAsync();

        var user = (await two.Ours.PostAsync(prefix + "/users", Resources.User("theirs-deleted@example.test"))).Expect(201);

        Assert.NotEqual(two.DeletedUser.Id, user.Id);
        Assert.Equal(before, await two.Theirs.DumpAsync());
        (await two.Ours.DeleteAsync("/api/v2/scim/v2/users/" + user.Id)).Expect(204);
    }

    public static readonly MatrixTheoryData<string, string> MemberWrites =
        new(["/api/v2/scim/v2", "/scim/v2"], ["PUT", "PATCH add", "PATCH replace", "PATCH without path", "POST"]);

    [Theory, MemberData(nameof(MemberWrites))]
    public async Task A_foreign_member_is_refused_like_an_unknown_one(string prefix, string how)
    {
        var (ours, theirs) = (await two.Ours.DumpAsync(), await two.Theirs.DumpAsync());
        var group = await two.Ours.CreateGroupAsync("Members " + Resources.UniqueName());

        async Task<Answer> Add(string id)
        {
            var path = $"{prefix}/groups/{group.Id}";
            return how switch
            {
                "POST" => await two.Ours.PostAsync(prefix + "/groups", Resources.Group("Never made", id)),
                "PUT" => await two.Ours.PutAsync(path, Resources.Group((string)group.Body["displayName"]!, id)),
                "PATCH add" => await two.Ours.PatchAsync(path, Resources.Patch(Resources.Operation("add", "members", Resources.Members(id)))),
                "PATCH replace" => await two.Ours.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "members", Resources.Members(id)))),
                _ => await two.Ours.PatchAsync(path, Resources.Patch(Resources.Operation("add", null, new JsonObject { ["members"] = Resources.Members(id) }))),
            };
        }

        var unknown = await Add(Resources.NeverExisted);
        Assert.True(unknown.Status == 400, unknown.Text);
        foreach (var id in new[] { two.ForeignUser.Id, two.DeletedUser.Id, two.ForeignGroup.Id })
        {
            var foreign = await Add(id);
            Assert.Equal(Plain(unknown, Resources.NeverExisted), Plain(foreign, id));
        }

        Assert.Equal(group.Version, (await two.Ours.GetAsync("/api/v2/scim/v2/groups/" + group.Id)).Version);
        (await two.Ours.DeleteAsync("/api/v2/scim/v2/groups/" + group.Id)).Expect(204);
        Assert.Equal(ours, await two.Ours.DumpAsync());
        Assert.Equal(theirs, await two.Theirs.DumpAsync());
    }

    [Theory, InlineData("/api/v2/scim/v2"), InlineData("/scim/v2")]
    public async Task A_foreign_manager_is_kept_like_an_unknown_one_and_never_resolved(string prefix)
    {
        var theirs = await two.Theirs.DumpAsync();

        async Task<string> WithManager(string id)
        {
            var user = await two.Ours.CreateUserAsync();
            var patched = (await two.Ours.PatchAsync($"{prefix}/users/{user.Id}", Resources.Patch(Resources.Operation("add", Resources.Enterprise + ":manager", id)))).Expect(200);
            var manager = patched.Body[Resources.Enterprise]!["manager"]!.ToJsonString();
            (await two.Ours.DeleteAsync("/api/v2/scim/v2/users/" + user.Id)).Expect(204);
            return manager.Replace(id, "{id}", StringComparison.Ordinal);
        }

        Assert.Equal(await WithManager(Resources.NeverExisted), await WithManager(two.ForeignUser.Id));
        Assert.Equal(theirs, await two.Theirs.DumpAsync());
    }

    [Theory]
    [InlineData("X-Tenant-Id", "")]
    [InlineData("X-Forwarded-Host", "")]
    [InlineData("Host", "theirs.example.test")]
    [InlineData("X-Organization-Id", "")]
    [Holds("MT-01")]
    public async Task The_organization_comes_from_the_token_alone(string header, string value)
    {
        foreach (var prefix in Prefixes)
        {
            var plain = await two.Ours.GetAsync($"{prefix}/users?tenant={two.TheirName}");

            var dressed = await two.Ours.SendAsync("GET", $"{prefix}/users?tenant={two.TheirName}", null, (header, value.Length == 0 ? two.TheirName : value));

            Assert.Equal(200, dressed.Status);
            Assert.Equal(plain.Text, dressed.Text);
            Assert.DoesNotContain(two.ForeignUser.Id, dressed.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Holds("MT-01")]
    public async Task A_body_cannot_name_another_organization()
    {
        var theirs = await two.Theirs.DumpAsync();
        var body = Resources.User(Resources.UniqueName());
        body["tenant"] = two.TheirName;
        body["tenantId"] = two.TheirName;
        body["id"] = two.ForeignUser.Id;

        var created = (await two.Ours.PostAsync("/api/v2/scim/v2/users", body)).Expect(201);

        Assert.NotEqual(two.ForeignUser.Id, created.Id);
        Assert.DoesNotContain("tenant", created.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(theirs, await two.Theirs.DumpAsync());
        (await two.Ours.DeleteAsync("/api/v2/scim/v2/users/" + created.Id)).Expect(204);
    }

    [Fact]
    public async Task A_client_made_beside_the_running_server_acts_in_its_own_organization()
    {
        var fresh = await server.ClientAsync(two.TheirName, RunningServer.AllPermissions);

        Assert.Equal(await two.Theirs.DumpAsync(), await fresh.DumpAsync());
    }

    Task<Answer> SendAsync(string method, string prefix, string kind, string id, params (string, string)[] headers)
    {
        JsonObject? body = method switch
        {
            "PUT" when kind == "users" => Resources.User("taken-over@example.test"),
            "PUT" => Resources.Group("Taken over"),
            "PATCH" => Resources.Patch(Resources.Operation("replace", "displayName", "Taken over")),
            _ => null,
        };
        return two.Ours.SendAsync(method, $"{prefix}/{kind}/{id}", body?.ToJsonString(), headers);
    }

    /// <summary>Status, media type and body, without the id that was asked for and the correlation id.</summary>
    static string Plain(Answer answer, string id)
    {
        var body = answer.Body.DeepClone().AsObject();
        body.Remove("contextId");
        return $"{answer.Status} {answer.Headers.GetValueOrDefault("ETag")} {answer.Headers["Content-Type"]} {body.ToJsonString().Replace(id, "{id}", StringComparison.Ordinal)}";
    }

    /// <summary>Two organizations; the second has users and groups whose ids and names the first one knows.</summary>
    public sealed class TwoOrganizations(RunningServer server) : IAsyncLifetime
    {
        public ApiClient Ours { get; private set; } = null!;

        public ApiClient Theirs { get; private set; } = null!;

        public string TheirName { get; private set; } = "";

        public Answer ForeignUser { get; private set; } = null!;

        public Answer ForeignGroup { get; private set; } = null!;

        public Answer DeletedUser { get; private set; } = null!;

        public Answer DeletedGroup { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            TheirName = server.NewTenant();
            Theirs = await server.ClientAsync(TheirName, RunningServer.AllPermissions);
            Ours = await server.DirectoryAsync();

            var body = Resources.User("theirs@example.test");
            body["externalId"] = "theirs";
            body["displayName"] = "Theirs";
            var user = (await Theirs.PostAsync("/api/v2/scim/v2/users", body)).Expect(201);
            ForeignGroup = await Theirs.CreateGroupAsync("Theirs", user.Id);
            // Membership counts in the member's version, and the version is what an attacker might have seen.
            ForeignUser = await Theirs.GetAsync("/api/v2/scim/v2/users/" + user.Id);

            DeletedUser = await Theirs.CreateUserAsync("theirs-deleted@example.test");
            DeletedGroup = await Theirs.CreateGroupAsync("Theirs deleted");
            (await Theirs.DeleteAsync("/api/v2/scim/v2/users/" + DeletedUser.Id)).Expect(204);
            (await Theirs.DeleteAsync("/api/v2/scim/v2/groups/" + DeletedGroup.Id)).Expect(204);
            await Ours.CreateUserAsync("ours@example.test");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
