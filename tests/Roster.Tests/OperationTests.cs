using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>What a running process tells whoever operates it: its log, its traces, its health.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class OperationTests : IDisposable
{
    const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    readonly string folder = Directory.CreateTempSubdirectory("roster-operation-").FullName;
    readonly HttpClient http = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_as_JSON_is_an_object_a_line_and_tells_request_trace_client_and_organization(bool trusted)
    {
        await using var roster = await RosterProcess.StartAsync(
            folder, http, TimeSpan.FromSeconds(60), ("ROSTER_Log__Format", "json"), ("ROSTER_Telemetry__TrustTraceparent", trusted ? "true" : "false"));
        var token = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        var api = new ApiClient(http, roster.Address, token);

        var answer = await api.GetAsync("/scim/v2/Users/nobody", ("ININ-Correlation-Id", "one-of-mine"), ("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RosterProcess.TokenAsync(http, roster.Address, "a\n{}\"client", "x"));
        var lines = await LinesAsync(roster, l => l.Any(j => (int?)j["eventId"] == 1201) && l.Any(j => (string?)j["correlationId"] == "one-of-mine" && (int?)j["eventId"] == 1001));
        var line = lines.Single(j => (string?)j["correlationId"] == "one-of-mine" && (int?)j["eventId"] == 1001);

        Assert.Equal(404, answer.Status);
        Assert.Equal(("Information", "Roster.Server.Http.RequestEnvelope"), ((string?)line["level"], (string?)line["category"]));
        Assert.Matches("^[0-9-]{10}T[0-9:.]{12}Z$", (string?)line["time"]);
        Assert.StartsWith("GET /scim/v2/Users/nobody -> 404 in ", (string?)line["message"], StringComparison.Ordinal);
        Assert.Equal((404, RosterProcess.ClientId), ((int?)line["values"]!["Status"], (string?)line["clientId"]));
        Assert.True((long?)line["tenantId"] > 0);
        Assert.Matches("^[0-9a-f]{32}$", (string?)line["traceId"]);
        Assert.Equal(trusted, (string?)line["traceId"] == TraceId);
    }

    [Fact]
    public async Task The_OTEL_variables_of_the_surroundings_have_no_say()
    {
        await using var theirs = await Collector.StartAsync();
        await using var ours = await Collector.StartAsync();
        (string, string)[] surroundings =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", theirs.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "somebody-else"),
            ("OTEL_RESOURCE_ATTRIBUTES", "team=somebody-else"), ("OTEL_TRACES_SAMPLER", "always_off"), ("OTEL_SDK_DISABLED", "true"),
        ];

        foreach (var settings in new[] { surroundings, [.. surroundings, ("ROSTER_Telemetry__OtlpEndpoint", ours.Address)] })
        {
            await using var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60), settings);
            _ = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
            roster.Terminate();
            Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
        }

        Assert.True(theirs.IsEmpty);
        Assert.Contains("POST /oauth/token", ours.Of("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("somebody-else", ours.Of("/v1/traces") + ours.Of("/v1/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_command_answers_for_a_server_on_every_interface_and_for_one_that_is_gone()
    {
        var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60));
        await using (roster)
        {
            var everywhere = roster.Address.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal);
            Assert.Equal("ok", (string?)(await RosterProcess.RunAsync(folder, "health", "--url", everywhere))["dependencies"]!["storage"]);
            Assert.Equal("ok", (string?)(await RosterProcess.RunAsync(folder, "health", "--url", roster.Address, "--live"))["status"]);
        }

        var gone = await Assert.ThrowsAsync<InvalidOperationException>(() => RosterProcess.RunAsync(folder, "health", "--url", roster.Address));
        Assert.Contains("ended with 1", gone.Message, StringComparison.Ordinal);
        Assert.Contains("no server answers", gone.Message, StringComparison.Ordinal);
    }

    /// <summary>The lines so far, once they are as expected; each must be an object.</summary>
    static async Task<List<JsonObject>> LinesAsync(RosterProcess roster, Func<List<JsonObject>, bool> expected)
    {
        for (var attempt = 0; ; attempt++)
        {
            var lines = roster.Output.Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
            if (expected(lines) || attempt == 100)
                return lines;
            await Task.Delay(100);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
