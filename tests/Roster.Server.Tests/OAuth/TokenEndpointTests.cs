using System.Net.Http.Headers;
using System.Text;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.OAuth;

public sealed class TokenEndpointTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    [Holds("A-09", "A-10", "A-11", "A-12")]
    public async Task A_client_gets_a_token_with_Basic()
    {
        using var response = await SendAsync("grant_type=client_credentials", RosterServer.Basic(Server.ClientId, Server.ClientSecret));
        var body = await response.JsonAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.StartsWith("rst_", body.Text("access_token"), StringComparison.Ordinal);
        Assert.Equal("bearer", body.Text("token_type"));
        Assert.InRange(body["expires_in"]!.GetValue<int>(), 86_398, 86_400);
        Assert.Null(body["refresh_token"]);
        Assert.Null(body["id_token"]);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.NotNull(response.Header("ININ-Correlation-Id"));
    }

    [Fact]
    [Holds("A-10")]
    public async Task A_client_gets_a_token_with_its_secret_in_the_body()
    {
        using var response = await SendAsync(Form(Server.ClientId, Server.ClientSecret));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Tokens_differ_and_live_as_long_as_the_client_says()
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", ["directory:user:view"], TimeSpan.FromDays(450));

        using var first = await SendAsync(Form(id, secret));
        using var second = await SendAsync(Form(id, secret));
        var (a, b) = (await first.JsonAsync(), await second.JsonAsync());

        Assert.NotEqual(a.Text("access_token"), b.Text("access_token"));
        Assert.InRange(a["expires_in"]!.GetValue<int>(), 38_879_998, 38_880_000);
    }

    [Fact]
    [Holds("A-13")]
    public async Task Unknown_clients_wrong_secrets_and_revoked_clients_get_the_same_answer()
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", []);
        await Server.Store.Clients.RevokeAsync(id, CancellationToken.None);

        foreach (var basic in new[] { true, false })
        {
            var bodies = new List<string>();
            foreach (var (clientId, clientSecret) in new[] { ("nobody", "wrong"), (Server.ClientId, "wrong"), (id, secret) })
            {
                using var response = basic
                    ? await SendAsync("grant_type=client_credentials", RosterServer.Basic(clientId, clientSecret))
                    : await SendAsync(Form(clientId, clientSecret));
                var body = await response.JsonAsync();

                Assert.Equal(401, (int)response.StatusCode);
                Assert.Equal("invalid_client", body.Text("error"));
                Assert.Equal(body.Text("error_description"), body.Text("description"));
                Assert.Null(body["error_uri"]);
                if (basic)
                    Assert.StartsWith("Basic", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
                bodies.Add(body.ToJsonString());
            }

            Assert.Single(bodies.Distinct(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=refresh_token&refresh_token=a", "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code&code=a", "unsupported_grant_type")]
    [InlineData("grant_type=urn:made:up", "unsupported_grant_type")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [Holds("A-13", "A-14")]
    public async Task Wrong_requests_of_a_good_client_are_400(string form, string error)
    {
        using var response = await SendAsync(form, RosterServer.Basic(Server.ClientId, Server.ClientSecret));
        var body = await response.JsonAsync();

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(error, body.Text("error"));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    [Holds("A-15")]
    public async Task A_scope_is_passed_over_and_grants_nothing()
    {
        using var response = await SendAsync("grant_type=client_credentials&scope=everything", RosterServer.Basic(Server.ClientId, Server.ClientSecret));
        var body = await response.JsonAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(["access_token", "expires_in", "token_type"], body.Select(m => m.Key).Order());
    }

    [Fact]
    public async Task A_form_with_too_many_fields_is_400()
    {
        using var response = await SendAsync(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=x")));

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_fetches_tokens_without_end_is_held_back()
    {
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 5 } });
        var statuses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseUrl + "/oauth/token"))
            {
                Content = new StringContent("grant_type=client_credentials", Encoding.UTF8, "application/x-www-form-urlencoded"),
            };
            request.Headers.Authorization = RosterServer.Basic(server.ClientId, server.ClientSecret);
            using var response = await server.Anonymous.SendAsync(request);
            statuses.Add((int)response.StatusCode);
            if (statuses[^1] == 429)
                Assert.NotNull(response.Header("Retry-After"));
        }

        // The host has fetched the first of the five.
        Assert.Equal([200, 200, 200, 200, 429, 429], statuses);
    }

    [Fact]
    [Holds("A-10")]
    public async Task Credentials_in_two_places_are_refused()
    {
        using var response = await SendAsync(Form(Server.ClientId, Server.ClientSecret), RosterServer.Basic(Server.ClientId, Server.ClientSecret));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("invalid_request", (await response.JsonAsync()).Text("error"));
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("")]
    [InlineData("bm9jb2xvbg==")]
    public async Task Malformed_Basic_credentials_are_refused(string credentials)
    {
        using var response = await Server.Anonymous.SendAsync(
            "POST", "/oauth/token", "grant_type=client_credentials", "application/x-www-form-urlencoded", ("Authorization", $"Basic {credentials}"));

        Assert.InRange((int)response.StatusCode, 400, 401);
    }

    [Fact]
    public async Task A_secret_in_the_query_is_not_looked_at()
    {
        using var response = await Server.Anonymous.SendAsync(
            "POST", $"/oauth/token?client_id={Server.ClientId}&client_secret={Server.ClientSecret}", "grant_type=client_credentials", "application/x-www-form-urlencoded");

        Assert.InRange((int)response.StatusCode, 400, 401);
    }

    [Fact]
    public async Task A_JSON_body_is_refused()
    {
        using var response = await Server.Anonymous.SendAsync("POST", "/oauth/token", """{"grant_type":"client_credentials"}""", "application/json");

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [Holds("A-14")]
    public async Task Other_methods_are_405(string method)
    {
        using var response = await Server.Anonymous.SendAsync(method, "/oauth/token?grant_type=client_credentials");

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal("POST, OPTIONS", response.Header("Allow"));
    }

    [Theory]
    [InlineData("/oauth/token/")]
    [InlineData("//oauth//token")]
    [InlineData("/OAuth/Token")]
    public async Task The_path_is_taken_in_any_form(string path)
    {
        using var response = await SendAsync(Form(Server.ClientId, Server.ClientSecret), path: path);

        Assert.Equal(200, (int)response.StatusCode);
    }

    static string Form(string id, string secret) =>
        $"grant_type=client_credentials&client_id={Uri.EscapeDataString(id)}&client_secret={Uri.EscapeDataString(secret)}";

    async Task<HttpResponseMessage> SendAsync(string form, AuthenticationHeaderValue? authorization = null, string path = "/oauth/token")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.BaseUrl + path))
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = authorization;
        return await Server.Anonymous.SendAsync(request);
    }
}
