using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Many clients at once (T52, T54, T55, T58): one winner where there can be one, and no acknowledged change lost.</summary>
public sealed class ConcurrencyTests(RunningServer server)
{
    static int Rounds => Environment.GetEnvironmentVariable("ROSTER_LONG_TESTS") is "1" or "true" ? 1000 : 20;

    [Fact]
    [Holds("C-21", "PA-32")]
    public async Task Of_many_creations_of_one_name_exactly_one_succeeds()
    {
        var client = await server.DirectoryAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var name = Resources.UniqueName();
            var other = await client.CreateUserAsync();

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => n % 4 == 3
                ? client.PatchAsync("/api/v2/scim/v2/users/" + other.Id, Resources.Patch(Resources.Operation("replace", "userName", name)))
                : client.PostAsync("/api/v2/scim/v2/users", Resources.User(n % 2 == 0 ? name : name.ToUpperInvariant()))));

            // The renames are all of one user: one that wins makes the others succeed without changing anything.
            var created = answers.Count(a => a.Status == 201);
            var renamed = answers.Any(a => a.Status == 200) ? 1 : 0;
            Assert.Equal(1, created + renamed);
            Assert.All(answers.Where(a => a.Status is not (200 or 201)), a => Assert.True(a.Status == 409 && (string?)a.Body["scimType"] == "uniqueness", a.Text));
            Assert.Equal(1, (int)(await client.GetAsync($"/api/v2/scim/v2/users?filter=userName eq \"{name}\"")).Body["totalResults"]!);
        }
    }

    [Fact]
    [Holds("V-13")]
    public async Task Of_many_writes_to_one_version_exactly_one_succeeds()
    {
        var client = await server.DirectoryAsync();
        var user = await client.CreateUserAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal) { user.Version };
        for (var round = 0; round < Rounds; round++)
        {
            var version = (await client.GetAsync("/api/v2/scim/v2/users/" + user.Id)).Version;

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => client.PatchAsync(
                "/api/v2/scim/v2/users/" + user.Id,
                Resources.Patch(Resources.Operation("replace", "title", string.Create(CultureInfo.InvariantCulture, $"{round}-{n}"))),
                ("If-Match", $"\"{version}\""))));

            var winner = Assert.Single(answers, a => a.Status == 200);
            Assert.True(seen.Add(winner.Version), "A version was given out twice.");
            Assert.All(answers.Where(a => a != winner), a => Assert.Equal("invalidVers", (string?)a.Body["scimType"]));
            Assert.Equal(winner.Text, (await client.GetAsync("/api/v2/scim/v2/users/" + user.Id)).Text);
        }
    }

    [Fact]
    public async Task Changes_of_different_attributes_at_once_all_survive()
    {
        var client = await server.DirectoryAsync();
        string[] paths = ["title", "displayName", "externalId", Resources.Enterprise + ":department", Resources.Enterprise + ":division", Resources.Enterprise + ":employeeNumber"];
        for (var round = 0; round < Rounds; round++)
        {
            var user = await client.CreateUserAsync();
            var value = string.Create(CultureInfo.InvariantCulture, $"v{round}");

            var answers = await Task.WhenAll(paths.Select(path => client.PatchAsync("/api/v2/scim/v2/users/" + user.Id, Resources.Patch(Resources.Operation("replace", path, value)))));

            Assert.All(answers, a => Assert.True(a.Status == 200, a.Text));
            var after = (await client.GetAsync("/api/v2/scim/v2/users/" + user.Id)).Body;
            Assert.All(paths, path => Assert.Equal(value, (string?)(path.StartsWith("urn:", StringComparison.Ordinal) ? after[Resources.Enterprise]![path[(Resources.Enterprise.Length + 1)..]] : after[path])));
        }
    }

    [Fact]
    public async Task Members_added_and_removed_at_once_all_end_where_they_should()
    {
        var client = await server.DirectoryAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.CreateUserAsync()));
        var leaving = users[..30].Select(u => u.Id).ToArray();
        var joining = users[30..].Select(u => u.Id).ToArray();
        var group = await client.CreateGroupAsync("Commuters", leaving);
        string Path() => "/api/v2/scim/v2/groups/" + group.Id;

        var answers = await Task.WhenAll(
            [
                .. joining.Select(id => client.PatchAsync(Path(), Resources.Patch(Resources.Operation("add", "members", Resources.Members(id))))),
                .. leaving.Select(id => client.PatchAsync(Path(), Resources.Patch(Resources.Operation("remove", $"members[value eq \"{id}\"]", value: null)))),
            ]);

        Assert.All(answers, a => Assert.True(a.Status == 200, a.Text));
        var members = (await client.GetAsync(Path())).Body["members"]!.AsArray().Select(m => (string)m!["value"]!);
        Assert.Equal(joining.Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
        Assert.Equal(30, (int)(await client.GetAsync($"/api/v2/scim/v2/users?count=0&filter=groups.value eq \"{group.Id}\"")).Expect(200).Body["totalResults"]!);
    }

    [Fact]
    [Holds("PA-34", "PA-37", "S-47")]
    public async Task Many_clients_at_one_large_group_leave_what_their_acknowledged_changes_imply()
    {
        const int clients = 32, rounds = 6;
        var client = await server.DirectoryAsync();
        var users = new List<string>();
        foreach (var some in Enumerable.Range(0, 10_000 + clients).Chunk(500))
            users.AddRange((await Task.WhenAll(some.Select(_ => client.CreateUserAsync(door: Resources.StandardDoor)))).Select(u => u.Id));
        var (own, members) = (users[..clients], users[clients..]);
        var group = "/scim/v2/Groups/" + (await client.PostAsync("/scim/v2/Groups", Resources.Group("Crowd", [.. members]))).Expect(201).Id;
        Task<Answer> Change(string op, string id) => client.PatchAsync(
            group + "?attributes=displayName,meta",
            op == "add" ? Resources.Patch(Resources.Operation(op, "members", Resources.Members(id))) : Resources.Patch(Resources.Operation(op, $"members[value eq \"{id}\"]", value: null)));

        // Each has a newcomer and a member of its own, and all add and remove the same few.
        string[] shared = [.. members[^4..]];
        var versions = await Task.WhenAll(Enumerable.Range(0, clients).Select(async n =>
        {
            var seen = new List<string>();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (op, id) in new[] { ("add", own[n]), ("remove", members[n]), (n % 2 == 0 ? "add" : "remove", shared[(n + round) % 4]), ("remove", own[n]), ("add", members[n]) })
                    seen.Add((await Change(op, id)).Expect(200).Version);
            }

            seen.Add((await Change("add", own[n])).Expect(200).Version);
            seen.Add((await Change("remove", members[n])).Expect(200).Version);
            return seen;
        }));

        foreach (var id in shared)
            (await Change("add", id)).Expect(200);
        var after = (await client.GetAsync(group)).Expect(200);
        var expected = members[clients..].Concat(own).Order(StringComparer.Ordinal);
        Assert.Equal(expected, after.Body["members"]!.AsArray().Select(m => (string)m!["value"]!).Order(StringComparer.Ordinal));
        Assert.Equal(10_000, (int)(await client.GetAsync($"/scim/v2/Users?count=0&filter=groups.value eq \"{after.Id}\"")).Expect(200).Body["totalResults"]!);

        // Every change of a client's own newcomer or member changed something, so none of these versions was given to anybody else.
        var owned = versions.SelectMany(seen => seen.Where((_, i) => i % 5 != 2 || i >= rounds * 5)).ToList();
        Assert.Equal(owned.Count, owned.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    [Holds("V-18")]
    public async Task Patches_with_and_without_a_condition_never_lose_one_another_and_no_version_is_given_out_twice()
    {
        const int clients = 16, rounds = 6;
        var client = await server.DirectoryAsync();
        var user = await client.CreateUserAsync(door: Resources.StandardDoor);
        var path = "/scim/v2/Users/" + user.Id;

        // Even clients patch whatever is stored, again when they are told that there is too much going on; odd ones only the version that they have read.
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, clients).Select(async n =>
        {
            var written = new List<(string Version, string Value)>();
            for (var round = 0; round < rounds; round++)
            {
                var value = string.Create(CultureInfo.InvariantCulture, $"{n}-{round}");
                var patch = Resources.Patch(Resources.Operation("add", "emails", new JsonArray(new JsonObject { ["value"] = value + "@example.test", ["type"] = $"t{n}" })));
                (string, string)[] condition = n % 2 == 0 ? [] : [("If-Match", (await client.GetAsync(path)).Version)];
                var answer = await client.PatchAsync(path, patch, condition);
                if (answer.Status == 200)
                    written.Add((answer.Version, value));
                else if (answer.Status == 503 && condition.Length == 0)
                    round--;
                else
                    Assert.True(answer.Status == 412 && condition.Length == 1, answer.Text);
            }

            return written;
        }));

        var all = acknowledged.SelectMany(a => a).ToList();
        Assert.True(acknowledged.Where((_, n) => n % 2 == 0).All(a => a.Count == rounds));
        Assert.Equal(all.Count, all.Select(a => a.Version).Distinct(StringComparer.Ordinal).Count());
        var after = (await client.GetAsync(path)).Expect(200);
        Assert.Equal(
            all.Select(a => a.Value + "@example.test").Order(StringComparer.Ordinal),
            after.Body["emails"]!.AsArray().Select(e => (string)e!["value"]!).Order(StringComparer.Ordinal));
        Assert.Equal($"W/\"{all.Count + 1}\"", after.Version);
    }

    [Fact]
    public async Task A_deleted_user_never_comes_back_through_a_write_that_was_under_way()
    {
        var client = await server.DirectoryAsync();
        var group = await client.CreateGroupAsync("Leavers");
        for (var round = 0; round < Rounds; round++)
        {
            var user = await client.CreateUserAsync();
            var path = "/api/v2/scim/v2/users/" + user.Id;

            var answers = await Task.WhenAll(
                client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "title", "x"))),
                client.PatchAsync("/api/v2/scim/v2/groups/" + group.Id, Resources.Patch(Resources.Operation("add", "members", Resources.Members(user.Id)))),
                client.DeleteAsync(path),
                client.DeleteAsync(path),
                client.PutAsync(path, user.Body.DeepClone()));

            Assert.All(answers, a => Assert.True(a.Status is 200 or 204 or 400 or 404, a.Text));
            Assert.Single(answers, a => a.Status == 204);
            Assert.Equal(404, (await client.GetAsync(path)).Status);
            Assert.Empty((await client.GetAsync("/api/v2/scim/v2/groups/" + group.Id)).Body["members"]?.AsArray() ?? []);
        }
    }

    [Fact]
    public async Task A_reader_never_sees_half_of_a_write()
    {
        var client = await server.DirectoryAsync();
        var user = await client.CreateUserAsync();
        using var done = new CancellationTokenSource();
        var path = "/api/v2/scim/v2/users/" + user.Id;

        async Task ReadAsync(string address, Func<JsonObject, JsonObject?> pick)
        {
            while (!done.IsCancellationRequested)
            {
                var seen = pick((await client.GetAsync(address)).Expect(200).Body);
                Assert.NotNull(seen);
                Assert.Equal((string?)seen["title"], (string?)seen[Resources.Enterprise]?["department"]);
            }
        }

        var readers = Task.WhenAll(
            ReadAsync(path, body => body),
            ReadAsync($"/api/v2/scim/v2/users?filter=id eq {user.Id}", body => body["Resources"]![0]!.AsObject()),
            ReadAsync("/api/v2/scim/v2/users", body => body["Resources"]!.AsArray().Single()!.AsObject()));
        for (var n = 0; n < Rounds * 5; n++)
        {
            var value = n.ToString(CultureInfo.InvariantCulture);
            (await client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "title", value), Resources.Operation("replace", Resources.Enterprise + ":department", value)))).Expect(200);
        }

        await done.CancelAsync();
        await readers;
    }
}
