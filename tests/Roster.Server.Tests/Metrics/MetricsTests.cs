using Xunit;

namespace Roster.Server.Tests.Metrics;

/// <summary>What Prometheus reads of the server.</summary>
public sealed class MetricsTests(ServerFixture fixture)
{
    [Fact]
    public async Task Requests_the_runtime_and_tokens_are_measured_and_nobody_is_named()
    {
        using var reader = await fixture.Server.ClientAsync("metered", "roster:metrics");
        using var asked = await reader.GetAsync("/api/v2/scim/v2/users/nobody-to-be-found");

        var text = await reader.GetStringAsync("/metrics");

        Assert.Contains("http_server_request_duration_seconds_bucket", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/api/v2/scim/v2/users/{id}\"", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections", text, StringComparison.Ordinal);
        Assert.Contains("roster_tokens_expiring", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-to-be-found", text, StringComparison.Ordinal);
        Assert.DoesNotContain("metered", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_permissions_do_not_open_them()
    {
        using var other = await fixture.Server.ClientAsync("metered", "directory:user:view");
        using var response = await other.GetAsync("/metrics");

        Assert.Equal(403, (int)response.StatusCode);
    }
}
