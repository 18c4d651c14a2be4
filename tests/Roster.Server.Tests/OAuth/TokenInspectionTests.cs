using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.OAuth;

/// <summary>RFC 7009, RFC 7662 and RFC 8414.</summary>
public sealed class TokenInspectionTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    public async Task A_token_is_described_to_its_client_until_it_is_revoked()
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", ["directory:user:view", "directory:user:edit"], TimeSpan.FromHours(1));
        var token = await Server.TokenAsync(id, secret);
        using var http = Server.WithToken(token);

        var before = await IntrospectAsync(id, secret, token);
        using var works = await http.SendAsync("GET", Wire.Users);
        using var revoked = await PostAsync("/oauth/revoke", id, secret, ("token", token), ("token_type_hint", "access_token"));
        using var ended = await http.SendAsync("GET", Wire.Users);
        var after = await IntrospectAsync(id, secret, token);
        using var again = await PostAsync("/oauth/revoke", id, secret, ("token", token));

        Assert.True(before["active"]!.GetValue<bool>());
        Assert.Equal((id, "directory:user:edit directory:user:view", "bearer"), (before.Text("client_id"), before.Text("scope"), before.Text("token_type")));
        Assert.Equal(3600, before["exp"]!.GetValue<long>() - before["iat"]!.GetValue<long>());
        Assert.Equal([200, 200, 401, 200], new[] { works, revoked, ended, again }.Select(r => (int)r.StatusCode));
        Assert.Equal("""{"active":false}""", after.ToJsonString());
    }

    [Theory]
    [InlineData("default", false, false)]
    [InlineData("default", true, true)]
    [InlineData("another organization", true, false)]
    public async Task Another_clients_token_is_told_to_those_who_see_their_organizations_tokens(string organization, bool permitted, bool told)
    {
        var token = await Server.NewTokenAsync("default", "directory:user:view");
        var (id, secret) = await Server.NewCredentialsAsync(organization, permitted ? ["roster:tokens"] : []);

        var answer = await IntrospectAsync(id, secret, token);

        Assert.Equal(told, answer["active"]!.GetValue<bool>());
        Assert.Equal(told, answer.ContainsKey("client_id"));
    }

    [Fact]
    public async Task Another_clients_token_is_not_revoked()
    {
        var token = await Server.NewTokenAsync("default", "directory:user:view");
        var (id, secret) = await Server.NewCredentialsAsync("default", ["roster:tokens", "roster:clients"]);

        using var refused = await PostAsync("/oauth/revoke", id, secret, ("token", token));
        using var http = Server.WithToken(token);
        using var works = await http.SendAsync("GET", Wire.Users);

        Assert.Equal((400, "unauthorized_client"), ((int)refused.StatusCode, (await refused.JsonAsync()).Text("error")));
        Assert.Equal(200, (int)works.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("rst_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_token_is_revoked_already_and_not_active(string token)
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", []);

        using var revoked = await PostAsync("/oauth/revoke", id, secret, ("token", token));
        using var asked = await PostAsync("/oauth/introspect", id, secret, ("token", token));

        Assert.Equal(token.Length == 0 ? [400, 400] : [200, 200], new[] { revoked, asked }.Select(r => (int)r.StatusCode));
    }

    [Theory]
    [InlineData("/oauth/revoke")]
    [InlineData("/oauth/introspect")]
    public async Task Who_is_no_client_learns_and_ends_nothing(string path)
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", []);
        var token = await Server.TokenAsync(id, secret);

        using var wrong = await PostAsync(path, id, "wrong", ("token", token));
        using var nobody = await PostAsync(path, "nobody", secret, ("token", token));
        using var bearer = await Server.WithToken(token).PostAsync(path, new FormUrlEncodedContent([new("token", token)]));
        using var none = await Server.Anonymous.PostAsync(path, new FormUrlEncodedContent([new("token", token)]));
        using var both = await PostAsync(path, id, secret, ("token", token), ("client_secret", secret));
        using var twice = await PostAsync(path, id, secret, ("token", token), ("token", token));
        using var json = await Server.Anonymous.SendAsync("POST", path, "{}", "application/json");
        using var posted = await Server.Anonymous.PostAsync(path, new FormUrlEncodedContent([new("token", token), new("client_id", id), new("client_secret", secret)]));

        Assert.Equal([401, 401, 401, 401, 400, 400, 400, 200], new[] { wrong, nobody, bearer, none, both, twice, json, posted }.Select(r => (int)r.StatusCode));
        Assert.Equal("invalid_client", (await wrong.JsonAsync()).Text("error"));
        Assert.StartsWith("Basic", wrong.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provisioning_token_without_an_end_is_described_without_one_and_revoked_by_its_client()
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", ["directory:user:view"]);
        using var made = await Server.Http.SendAsync("POST", "/admin/v1/tokens", $$"""{"clientId":"{{id}}","name":"entra"}""", "application/json");
        var token = (await made.JsonAsync()).Text("token");

        var before = await IntrospectAsync(id, secret, token);
        using var revoked = await PostAsync("/oauth/revoke", id, secret, ("token", token));
        var after = await IntrospectAsync(id, secret, token);

        Assert.True(before["active"]!.GetValue<bool>());
        Assert.False(before.ContainsKey("exp"));
        Assert.Equal(200, (int)revoked.StatusCode);
        Assert.False(after["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_expired_token_is_not_active()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(clock: clock);
        var token = await server.TokenAsync(server.ClientId, server.ClientSecret);

        clock.Advance(TimeSpan.FromDays(2));
        using var answer = await PostAsync(server, "/oauth/introspect", server.ClientId, server.ClientSecret, ("token", token));

        Assert.False((await answer.JsonAsync())["active"]!.GetValue<bool>());
    }

    [Fact]
    [Holds("A-18")]
    public async Task The_metadata_names_endpoints_that_answer()
    {
        using var response = await Server.Anonymous.SendAsync("GET", "/.well-known/oauth-authorization-server");
        var metadata = await response.JsonAsync();

        Assert.Equal(Server.BaseUrl, metadata.Text("issuer"));
        Assert.Equal(["client_credentials"], metadata["grant_types_supported"]!.AsArray().Select(g => g!.GetValue<string>()));
        foreach (var endpoint in new[] { "token_endpoint", "revocation_endpoint", "introspection_endpoint" })
        {
            using var answered = await Server.Anonymous.PostAsync(metadata.Text(endpoint), new FormUrlEncodedContent([]));
            Assert.True((int)answered.StatusCode is 400 or 401, $"{endpoint}: {(int)answered.StatusCode}");
        }
    }

    async Task<JsonObject> IntrospectAsync(string id, string secret, string token)
    {
        using var response = await PostAsync("/oauth/introspect", id, secret, ("token", token));
        Assert.Equal(200, (int)response.StatusCode);
        return await response.JsonAsync();
    }

    Task<HttpResponseMessage> PostAsync(string path, string id, string secret, params (string Name, string Value)[] form) => PostAsync(Server, path, id, secret, form);

    static async Task<HttpResponseMessage> PostAsync(RosterServer server, string path, string id, string secret, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Authorization = RosterServer.Basic(id, secret);
        return await server.Anonymous.SendAsync(request);
    }
}
