using Microsoft.Extensions.Time.Testing;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.OAuth;

public sealed class BearerTokenTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    public static TheoryData<string?, string, bool> Credentials => new()
    {
        { null, "authentication.required", false },
        { "", "authentication.required", false },
        { "Basic YTpi", "authentication.required", false },
        { "Token abc", "authentication.required", false },
        { "Bearer", "bad.credentials", true },
        { "Bearer ", "bad.credentials", true },
        { "Bearer unknown", "bad.credentials", true },
        { "bearer rst_unknown", "bad.credentials", true },
        { "Bearer a b", "bad.credentials", true },
        { "Bearer " + new string('x', 20_000), "bad.credentials", true },
    };

    [Theory, MemberData(nameof(Credentials))]
    [Holds("A-01", "A-02", "A-03")]
    public async Task Without_a_good_token_the_answer_is_401(string? header, string code, bool invalidToken)
    {
        using var response = header is null
            ? await Server.Anonymous.SendAsync("GET", Wire.Users)
            : await Server.Anonymous.SendAsync("GET", Wire.Users, headers: ("Authorization", header));
        var body = await response.JsonAsync();

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(code, body.Text("code"));
        Assert.Equal(response.Header("ININ-Correlation-Id"), body.Text("contextId"));
        var challenge = response.Header("WWW-Authenticate")!;
        Assert.StartsWith("Bearer realm=", challenge, StringComparison.Ordinal);
        Assert.Equal(invalidToken, challenge.Contains("error=\"invalid_token\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("BEARER   {0}")]
    [Holds("A-06")]
    public async Task The_scheme_is_taken_in_any_letter_case(string form)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        using var response = await Server.Anonymous.SendAsync("GET", Wire.Users, headers: ("Authorization", string.Format(null, form, token)));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    [Holds("A-05")]
    public async Task Two_credentials_are_refused()
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        var answer = await Wire.RawAsync(Server.BaseUrl, $"GET {Wire.Users} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Holds("A-06", "A-07")]
    public async Task A_token_outside_the_header_is_not_looked_at()
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        using var query = await Server.Anonymous.SendAsync("GET", $"{Wire.Users}?access_token={token}");
        using var form = await Server.Anonymous.SendAsync("POST", Wire.Users, $"access_token={token}", "application/x-www-form-urlencoded");
        using var cookie = await Server.Anonymous.SendAsync("GET", Wire.Users, headers: ("Cookie", $"access_token={token}"));

        Assert.All([query, form, cookie], r => Assert.Equal(401, (int)r.StatusCode));
    }

    [Fact]
    [Holds("A-03")]
    public async Task An_expired_token_is_401_and_says_so()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(clock: clock);
        using var before = await server.Http.SendAsync("GET", Wire.Users);

        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        using var after = await server.Http.SendAsync("GET", Wire.Users);

        Assert.Equal(200, (int)before.StatusCode);
        Assert.Equal(401, (int)after.StatusCode);
        Assert.Equal("credentials.expired", (await after.JsonAsync()).Text("code"));
        Assert.Contains("invalid_token", after.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    [Holds("A-03", "A-17")]
    public async Task Revoking_a_client_ends_its_tokens_at_once()
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", ["directory:user:view"]);
        using var http = Server.WithToken(await Server.TokenAsync(id, secret));
        using var before = await http.SendAsync("GET", Wire.Users);

        await Server.Store.Clients.RevokeAsync(id, CancellationToken.None);
        using var after = await http.SendAsync("GET", Wire.Users);

        Assert.Equal(200, (int)before.StatusCode);
        Assert.Equal(401, (int)after.StatusCode);
    }

    [Theory]
    [InlineData("X-Tenant-Id", "default")]
    [InlineData("X-Organization", "default")]
    [InlineData("Host", "default.example.test")]
    [Holds("A-16", "MT-01")]
    public async Task The_tenant_comes_from_the_token_alone(string header, string value)
    {
        var name = Wire.NewName();
        await Server.Http.CreateUserAsync(name);
        using var other = await Server.ClientAsync("other", "directory:user:view");

        using var response = await other.SendAsync("GET", $"{Wire.Users}?tenant=default&filter=userName eq \"{name}\"", headers: (header, value));

        Assert.Equal(0, (await response.JsonAsync())["totalResults"]!.GetValue<int>());
    }
}
