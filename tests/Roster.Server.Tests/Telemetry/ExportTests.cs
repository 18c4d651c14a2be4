using System.Text;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Telemetry;

/// <summary>What is sent to a collector, and what never is.</summary>
public sealed class ExportTests
{
    const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    const string Traceparent = $"00-{TraceId}-b7ad6b7169203331-01";

    [Fact]
    public async Task Requests_and_the_storage_s_work_for_them_are_sent_as_spans_and_figures()
    {
        await using var collector = await Collector.StartAsync();
        await using (var server = await StartAsync(collector, t => t with { ServiceName = "roster-of-a-test" }))
            await server.Http.CreateUserAsync();

        var (traces, metrics) = (collector.Of("/v1/traces"), collector.Of("/v1/metrics"));
        foreach (var word in new[] { "roster-of-a-test", "POST /api/v2/scim/v2/users", "User.Create", "Microsoft.AspNetCore", "Roster.Storage", "storage.read", "storage.write" })
            Assert.Contains(word, traces, StringComparison.Ordinal);
        foreach (var word in new[] { "roster-of-a-test", "roster.request.duration", "roster.storage.batch.size", "roster.storage.writer.waiting" })
            Assert.Contains(word, metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_span_or_figure_has_a_text_of_the_request_or_of_what_is_stored()
    {
        await using var collector = await Collector.StartAsync();
        var hidden = new List<string>();
        await using (var server = await StartAsync(collector))
        {
            var (password, name, wrong) = ($"pw-{Guid.NewGuid():N}", $"ana-{Guid.NewGuid():N}@example.test", $"wrong-{Guid.NewGuid():N}");
            var token = await server.TokenAsync(server.ClientId, server.ClientSecret);
            hidden.AddRange([password, name, wrong, token, server.ClientId, server.ClientSecret, "a-program-of-somebody", "a-host-of-somebody", "METHODOFSOMEBODY", "baggage-of-somebody"]);
            using var http = server.WithToken(token);
            http.DefaultRequestHeaders.UserAgent.ParseAdd("a-program-of-somebody/1.0");
            http.DefaultRequestHeaders.Add("baggage", "who=baggage-of-somebody");
            var user = await http.CreateUserAsync(name, $",\"password\":\"{password}\"");
            hidden.Add(user.Text("id"));
            foreach (var (method, path, body) in new (string, string, string?)[]
            {
                ("GET", $"{Wire.Users}/{user.Text("id")}", null),
                ("GET", $"{Wire.Users}/{name}", null),
                ("GET", $"/nowhere/{name}", null),
                ("GET", $"{Wire.Users}?filter=userName%20eq%20%22{name}%22&access_token={token}&{password}=1", null),
                ("POST", "/scim/v2/Users/.search", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"{{name}}\""}"""),
                ("POST", Wire.Users, $"{{\"password\":\"{password}\","),
                ("PATCH", $"{Wire.Users}/{user.Text("id")}", $$"""{"Operations":[{"op":"replace","path":"password.x","value":"{{password}}"}]}"""),
                ("METHODOFSOMEBODY", Wire.Users, null),
            })
            {
                using var response = await http.SendAsync(method, path, body, headers: [("Host", "a-host-of-somebody")]);
            }

            using var refused = await server.Anonymous.SendAsync("POST", "/oauth/token", $"grant_type=client_credentials&client_id={server.ClientId}&client_secret={wrong}", "application/x-www-form-urlencoded");
            Assert.Equal(401, (int)refused.StatusCode);
        }

        var sent = collector.Of("/v1/traces") + collector.Of("/v1/metrics");
        Assert.Contains("/api/v2/scim/v2/users/{id}", sent, StringComparison.Ordinal);
        Assert.Contains("storage.read", sent, StringComparison.Ordinal);
        foreach (var text in hidden)
            Assert.DoesNotContain(text, sent, StringComparison.OrdinalIgnoreCase);
        foreach (var attribute in new[] { "url.path", "url.query", "user_agent.original", "server.address" })
            Assert.DoesNotContain(attribute, collector.Of("/v1/traces"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_s_own_trace_is_taken_only_from_whom_the_operator_trusts(bool trusted)
    {
        await using var collector = await Collector.StartAsync();
        await using (var server = await StartAsync(collector, t => t with { TrustTraceparent = trusted }))
        using (await server.Http.SendAsync("GET", Wire.Users, headers: [("traceparent", Traceparent)])) { }

        Assert.Contains("GET /api/v2/scim/v2/users", collector.Of("/v1/traces"), StringComparison.Ordinal);
        Assert.Equal(trusted, collector.Of("/v1/traces").Contains(Encoding.Latin1.GetString(Convert.FromHexString(TraceId)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_cannot_have_a_request_traced()
    {
        await using var collector = await Collector.StartAsync();
        await using (var server = await StartAsync(collector, t => t with { TracePercent = 0 }))
        using (await server.Http.SendAsync("GET", Wire.Users, headers: [("traceparent", Traceparent)])) { }

        Assert.Contains("roster.request.duration", collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain("GET /api/v2/scim/v2/users", collector.Of("/v1/traces"), StringComparison.Ordinal);
    }

    static Task<RosterServer> StartAsync(Collector collector, Func<TelemetryOptions, TelemetryOptions>? change = null)
    {
        var telemetry = new TelemetryOptions { OtlpEndpoint = collector.Address };
        return RosterServer.StartAsync(o => o with { Telemetry = change is null ? telemetry : change(telemetry) });
    }
}
