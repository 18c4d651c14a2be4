using System.Diagnostics;
using System.Text.Json.Nodes;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Health;

/// <summary>What <c>/health/ready</c> tells whoever balances the load, and nobody else.</summary>
public sealed class ReadyTests
{
    [Fact]
    public async Task A_server_that_is_well_says_so_of_each_dependency()
    {
        await using var server = await RosterServer.StartAsync();

        using var ready = await server.Anonymous.SendAsync("GET", "/health/ready");

        Assert.Equal(200, (int)ready.StatusCode);
        AssertBody("""{"status":"ok","dependencies":{"storage":"ok"}}""", await ready.JsonAsync());
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Fact]
    public async Task Storage_that_hangs_is_named_within_five_seconds_with_no_word_about_why_and_is_well_again_afterwards()
    {
        await using var server = await RosterServer.StartAsync();
        await using var held = await WriteLock.TakeAsync(server.Folder);

        var watch = Stopwatch.StartNew();
        using var hanging = await server.Anonymous.SendAsync("GET", "/health/ready");
        var took = watch.Elapsed;
        using var live = await server.Anonymous.SendAsync("GET", "/health/live");
        await held.DisposeAsync();

        Assert.Equal(503, (int)hanging.StatusCode);
        AssertBody("""{"status":"unavailable","dependencies":{"storage":"unavailable"}}""", await hanging.JsonAsync());
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(200, (int)live.StatusCode);
        Assert.Equal(200, await StatusOnceWellAsync(server));
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Fact]
    public async Task A_server_that_stops_is_not_ready_before_any_dependency_is_asked()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Shutdown = new ShutdownOptions { DrainSeconds = 2 } });
        await using var held = await WriteLock.TakeAsync(server.Folder);

        server.App.Lifetime.StopApplication();
        var watch = Stopwatch.StartNew();
        using var ready = await server.Anonymous.SendAsync("GET", "/health/ready");
        var took = watch.Elapsed;
        await held.DisposeAsync();

        Assert.Equal(503, (int)ready.StatusCode);
        AssertBody("""{"status":"unavailable"}""", await ready.JsonAsync());
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    static async Task<int> StatusOnceWellAsync(RosterServer server)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var ready = await server.Anonymous.SendAsync("GET", "/health/ready");
            if (ready.IsSuccessStatusCode || attempt == 50)
                return (int)ready.StatusCode;
            await Task.Delay(200);
        }
    }

    static void AssertBody(string expected, JsonObject actual) => Assert.Equal(expected, actual.ToJsonString());
}
