using Microsoft.Extensions.Time.Testing;
using Roster.Server.Limits;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Limits;

public sealed class RateLimitTests
{
    [Fact]
    [Holds("MT-08")]
    public async Task A_client_over_its_limit_waits_until_its_minute_is_over_and_others_do_not()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 3 } }, clock);
        using var other = await server.ClientAsync("default", "directory:user:view");
        for (var i = 1; i <= 3; i++)
        {
            using var allowed = await server.Http.SendAsync("GET", Wire.Users);
            Assert.Equal(200, (int)allowed.StatusCode);
            Assert.Equal(i.ToString(null, null), allowed.Header("inin-ratelimit-count"));
            Assert.Equal("3", allowed.Header("inin-ratelimit-allowed"));
            Assert.Equal("60", allowed.Header("inin-ratelimit-reset"));
        }

        clock.Advance(TimeSpan.FromSeconds(20));
        using var refused = await server.Http.SendAsync("GET", Wire.Users);
        using var elsewhere = await other.SendAsync("GET", Wire.Users);
        clock.Advance(TimeSpan.FromSeconds(40));
        using var again = await server.Http.SendAsync("GET", Wire.Users);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("40", refused.Header("Retry-After"));
        Assert.Equal("too.many.requests", (await refused.JsonAsync()).Text("code"));
        Assert.Equal(200, (int)elsewhere.StatusCode);
        Assert.Equal(200, (int)again.StatusCode);
        Assert.Equal("1", again.Header("inin-ratelimit-count"));
    }

    [Fact]
    public async Task Without_the_option_a_client_has_300_requests_a_minute_and_refusals_count_too()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions() });

        using var response = await server.Http.SendAsync("GET", Wire.Users + "/nobody");

        Assert.Equal("300", response.Header("inin-ratelimit-allowed"));
        Assert.Equal("1", response.Header("inin-ratelimit-count"));
    }

    [Fact]
    public async Task Without_the_option_each_surface_counts_by_itself()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions() });

        using var vendors = await server.Http.SendAsync("GET", Wire.Users);
        using var first = await server.Http.SendAsync("GET", "/scim/v2/Users");
        using var second = await server.Http.SendAsync("GET", "/scim/v2/Groups");

        Assert.Equal(("300", "1"), (vendors.Header("inin-ratelimit-allowed"), vendors.Header("inin-ratelimit-count")));
        Assert.Equal(("6000", "1"), (first.Header("inin-ratelimit-allowed"), first.Header("inin-ratelimit-count")));
        Assert.Equal("2", second.Header("inin-ratelimit-count"));
    }

    [Fact]
    [Holds("E-14")]
    public async Task With_the_option_all_surfaces_count_together()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 2 } });

        using var first = await server.Http.SendAsync("GET", Wire.Users);
        using var second = await server.Http.SendAsync("GET", "/scim/v2/Users");
        using var third = await server.Http.SendAsync("GET", "/scim/v2/Users");

        Assert.Equal([200, 200, 429], new[] { first, second, third }.Select(r => (int)r.StatusCode));
        Assert.Equal("429", (await third.JsonAsync()).Text("status"));
        Assert.NotNull(third.Header("Retry-After"));
    }

    [Fact]
    public void Minutes_that_are_over_are_forgotten()
    {
        var clock = new FakeTimeProvider();
        var rates = new ClientRates(10, clock);
        for (var i = 0; i < 20_000; i++)
            rates.Take($"client {i}");

        clock.Advance(TimeSpan.FromMinutes(2));
        rates.Take("one more");

        Assert.Equal(1, rates.Remembered);
    }

    [Theory]
    [InlineData(60, 7)]
    [InlineData(300, 1000)]
    [InlineData(6_000, 20_000)]
    public void A_client_that_asks_without_end_gets_its_rate(int perMinute, int askedPerMinute)
    {
        var clock = new FakeTimeProvider();
        var rates = new ClientRates(perMinute, clock);
        const int minutes = 60;
        var allowed = 0;

        for (var i = 0; i < askedPerMinute * minutes; i++)
        {
            if (!rates.Take("client").Exceeded)
                allowed++;
            clock.Advance(TimeSpan.FromMinutes(1) / askedPerMinute);
        }

        var expected = Math.Min(perMinute, askedPerMinute) * minutes;
        Assert.InRange(allowed, expected * 0.95, expected * 1.05);
    }

    [Fact]
    public async Task A_flood_of_one_client_leaves_another_s_requests_alone()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 100 } });
        using var flood = await server.ClientAsync("default", "directory:user:view");
        using var calm = await server.ClientAsync("default", "directory:user:view");
        var statuses = new System.Collections.Concurrent.ConcurrentBag<int>();

        var flooding = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var response = await flood.SendAsync("GET", Wire.Users + "?count=1");
                statuses.Add((int)response.StatusCode);
            }
        })).ToArray();
        for (var i = 0; i < 50; i++)
        {
            using var response = await calm.SendAsync("GET", Wire.Users + "?count=1");
            Assert.Equal(200, (int)response.StatusCode);
        }

        await Task.WhenAll(flooding);
        // A second minute may have begun while they ran.
        Assert.InRange(statuses.Count(s => s == 200), 95, 210);
        Assert.All(statuses, s => Assert.True(s is 200 or 429));
    }
}
