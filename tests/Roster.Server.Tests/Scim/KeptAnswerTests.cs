using System.Diagnostics;
using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;
using static Roster.Server.Tests.Scim.GroupWire;

namespace Roster.Server.Tests.Scim;

/// <summary>Answers about large groups are kept: whoever asks again must see what a first answer would be.</summary>
public sealed class KeptAnswerTests(KeptAnswerTests.People people) : IClassFixture<KeptAnswerTests.People>
{
    const int Size = 600;

    /// <summary>A server with users for large groups.</summary>
    public sealed class People : IAsyncLifetime
    {
        RosterServer? server;

        public RosterServer Server => server!;

        public string[] Users { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            server = await RosterServer.StartAsync();
            Users = await Task.WhenAll(Enumerable.Range(0, Size).Select(_ => server.Http.NewUserAsync()));
        }

        public async ValueTask DisposeAsync() => await server!.DisposeAsync();
    }

    HttpClient Http => people.Server.Http;

    // Known by its length: what is put together anew goes out in pieces.
    async Task<(JsonObject Group, bool Kept)> GetAsync(string group, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, group);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var kept = response.Content.Headers.ContentLength is not null;
        var body = await response.JsonAsync();
        Assert.Equal(200, (int)response.StatusCode);
        if (body["meta"] is not null)
            Assert.Contains(body.Version().Trim('W', '/', '"'), response.Headers.ETag!.Tag, StringComparison.Ordinal);
        return (body, kept);
    }

    [Theory]
    [InlineData("/scim/v2/Groups")]
    [InlineData("/api/v2/scim/v2/groups")]
    public async Task The_second_answer_is_the_first_once_more(string groups)
    {
        var group = $"{groups}/{await Http.NewGroupAsync(people.Users)}";

        var (first, made) = await GetAsync(group);
        var (second, kept) = await GetAsync(group);

        Assert.Equal((false, true), (made, kept));
        Assert.Equal(people.Users, first.Parts("members"));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task Every_change_is_seen_at_once()
    {
        var someone = await Http.NewUserAsync();
        var group = $"{Groups}/{await Http.NewGroupAsync([.. people.Users, someone])}";
        var expected = people.Users.Append(someone).ToList();

        async Task SeenAsync()
        {
            foreach (var again in new[] { false, true })
            {
                var (seen, kept) = await GetAsync(group);
                Assert.Equal(again, kept);
                Assert.Equal(expected, seen.Parts("members"));
            }
        }

        await SeenAsync();
        await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("remove", $"members[value eq \"{people.Users[7]}\"]"));
        expected.RemoveAt(7);
        await SeenAsync();
        await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("add", "members", Members(people.Users[7])));
        expected.Add(people.Users[7]);
        await SeenAsync();
        // The group changes by what is done to its member.
        using (var deleted = await Http.SendAsync("DELETE", $"{Users}/{someone}"))
            Assert.Equal(204, (int)deleted.StatusCode);
        expected.Remove(someone);
        await SeenAsync();

        await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", Patch("replace", "displayName", "another" + NewGroupName()));
        await SeenAsync();
        Assert.StartsWith("another", (await GetAsync(group)).Group.Text("displayName"), StringComparison.Ordinal);

        using (var deleted = await Http.SendAsync("DELETE", group))
            Assert.Equal(204, (int)deleted.StatusCode);
        using var gone = await Http.SendAsync("GET", group);
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Who_asks_otherwise_gets_another_answer()
    {
        var group = $"{Groups}/{await Http.NewGroupAsync(people.Users)}";
        await GetAsync(group);
        Assert.True((await GetAsync(group)).Kept);

        // Under another host's name the locations are others; names of members are no part of the group's version.
        var (local, kept) = await GetAsync(group, ("Host", "localhost"));
        Assert.False(kept);
        Assert.StartsWith("http://localhost", (string?)local["members"]![0]!["$ref"], StringComparison.Ordinal);
        foreach (var query in new[] { "?attributes=members", "?attributes=members.value", "?excludedAttributes=displayName" })
        {
            Assert.False((await GetAsync(group + query)).Kept);
            Assert.False((await GetAsync(group + query)).Kept);
        }
    }

    [Fact]
    public async Task Another_organization_finds_nothing()
    {
        var id = await Http.NewGroupAsync(people.Users);
        await GetAsync($"{Groups}/{id}");
        Assert.True((await GetAsync($"{Groups}/{id}")).Kept);

        using var stranger = await people.Server.ClientAsync("strangers", "directory:group:edit", "directory:user:view", "directory:group:view");
        using var answer = await stranger.SendAsync("GET", $"{Groups}/{id}");

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Head_has_the_length_and_nothing_else()
    {
        var group = $"{Groups}/{await Http.NewGroupAsync(people.Users)}";
        await GetAsync(group);
        using var head = await Http.SendAsync("HEAD", group);
        using var get = await Http.SendAsync("GET", group);

        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task While_members_come_and_go_an_answer_is_the_state_of_its_version()
    {
        var group = $"{Groups}/{await Http.NewGroupAsync(people.Users)}";
        var wavering = people.Users[^1];
        using var stop = new CancellationTokenSource();
        var states = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (seen, kept) = await GetAsync(group);
                if (kept)
                    Assert.Equal(states.GetOrAdd(seen.Version(), seen.ToJsonString()), seen.ToJsonString());
            }
        })).ToList();
        for (var i = 0; i < 40; i++)
        {
            await Http.WriteAsync("PATCH", group + "?excludedAttributes=members", i % 2 == 0 ? Patch("remove", $"members[value eq \"{wavering}\"]") : Patch("add", "members", Members(wavering)));
            // Answered, so it is seen by whoever asks from now on.
            Assert.Equal(i % 2 == 0 ? Size - 1 : Size, (await GetAsync(group)).Group.Parts("members").Count());
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_kept_nothing_is()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Limits = o.Limits with { KeptAnswerBytes = 0 } });
        var members = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => server.Http.NewUserAsync()));
        var group = $"{Groups}/{await server.Http.NewGroupAsync(members)}";
        for (var i = 0; i < 3; i++)
        {
            using var response = await server.Http.GetAsync(new Uri(group, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            Assert.Null(response.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task What_is_kept_has_bounds()
    {
        // A piece of memory each, of which there are six, and a quarter of them is given back at a time.
        await using var server = await RosterServer.StartAsync(o => o with { Limits = o.Limits with { KeptAnswerBytes = 400_000 } });
        var members = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => server.Http.NewUserAsync()));
        var groups = new List<string>();
        for (var i = 0; i < 12; i++)
            groups.Add($"{Groups}/{await server.Http.NewGroupAsync(members)}");

        async Task<bool> IsKeptAsync(string group)
        {
            using var response = await server.Http.GetAsync(new Uri(group, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            var kept = response.Content.Headers.ContentLength is not null;
            Assert.Equal(members, (await response.JsonAsync()).Parts("members"));
            return kept;
        }

        async Task<int> KeptAsync()
        {
            var kept = 0;
            foreach (var group in groups)
                kept += await IsKeptAsync(group) ? 1 : 0;
            return kept;
        }

        Assert.Equal(0, await KeptAsync());
        // The latest first: those before them had to go.
        groups.Reverse();
        Assert.InRange(await KeptAsync(), 0, 6);

        // What is asked for now finds room. It is made in the background, so it may take more than one answer.
        for (var watch = Stopwatch.StartNew(); !await IsKeptAsync(groups[0]);)
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "A group that is asked for again and again is not kept.");
    }
}
