using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Transport;

public sealed class StopTests
{
    [Fact]
    public async Task A_server_that_is_told_to_stop_says_so_goes_on_answering_and_then_ends()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Shutdown = new ShutdownOptions { DrainSeconds = 2 } });

        var stopping = server.App.StopAsync(CancellationToken.None);
        // Told by the signal in real life; here by the host's own first step.
        server.App.Lifetime.StopApplication();
        using var ready = await server.Anonymous.SendAsync("GET", "/health/ready");
        using var live = await server.Anonymous.SendAsync("GET", "/health/live");
        using var created = await server.Http.SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName()));
        await stopping;

        Assert.Equal([503, 200, 201], new[] { ready, live, created }.Select(r => (int)r.StatusCode));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Anonymous.SendAsync("GET", "/health/live"));
    }
}
