using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;
using static Roster.Server.Tests.Scim.GroupWire;

namespace Roster.Server.Tests.Scim;

/// <summary>Groups of every size (T65): written, shown and changed whole, nothing cut off.</summary>
public sealed class LargeGroupTests(LargeGroupTests.People people) : IClassFixture<LargeGroupTests.People>
{
    /// <summary>A server with as many users as the largest group has members.</summary>
    public sealed class People : IAsyncLifetime
    {
        RosterServer? server;

        public RosterServer Server => server!;

        public IReadOnlyList<string> Users { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            server = await RosterServer.StartAsync();
            var tenant = (await server.Store.Tenants.FindAsync("default", CancellationToken.None))!.Id;
            var caller = new Caller(tenant, server.ClientId, [], "people");
            var ids = Enumerable.Range(0, Sizes.Max(s => s.Data)).Select(_ => Guid.NewGuid().ToString()).ToArray();
            foreach (var some in ids.Chunk(5000))
            {
                await Task.WhenAll(some.Select(id => server.Store.For(tenant).TrySaveAsync(
                    new ResourceChange
                    {
                        Kind = ChangeKind.Create, Key = new ResourceKey("User", id), At = TimeProvider.System.GetUtcNow(),
                        Document = Document.From(new JsonObject { ["userName"] = id, ["active"] = true }),
                    },
                    caller, CancellationToken.None)));
            }

            Users = ids;
        }

        public async ValueTask DisposeAsync() => await server!.DisposeAsync();
    }

    HttpClient Http => people.Server.Http;

    public static TheoryData<int> Sizes => Environment.GetEnvironmentVariable("ROSTER_LONG_TESTS") is "1" or "true"
        ? [0, 1, 99, 100, 101, 250, 251, 1000, 1001, 1250, 1251, 2750, 2751, 3500, 5000, 100_000]
        : [0, 1, 99, 100, 101, 250, 251, 1000, 1001, 1250, 1251, 2750, 2751, 3500, 5000];

    [Theory, MemberData(nameof(Sizes))]
    [Holds("PA-34", "RP-15", "S-47")]
    public async Task A_group_of_any_size_is_put_shown_and_changed_whole(int size)
    {
        var members = people.Users.Take(size).Reverse().ToArray();
        var group = $"{Groups}/{await Http.NewGroupAsync()}";
        var name = NewGroupName();

        var put = await Http.WriteAsync("PUT", group, GroupOf(name, members.Concat(members.Take(3))));
        Assert.Equal(members, put.Parts("members"));
        Assert.Equal(["schemas", "id", "displayName", "members", "meta"], put.Select(p => p.Key));
        Assert.Equal(put.ToJsonString(), (await Http.ReadAsync(group)).ToJsonString());
        Assert.Equal(members, (await Http.ReadAsync($"{Groups}?filter=displayName%20eq%20%22{name}%22"))["Resources"]![0]!.AsObject().Parts("members"));
        Assert.Equal(size, (await Http.ReadAsync($"{Users}?count=0&filter=groups.value%20eq%20%22{put.Text("id")}%22"))["totalResults"]!.GetValue<int>());
        if (size == 0)
            return;

        // Nothing changes, so it stays the same version; then the one in the middle goes and comes back, as the last.
        Assert.Equal(put.Version(), (await Http.WriteAsync("PUT", group, GroupOf(name, members))).Version());
        Assert.Equal(put.Version(), (await Http.WriteAsync("PATCH", group, Patch("replace", "members", Members(members)))).Version());
        var middle = members[size / 2];
        await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("remove", $"members[value eq \"{middle}\"]"));
        await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("add", "members", Members(middle)));
        Assert.Equal(members.Where(m => m != middle).Append(middle), (await Http.ReadAsync(group)).Parts("members"));

        var cleared = await Http.WriteAsync("PUT", group, GroupOf(name));
        Assert.Empty(cleared.Parts("members"));
    }

    [Fact]
    public async Task Large_and_small_bodies_are_read_by_the_same_rules()
    {
        var ids = people.Users.Take(1500).ToArray();
        var group = $"{Groups}/{await Http.NewGroupAsync()}";
        string Put(string last) => $$"""{"displayName":"{{NewGroupName()}}", "members" : [ {{string.Join(" ,\n ", ids.Select((id, i) => (i % 4) switch
        {
            0 => $"\"{id}\"",
            1 => $$"""{"value":"{{id}}","type":"User","display":"x","$ref":"y"}""",
            2 => $$"""{ "VALUE" : "{{id}}", "unknown": [1, {"a": null}] }""",
            _ => $$"""{"value":"{{id}}","type":"user"}""",
        }))}}{{last}}]}""";

        using var good = await Http.SendAsync("PUT", group, Put(""));
        Assert.Equal(ids, (await good.JsonAsync()).Parts("members"));

        foreach (var (last, status, scimType) in new[]
        {
            (",", 400, "invalidSyntax"), (",{\"value\":\"a\",\"Value\":\"b\"}", 400, "invalidSyntax"), (",{\"value\":\"\\ud800\"}", 400, "invalidValue"),
            (",{\"value\":7}", 400, "invalidValue"), (",{\"type\":\"User\"}", 400, "invalidValue"), (",{\"value\":\"nobody\"}", 400, "invalidValue"), (",null", 200, ""),
        })
        {
            using var answer = await Http.SendAsync("PUT", group, Put(last));
            Assert.Equal((status, scimType), ((int)answer.StatusCode, (string?)(await answer.JsonAsync())["scimType"] ?? ""));
        }

        await Http.RefusedAsync("POST", Groups, GroupOf(NewGroupName(), Enumerable.Repeat(ids[0], 200_001)), 413, null);
        await Http.RefusedAsync("PATCH", group, new JsonObject { ["Operations"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => new JsonObject())]) }, 413, null);
        await Http.RefusedAsync("PUT", group, new JsonObject { ["displayName"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => JsonValue.Create(i))]) }, 400, "invalidValue");
    }

    [Fact]
    public async Task A_client_that_reads_slowly_holds_nothing_up()
    {
        var group = await Http.NewGroupAsync([.. people.Users.Take(3500)]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Groups}/{group}");
        using var slow = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await slow.Content.ReadAsStreamAsync();
        var start = new byte[100];
        await stream.ReadExactlyAsync(start);

        using var deleted = await Http.SendAsync("DELETE", $"{Groups}/{group}");
        Assert.Equal(204, (int)deleted.StatusCode);

        // What is left of the answer is still one JSON document, with those that were read before the group went.
        using var rest = new StreamReader(stream, Encoding.UTF8);
        var answer = JsonNode.Parse(Encoding.UTF8.GetString(start) + await rest.ReadToEndAsync())!.AsObject();
        Assert.Equal(people.Users.Take(answer["members"]!.AsArray().Count), answer.Parts("members"));
        Assert.Equal("Group", (string?)answer["meta"]!["resourceType"]);
    }
}
