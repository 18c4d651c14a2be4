using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Pages by cursor (RFC 9865).</summary>
public sealed class CursorTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    static async Task FillAsync(HttpClient http, int users)
    {
        foreach (var i in Enumerable.Range(0, users))
            await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","title":"secret title"}""");
    }

    [Theory, Holds("CU-01", "CU-02", "CU-03", "CU-11", "CU-22", "Q-04")]
    [InlineData("cursor", 5)]
    [InlineData("cursor=", 5)]
    [InlineData("cursor&count=3", 2)]
    [InlineData("cursor&count=5", 1)]
    [InlineData("cursor&count=4", 2)]
    public async Task A_walk_ends_with_a_page_without_a_cursor(string query, int pageCount)
    {
        using var http = await Server.NewDirectoryAsync();
        await FillAsync(http, 5);
        if (!query.Contains("count", StringComparison.Ordinal))
            query += "&count=1";

        var pages = new List<JsonObject> { await http.ListAsync($"/Users?{query}") };
        while (pages[^1]["nextCursor"] is { } next)
        {
            Assert.Matches(new Regex("^[A-Za-z0-9._~-]+$", RegexOptions.None, TimeSpan.FromSeconds(1)), next.GetValue<string>());
            pages.Add(await http.ListAsync($"/Users?{query.Split('&')[1]}&cursor={next.GetValue<string>()}"));
        }

        Assert.Equal(pageCount, pages.Count);
        Assert.Equal(5, pages.SelectMany(p => p.Values()).Distinct().Count());
        Assert.All(pages, page =>
        {
            Assert.Equal((5, page["Resources"]!.AsArray().Count), (page.Number("totalResults"), page.Number("itemsPerPage")));
            Assert.Null(page["startIndex"]);
            Assert.Null(page["previousCursor"]);
        });
    }

    [Fact, Holds("CU-05", "CU-14", "IX-14")]
    public async Task Totals_alone_and_pages_by_index_have_no_cursor()
    {
        using var http = await Server.NewDirectoryAsync();
        await FillAsync(http, 3);

        foreach (var query in new[] { "?cursor&count=0", "?cursor&count=-4" })
        {
            var totals = await http.ListAsync("/Users" + query);
            Assert.Equal((3, 0), (totals.Number("totalResults"), totals.Number("itemsPerPage")));
            Assert.Null(totals["nextCursor"]);
            Assert.Empty(totals["Resources"]!.AsArray());
        }

        var byIndex = await http.ListAsync("/Users?count=1");
        Assert.Null(byIndex["nextCursor"]);
        Assert.Equal(1, byIndex.Number("startIndex"));
    }

    [Fact, Holds("CU-06", "CU-07", "CU-10", "CU-16")]
    public async Task A_cursor_is_good_for_its_own_question_and_caller_only_and_all_else_is_refused_alike()
    {
        var tenant = $"q{Guid.NewGuid():N}";
        using var http = await Server.ClientAsync(tenant, Lists.Everything);
        using var colleague = await Server.ClientAsync(tenant, Lists.Everything);
        using var stranger = await Server.NewDirectoryAsync();
        await FillAsync(http, 3);
        await FillAsync(stranger, 3);
        await http.CreateAsync("/Groups", """{"displayName":"g1"}""");
        await http.CreateAsync("/Groups", """{"displayName":"g2"}""");
        var cursor = (await http.ListAsync("/Users?cursor&count=1&filter=title+pr&sortBy=title&attributes=title")).Text("nextCursor");
        const string Same = "filter=title+pr&sortBy=title&attributes=title&count=1";

        (HttpClient, string)[] others =
        [
            (colleague, $"/Users?{Same}&cursor={cursor}"), (stranger, $"/Users?{Same}&cursor={cursor}"),
            (http, $"/Groups?{Same.Replace("title", "displayName", StringComparison.Ordinal)}&cursor={cursor}"), (http, $"?{Same}&cursor={cursor}"),
            (http, $"/Users?{Same.Replace("title+pr", "id+pr", StringComparison.Ordinal)}&cursor={cursor}"), (http, $"/Users?sortBy=title&attributes=title&count=1&cursor={cursor}"),
            (http, $"/Users?{Same.Replace("sortBy=title", "sortBy=id", StringComparison.Ordinal)}&cursor={cursor}"), (http, $"/Users?{Same}&sortOrder=descending&cursor={cursor}"),
            (http, $"/Users?{Same.Replace("attributes=title", "attributes=id", StringComparison.Ordinal)}&cursor={cursor}"),
            (http, $"/Users?{Same.Replace("attributes=title", "excludedAttributes=title", StringComparison.Ordinal)}&cursor={cursor}"),
            (http, $"/Users?{Same}&cursor=nonsense"), (http, $"/Users?{Same}&cursor={cursor}%20"), (http, $"/Users?{Same}&cursor={cursor}A"), (http, $"/Users?{Same}&cursor={cursor}%3D"),
            (http, $"/Users?{Same}&cursor={cursor[..^1]}"), (http, $"/Users?{Same}&cursor=%00"), (http, $"/Users?{Same}&cursor={new string('A', 3000)}"),
            .. Enumerable.Range(0, cursor.Length).Select(i => (http, $"/Users?{Same}&cursor={cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}")),
        ];
        var texts = new HashSet<string>();
        foreach (var (client, path) in others)
        {
            var (status, type, detail) = await client.SendAsync("GET", Lists.Prefix + path).RefusedAsync();
            Assert.Equal((400, "invalidCursor"), (status, type));
            texts.Add(detail);
        }

        Assert.Single(texts);
        Assert.Single((await http.ListAsync($"/Users?{Same}&cursor={cursor}")).Values());
        Assert.Single((await http.ListAsync($"/Users?{Same.Replace("&count=1", "", StringComparison.Ordinal)}&cursor={cursor}")).Values());
    }

    [Theory, Holds("CU-06", "CU-09", "CU-13", "IX-11")]
    [InlineData("cursor={0}&count=2", "invalidCount")]
    [InlineData("cursor={0}&count=0", "invalidCount")]
    [InlineData("cursor=&count=abc", "invalidCount")]
    [InlineData("cursor={0}&count=abc", "invalidCount")]
    [InlineData("cursor=&count=1.5", "invalidCount")]
    [InlineData("cursor=&startIndex=1", "invalidValue")]
    [InlineData("cursor={0}&count=1&startIndex=2", "invalidValue")]
    [InlineData("cursor={0}&cursor={0}", "invalidCursor")]
    [InlineData("count=abc", "invalidValue")]
    public async Task A_walk_has_one_count_and_no_index(string query, string scimType)
    {
        using var http = await Server.NewDirectoryAsync();
        await FillAsync(http, 3);
        var cursor = (await http.ListAsync("/Users?cursor&count=1")).Text("nextCursor");

        var (status, type, _) = await http.SendAsync("GET", $"{Lists.Prefix}/Users?{string.Format(CultureInfo.InvariantCulture, query, cursor)}").RefusedAsync();

        Assert.Equal((400, scimType), (status, type));
    }

    [Fact, Holds("CU-06", "IX-10", "CU-03")]
    public async Task A_count_above_the_maximum_is_cut_on_every_page()
    {
        var tenant = $"q{Guid.NewGuid():N}";
        using var http = await Server.ClientAsync(tenant, Lists.Everything);
        await Server.Store.Tenants.SaveSettingsAsync((await Server.Store.Tenants.FindAsync(tenant, CancellationToken.None))!.Id, new() { MaxCount = 2, DefaultCount = 2 }, CancellationToken.None);
        await FillAsync(http, 5);

        var pages = await http.WalkAsync("/Users?count=1000");

        Assert.Equal([2, 2, 1], pages.Select(p => p.Number("itemsPerPage")));
    }

    [Fact, Holds("CU-08", "DI-07", "DI-08")]
    public async Task A_cursor_lasts_as_long_as_the_service_says_and_outlives_a_restart()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var folder = Directory.CreateTempSubdirectory("roster-cursor-").FullName;
        try
        {
            string cursor, id, secret;
            int timeout;
            await using (var server = await RosterServer.StartAsync(clock: clock, folder: folder))
            {
                (id, secret) = await server.NewCredentialsAsync("default", Lists.Everything);
                using var http = server.WithToken(await server.TokenAsync(id, secret));
                await FillAsync(http, 3);
                cursor = (await http.ListAsync("/Users?cursor&count=1")).Text("nextCursor");
                var pagination = (await http.ListAsync("/ServiceProviderConfig"))["pagination"]!;
                Assert.True(pagination["cursor"]!.GetValue<bool>());
                timeout = pagination["cursorTimeout"]!.GetValue<int>();
            }

            Assert.Equal(600, timeout);
            await using (var server = await RosterServer.StartAsync(clock: clock, folder: folder))
            {
                using var http = server.WithToken(await server.TokenAsync(id, secret));
                clock.Advance(TimeSpan.FromSeconds(timeout));
                Assert.Single((await http.ListAsync($"/Users?count=1&cursor={cursor}")).Values());

                clock.Advance(TimeSpan.FromSeconds(1));
                var (status, type, detail) = await http.SendAsync("GET", $"{Lists.Prefix}/Users?count=1&cursor={cursor}").RefusedAsync();
                Assert.Equal((400, "expiredCursor"), (status, type));
                Assert.Contains("600", detail, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact, Holds("CU-18", "CU-19")]
    public async Task A_cursor_tells_nothing_and_the_server_keeps_nothing_for_it()
    {
        using var http = await Server.NewDirectoryAsync();
        await FillAsync(http, 3);
        var cursors = new HashSet<string>();

        foreach (var _ in Enumerable.Range(0, 20))
        {
            var page = await http.ListAsync("/Users?cursor&count=1&sortBy=title&filter=title+eq+%22secret+title%22");
            var cursor = page.Text("nextCursor");
            cursors.Add(cursor);
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(cursor);
            var readable = System.Text.Encoding.Latin1.GetString(bytes);
            foreach (var secret in new[] { "secret", "title", page.Values()[0], page.Values()[0].Replace("-", "", StringComparison.Ordinal) })
                Assert.DoesNotContain(secret, readable, StringComparison.OrdinalIgnoreCase);
        }

        // None is like another, so that equal places cannot be seen to be equal.
        Assert.Equal(20, cursors.Count);
    }

    [Fact, Holds("CU-17")]
    public async Task A_client_that_lost_its_permission_does_not_go_on()
    {
        var tenant = $"q{Guid.NewGuid():N}";
        var (id, secret) = await Server.NewCredentialsAsync(tenant, Lists.Everything);
        using var http = Server.WithToken(await Server.TokenAsync(id, secret));
        await FillAsync(http, 2);
        var cursor = (await http.ListAsync("/Users?cursor&count=1")).Text("nextCursor");
        var root = (await http.ListAsync("?cursor&count=1")).Text("nextCursor");

        var organization = (await Server.Store.Tenants.FindAsync(tenant, CancellationToken.None))!.Id;
        await Server.Store.Clients.UpdateAsync(organization, id, new() { Permissions = ["directory:group:edit"] }, CancellationToken.None);

        Assert.Equal(403, (await http.SendAsync("GET", $"{Lists.Prefix}/Users?count=1&cursor={cursor}").RefusedAsync()).Status);
        Assert.Equal("invalidCursor", (await http.SendAsync("GET", $"{Lists.Prefix}?count=1&cursor={root}").RefusedAsync()).ScimType);
    }

    [Fact, Holds("CU-02", "CU-20", "CU-21")]
    public async Task Whoever_is_there_all_along_is_met_exactly_once_while_others_come_and_go()
    {
        const int Users = 20_000;
        await using var server = await RosterServer.StartAsync();
        using var http = await server.ClientAsync("walk", Lists.Everything);
        var tenant = (await server.Store.Tenants.FindAsync("walk", CancellationToken.None))!.Id;
        var stay = await FillStoreAsync(server, tenant, "user", Users);
        var go = (await FillStoreAsync(server, tenant, "leaver", 300)).Values.ToList();

        using var stop = new CancellationTokenSource();
        var others = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await http.CreateAsync("/Users", $$"""{"userName":"new{{i}}","displayName":"N{{i % 50}}"}""");
                if (i < go.Count)
                {
                    using var deleted = await http.SendAsync("DELETE", $"{Lists.Prefix}/Users/{go[i]}");
                    Assert.Equal(204, (int)deleted.StatusCode);
                }
            }
        });
        var walk = await http.WalkAsync("/Users?count=500&attributes=userName");
        var sorted = await http.WalkAsync($"/Users?count=500&attributes=userName&sortBy=displayName&sortOrder=descending&filter={Lists.Q("userName sw \"user1\"")}");
        var root = await http.WalkAsync($"?count=500&attributes=userName&filter={Lists.Q("userName sw \"user2\"")}");
        await stop.CancelAsync();
        await others;

        AssertOnce(stay.Values, walk);
        AssertOnce([.. stay.Where(u => u.Key.StartsWith("user1", StringComparison.Ordinal)).Select(u => u.Value)], sorted);
        AssertOnce([.. stay.Where(u => u.Key.StartsWith("user2", StringComparison.Ordinal)).Select(u => u.Value)], root);

        static void AssertOnce(IReadOnlyCollection<string> expected, List<JsonObject> pages)
        {
            var met = pages.SelectMany(p => p.Values()).ToList();
            Assert.Equal(met.Count, met.Distinct(StringComparer.Ordinal).Count());
            Assert.Subset(met.ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
        }
    }

    /// <summary>Creates users without HTTP, which would take longer than all the rest.</summary>
    /// <returns>Their ids by their names.</returns>
    static async Task<Dictionary<string, string>> FillStoreAsync(RosterServer server, TenantId tenant, string name, int count)
    {
        var caller = new Caller(tenant, "test", [], "test");
        var ids = Enumerable.Range(0, count).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i}"), _ => Guid.NewGuid().ToString());
        foreach (var chunk in ids.Chunk(1000))
        {
            await Task.WhenAll(chunk.Select(user =>
            {
                var attributes = new JsonObject { ["userName"] = user.Key, ["displayName"] = $"N{user.Key.Length % 3}{user.Key[^1]}", ["active"] = true };
                var create = new ResourceChange
                {
                    Kind = ChangeKind.Create, Key = new ResourceKey("User", user.Value), At = TimeProvider.System.GetUtcNow(), Document = Document.From(attributes),
                    Attributes = [new AttributeChange("userName", null, user.Key)],
                };
                return server.Store.For(tenant).TrySaveAsync(create, caller, CancellationToken.None);
            }));
        }

        return ids;
    }
}
