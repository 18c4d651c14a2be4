using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Roster.Server.Hosting;
using Roster.Server.Metrics;
using Roster.Server.Tests.Admin;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Hosting;

/// <summary>What has to happen by itself in the course of a year, with a clock that runs fast.</summary>
public sealed class YearTests
{
    [Fact]
    [Holds("A-03", "SEC-14")]
    public async Task In_a_year_tokens_are_warned_about_and_expire_and_what_is_past_its_time_goes()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(clock: clock);
        var maintenance = server.App.Services.GetRequiredService<Maintenance>();
        var (id, secret) = await server.NewCredentialsAsync(
            "default", ["directory:user:view", "directory:user:add", "directory:user:delete", "roster:tokens", "roster:deleted", "roster:changes"], TimeSpan.FromDays(30));
        using var start = server.WithToken(await server.TokenAsync(id, secret));
        var ending = await start.AdminJsonAsync("POST", "/tokens", $$"""{"clientId":"{{id}}","name":"ending","expiresAt":"{{clock.GetUtcNow().AddDays(200):O}}"}""");
        var lasting = await start.AdminJsonAsync("POST", "/tokens", $$"""{"clientId":"{{id}}","name":"lasting"}""");
        using var user = await start.SendAsync("DELETE", $"{Wire.Users}/{(await start.CreateUserAsync()).Text("id")}");
        Assert.Equal(204, (int)user.StatusCode);

        var metrics = server.App.Services.GetRequiredService<RosterMetrics>();
        var (fetched, soon, measured, goneAfter, warnedFrom) = (0, 0, 0, 0, 0);
        var token = await server.TokenAsync(id, secret);
        for (var day = 1; day <= 366; day++)
        {
            var runs = maintenance.Runs;
            clock.Advance(TimeSpan.FromDays(1));
            await UntilAsync(() => maintenance.Runs > runs);

            using var http = server.WithToken(token);
            using (var response = await http.SendAsync("GET", Wire.Users + "?count=0"))
            {
                if ((int)response.StatusCode == 401)
                    (token, fetched) = (await server.TokenAsync(id, secret), fetched + 1);
                else
                    Assert.Equal(200, (int)response.StatusCode);
            }

            using var operated = server.WithToken(token);
            var listed = await operated.AdminJsonAsync("GET", "/tokens");
            soon += listed["items"]!.AsArray().Any(t => t!["expiresSoon"]!.GetValue<bool>()) ? 1 : 0;
            measured += metrics.TokensExpiring;
            if (warnedFrom == 0 && Warnings(server) > 0)
                warnedFrom = day;
            if (goneAfter == 0 && (await operated.AdminJsonAsync("GET", "/deleted"))["items"]!.AsArray().Count == 0)
                goneAfter = day;
            Assert.Equal(day < 200 ? 200 : 401, await StatusAsync(server, ending.Text("token")));
            Assert.Equal(200, await StatusAsync(server, lasting.Text("token")));
        }

        Assert.Equal(12, fetched);
        Assert.InRange(soon, 13, 15);
        Assert.InRange(measured, 13, 15);
        Assert.InRange(Warnings(server), 13, 15);
        Assert.InRange(warnedFrom, 185, 187);
        Assert.InRange(goneAfter, 90, 91);
        using var last = server.WithToken(token);
        Assert.Empty((await last.AdminJsonAsync("GET", "/changes"))["items"]!.AsArray());
        Assert.DoesNotContain(server.Logs.Lines, l => l.Contains("[1302]", StringComparison.Ordinal));
    }

    static int Warnings(RosterServer server) => server.Logs.Lines.Count(l => l.Contains("[1301]", StringComparison.Ordinal));

    static async Task<int> StatusAsync(RosterServer server, string token)
    {
        using var response = await server.Anonymous.SendAsync("GET", Wire.Users + "?count=0", headers: ("Authorization", "Bearer " + token));
        return (int)response.StatusCode;
    }

    static async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 2000 && !done(); i++)
            await Task.Delay(5);
        Assert.True(done());
    }
}
