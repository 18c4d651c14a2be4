using System.Text.Json.Nodes;
using Roster.Probe.Reports;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>Roster itself is probed, on every surface: nothing is wrong, nothing is left, and nothing of others is touched.</summary>
public sealed class RosterTests(RosterTests.Peer peer) : IClassFixture<RosterTests.Peer>
{
    [Theory]
    [InlineData("/scim/v2")]
    [InlineData("/api/v2/scim")]
    [InlineData("/api/v2/scim/v2")]
    public async Task An_empty_organization_passes_everything(string prefix)
    {
        var token = await peer.NewTokenAsync();

        var report = await Probing.RunAsync(peer.Server.BaseUrl + prefix, token, Probing.Quick with { Empty = true, All = true });

        Assert.Empty(report.Troubles());
        Assert.All(report.Providers, p => Assert.Equal(ProviderVerdict.Works, p.Verdict));
        Assert.Equal(13, report.Providers.Count);
        Assert.Equal(prefix == "/scim/v2" ? "standard" : "Genesys", report.Surface);
        Assert.True(report.Made > 500, $"{report.Made} resources were made.");
        Assert.Equal(["Users 0", "Groups 0"], await peer.CountAsync(token, prefix));
    }

    [Theory]
    [InlineData("/scim/v2", 110)]
    [InlineData("/api/v2/scim", 12)]
    [InlineData("/api/v2/scim/v2", 12)]
    public async Task An_organization_with_people_passes_too_and_they_are_as_before(string prefix, int people)
    {
        var token = await peer.NewTokenAsync();
        await peer.FillAsync(token, people);
        var before = await peer.EverythingAsync(token);

        var report = await Probing.RunAsync(peer.Server.BaseUrl + prefix, token, Probing.Quick with { All = true });

        Assert.Empty(report.Troubles());
        Assert.False(report.WouldBreak);
        Assert.Equal(before, await peer.EverythingAsync(token));
    }

    [Fact]
    public async Task Reading_only_writes_nothing()
    {
        var token = await peer.NewTokenAsync();
        await peer.FillAsync(token);
        var before = await peer.EverythingAsync(token);

        var report = await Probing.RunAsync(peer.Server.BaseUrl + "/scim/v2", token, Probing.Quick with { ReadOnly = true });

        Assert.Empty(report.Troubles());
        Assert.Equal((0, true), (report.Made, report.Checks.Count(c => c.Finding.Verdict == Checks.Verdict.Pass) > 20));
        Assert.All(report.Providers, p => Assert.Equal(ProviderVerdict.NotJudged, p.Verdict));
        Assert.Equal(before, await peer.EverythingAsync(token));
    }

    [Fact]
    public async Task One_provider_alone_can_be_asked_for()
    {
        var report = await Probing.RunAsync(peer.Server.BaseUrl + "/scim/v2", await peer.NewTokenAsync(), Probing.Quick with { Providers = ["okta"] });

        Assert.Equal("Okta", Assert.Single(report.Providers).Provider);
        Assert.All(report.Checks, c => Assert.Contains("Okta", c.Check.Breaks.Concat(c.Check.Limits)));
    }

    [Fact]
    public async Task An_organization_that_is_not_empty_is_not_taken_for_one()
    {
        var token = await peer.NewTokenAsync();
        await peer.FillAsync(token);

        var refused = await Assert.ThrowsAsync<ProbeException>(() => Probing.RunAsync(peer.Server.BaseUrl + "/scim/v2", token, Probing.Quick with { Empty = true }));

        Assert.True(refused.IsWrongOption);
        Assert.Contains("--empty", refused.Message, StringComparison.Ordinal);
    }

    // Ctrl-C comes at any moment.
    [Fact]
    public async Task What_was_made_is_removed_when_the_run_is_interrupted()
    {
        var token = await peer.NewTokenAsync();
        using var interrupt = new CancellationTokenSource();
        var parts = 0;

        // In the midst of a conversation: it has begun when this is told.
        void Progress(string part)
        {
            if (++parts == 3)
                interrupt.CancelAfter(TimeSpan.FromMilliseconds(10));
        }

        var report = await Probing.RunAsync(peer.Server.BaseUrl + "/scim/v2", token, Probing.Quick with { Providers = ["Microsoft Entra ID", "Okta"] }, Progress, interrupt.Token);

        Assert.True(report.WasInterrupted);
        Assert.Contains("interrupted", report.Ended, StringComparison.Ordinal);
        Assert.NotEqual(0, report.Made);
        Assert.Equal(["Users 0", "Groups 0"], await peer.CountAsync(token, "/scim/v2"));
    }

    /// <summary>A server that the tests share, each with an organization of its own.</summary>
    public sealed class Peer : IAsyncLifetime
    {
        static readonly string[] Permissions = ["directory:user:view", "directory:user:edit", "directory:user:add", "directory:user:delete", "directory:user:setPassword", "directory:group:edit"];

        RosterServer? server;
        int organizations;

        public RosterServer Server => server!;

        public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);

        public async ValueTask DisposeAsync() => await server!.DisposeAsync();

        public Task<string> NewTokenAsync() => Server.NewTokenAsync($"org{Interlocked.Increment(ref organizations)}", Permissions);

        /// <summary>People and groups, some under the very names that the recordings use.</summary>
        public async Task FillAsync(string token, int people = 12)
        {
            var client = new ApiClient(Server.Anonymous, Server.BaseUrl, token);
            var ids = new List<string>();
            string[] names = [.. Enumerable.Range(0, people).Select(i => $"real{i}@a.example"), "mia@c.example", "ben@a.example", "tom@a.example", "bjensen", "one", "ana@g.example"];
            foreach (var name in names)
                ids.Add((await client.PostAsync("/scim/v2/Users", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = name, ["displayName"] = "Real", ["title"] = "Agent", ["active"] = ids.Count % 5 != 0 })).Expect(201).Id);
            foreach (var name in new[] { "Agents", "Night Shift", "Crew", "Real" })
                (await client.PostAsync("/scim/v2/Groups", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"), ["displayName"] = name, ["members"] = new JsonArray(new JsonObject { ["value"] = ids[0] }) })).Expect(201);
        }

        /// <summary>All users and groups with their versions, and how many of each there are.</summary>
        public async Task<string> EverythingAsync(string token)
        {
            var client = new ApiClient(Server.Anonymous, Server.BaseUrl, token);
            var users = (await client.GetAsync("/scim/v2/Users?count=500")).Expect(200);
            return users.Text + (await client.GetAsync("/scim/v2/Groups?count=500")).Expect(200).Text;
        }

        public async Task<string[]> CountAsync(string token, string prefix)
        {
            var client = new ApiClient(Server.Anonymous, Server.BaseUrl, token);
            return [$"Users {(await client.GetAsync(prefix + "/Users?count=0")).Body["totalResults"]}", $"Groups {(await client.GetAsync(prefix + "/Groups?count=0")).Body["totalResults"]}"];
        }
    }
}
