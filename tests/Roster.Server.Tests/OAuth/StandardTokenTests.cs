using System.Text;
using Microsoft.Extensions.Time.Testing;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.OAuth;

/// <summary>RFC 6749 and RFC 6750 as every door keeps them.</summary>
public sealed class StandardTokenTests(ServerFixture fixture)
{
    const string StandardUsers = "/scim/v2/Users";

    RosterServer Server => fixture.Server;

    public static TheoryData<string> Doors => [StandardUsers, Wire.Users];

    [Theory, MemberData(nameof(Doors)), Holds("A-01", "A-02", "A-08")]
    public async Task Without_credentials_the_challenge_has_no_error_code(string users)
    {
        using var response = await Server.Anonymous.SendAsync("GET", users);

        Assert.Equal((401, "Bearer realm=\"roster\""), ((int)response.StatusCode, response.Header("WWW-Authenticate")));
        Assert.Equal("401", (await response.JsonAsync())["status"]!.ToJsonString().Trim('"'));
    }

    [Theory, MemberData(nameof(Doors)), Holds("A-03", "A-08")]
    public async Task Bad_expired_and_revoked_tokens_are_invalid_tokens(string users)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(clock: clock);
        var (id, secret) = await server.NewCredentialsAsync("default", ["directory:user:view"], TimeSpan.FromHours(1));
        var (expired, revoked) = (await server.TokenAsync(id, secret), await server.TokenAsync(server.ClientId, server.ClientSecret));
        clock.Advance(TimeSpan.FromHours(2));
        using var revocation = await server.Anonymous.SendAsync(
            "POST", "/oauth/revoke", $"token={revoked}", "application/x-www-form-urlencoded", ("Authorization", RosterServer.Basic(server.ClientId, server.ClientSecret).ToString()));
        Assert.Equal(200, (int)revocation.StatusCode);

        foreach (var token in new[] { "rst_made-up", expired, revoked })
        {
            using var response = await server.Anonymous.SendAsync("GET", users, headers: ("Authorization", "Bearer " + token));
            Assert.Equal(401, (int)response.StatusCode);
            Assert.Contains("error=\"invalid_token\"", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
            Assert.Equal("401", (await response.JsonAsync())["status"]!.ToJsonString().Trim('"'));
        }
    }

    [Theory, MemberData(nameof(Doors)), Holds("A-04", "A-08")]
    public async Task A_token_that_permits_too_little_is_told_what_is_needed(string users)
    {
        using var reader = await Server.ClientAsync("default", "directory:user:view");

        using var response = await reader.SendAsync("POST", users, Wire.UserBody(Wire.NewName()));

        Assert.Equal(403, (int)response.StatusCode);
        var challenge = response.Header("WWW-Authenticate")!;
        Assert.Contains("error=\"insufficient_scope\"", challenge, StringComparison.Ordinal);
        Assert.Contains("scope=\"directory:user:add\"", challenge, StringComparison.Ordinal);
        Assert.Equal("403", (await response.JsonAsync())["status"]!.ToJsonString().Trim('"'));
    }

    [Theory, MemberData(nameof(Doors)), Holds("A-06", "A-07")]
    public async Task A_token_counts_in_the_header_alone_and_its_scheme_in_any_letter_case(string users)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        using var query = await Server.Anonymous.SendAsync("GET", $"{users}?access_token={token}");
        using var form = await Server.Anonymous.SendAsync("POST", users, $"access_token={token}", "application/x-www-form-urlencoded");
        using var cookie = await Server.Anonymous.SendAsync("GET", users, headers: ("Cookie", $"access_token={token}"));
        using var header = await Server.Anonymous.SendAsync("GET", users, headers: ("Authorization", $"bEaReR {token}"));

        Assert.Equal([401, 401, 401, 200], new[] { query, form, cookie, header }.Select(r => (int)r.StatusCode));
    }

    [Fact, Holds("A-09", "A-10", "A-11", "A-12")]
    public async Task A_client_authenticates_in_the_header_form_encoded_or_in_the_form_but_not_in_both()
    {
        var form = $"grant_type=client_credentials&client_id={Uri.EscapeDataString(Server.ClientId)}&client_secret={Uri.EscapeDataString(Server.ClientSecret)}";
        // A percent sign for each byte: what is form-encoded is decoded, whatever could have stayed as it is.
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Escaped(Server.ClientId)}:{Escaped(Server.ClientSecret)}"));

        using var basic = await TokenAsync("grant_type=client_credentials", "Basic " + encoded);
        using var body = await TokenAsync(form, null);
        using var both = await TokenAsync(form, RosterServer.Basic(Server.ClientId, Server.ClientSecret).ToString());
        using var none = await TokenAsync("grant_type=client_credentials", null);

        Assert.Equal([200, 200, 400], new[] { basic, body, both }.Select(r => (int)r.StatusCode));
        Assert.InRange((int)none.StatusCode, 400, 401);
        Assert.Equal("invalid_request", (await both.JsonAsync()).Text("error"));
        Assert.All([basic, body], r => Assert.Contains("no-store", r.Header("Cache-Control"), StringComparison.Ordinal));
        Assert.Equal(["access_token", "expires_in", "token_type"], (await body.JsonAsync()).Select(m => m.Key).Order());

        static string Escaped(string text) => string.Concat(text.Select(c => $"%{(int)c:X2}"));
    }

    [Theory, Holds("A-13", "A-14")]
    [InlineData("grant_type=client_credentials", "wrong", 401, "invalid_client")]
    [InlineData("grant_type=password&username=a&password=b", null, 400, "unsupported_grant_type")]
    [InlineData("scope=x", null, 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", null, 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=a&scope=b", null, 400, "invalid_request")]
    public async Task A_refused_token_request_is_told_in_words_of_OAuth_and_not_of_SCIM(string form, string? secret, int status, string error)
    {
        using var response = await TokenAsync(form, RosterServer.Basic(Server.ClientId, secret ?? Server.ClientSecret).ToString());
        var body = await response.JsonAsync();

        Assert.Equal((status, error), ((int)response.StatusCode, body.Text("error")));
        Assert.False(body.ContainsKey("schemas"));
        Assert.Equal(status == 401, response.Header("WWW-Authenticate")?.StartsWith("Basic", StringComparison.Ordinal) ?? false);
    }

    [Fact, Holds("A-14")]
    public async Task Tokens_are_not_to_be_had_by_GET()
    {
        using var response = await Server.Anonymous.SendAsync("GET", $"/oauth/token?grant_type=client_credentials&client_id={Server.ClientId}&client_secret={Server.ClientSecret}");

        Assert.Equal((405, "POST, OPTIONS"), ((int)response.StatusCode, response.Header("Allow")));
    }

    [Theory, MemberData(nameof(Doors)), Holds("A-15")]
    public async Task A_scope_that_a_client_asks_for_gives_it_nothing_that_it_has_not(string users)
    {
        var (id, secret) = await Server.NewCredentialsAsync("default", ["directory:user:view"]);
        using var response = await TokenAsync("grant_type=client_credentials&scope=directory:user:add", RosterServer.Basic(id, secret).ToString());
        using var http = Server.WithToken((await response.JsonAsync()).Text("access_token"));

        using var read = await http.SendAsync("GET", users + "?count=0");
        using var write = await http.SendAsync("POST", users, Wire.UserBody(Wire.NewName()));

        Assert.Equal([200, 403], new[] { read, write }.Select(r => (int)r.StatusCode));
    }

    [Theory, MemberData(nameof(Doors)), Holds("A-16", "MT-01", "MT-02", "MT-06")]
    public async Task A_token_sees_its_own_organization_and_no_other_whatever_the_request_names(string users)
    {
        using var created = await Server.Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName()));
        var id = (await created.JsonAsync()).Text("id");
        Assert.True(Guid.TryParseExact(id, "D", out _));
        using var other = await Server.ClientAsync("standard-tokens-other", "directory:user:view", "directory:user:add");

        using var foreign = await other.SendAsync("GET", $"{users}/{id}?tenant=default", headers: ("X-Tenant-Id", "default"));
        using var own = await other.SendAsync("POST", users + "?tenant=default", Wire.UserBody(Wire.NewName(), ",\"tenant\":\"default\",\"tenantId\":1"));
        using var seen = await Server.Http.SendAsync("GET", $"{users}/{(await own.JsonAsync()).Text("id")}");

        Assert.Equal([404, 201, 404], new[] { foreign, own, seen }.Select(r => (int)r.StatusCode));
    }

    [Theory, MemberData(nameof(Doors)), Holds("MT-09")]
    public async Task A_removed_organizations_tokens_end_at_once(string users)
    {
        var tenant = $"gone{Guid.NewGuid():N}";
        using var http = await Server.ClientAsync(tenant, "directory:user:view");
        using var before = await http.SendAsync("GET", users);
        var id = (await Server.Store.Tenants.FindAsync(tenant, CancellationToken.None))!.Id;

        await Server.Store.Tenants.PurgeAsync(id, CancellationToken.None);
        using var after = await http.SendAsync("GET", users);

        Assert.Equal([200, 401], new[] { before, after }.Select(r => (int)r.StatusCode));
    }

    [Fact, Holds("A-18", "A-22")]
    public async Task The_metadata_and_the_announced_schemes_are_what_is_accepted()
    {
        using var metadata = await Server.Anonymous.SendAsync("GET", "/.well-known/oauth-authorization-server");
        var described = await metadata.JsonAsync();
        using var config = await Server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        var scheme = Assert.Single((await config.JsonAsync())["authenticationSchemes"]!.AsArray())!.AsObject();
        using var basic = await Server.Anonymous.SendAsync("GET", StandardUsers, headers: ("Authorization", RosterServer.Basic(Server.ClientId, Server.ClientSecret).ToString()));

        Assert.Equal(Server.BaseUrl, described.Text("issuer"));
        Assert.Equal(Server.BaseUrl + "/oauth/token", described.Text("token_endpoint"));
        Assert.Equal(["client_credentials"], described["grant_types_supported"]!.AsArray().Select(g => g!.GetValue<string>()));
        Assert.Equal(["client_secret_basic", "client_secret_post"], described["token_endpoint_auth_methods_supported"]!.AsArray().Select(g => g!.GetValue<string>()));
        Assert.Equal("oauthbearertoken", scheme.Text("type"));
        Assert.Equal(401, (int)basic.StatusCode);
    }

    [Theory, Holds("A-21")]
    [InlineData("/oauth/token", "grant_type=client_credentials")]
    [InlineData("/oauth/introspect", "token=x")]
    [InlineData("/oauth/revoke", "token=x")]
    public async Task Whoever_goes_on_being_wrong_is_slowed_down_and_whoever_is_right_never_is(string path, string form)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 1000 } }, clock);

        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            using var wrong = await SendAsync(server.ClientId, "wrong");
            statuses.Add((int)wrong.StatusCode);
            if (statuses[^1] == 429)
                Assert.NotNull(wrong.Header("Retry-After"));
        }

        Assert.Equal([.. Enumerable.Repeat(401, 10), 429, 429], statuses);
        using var right = await SendAsync(server.ClientId, server.ClientSecret);
        Assert.Equal(200, (int)right.StatusCode);
        using var another = await SendAsync("another", "wrong");
        Assert.Equal(401, (int)another.StatusCode);

        clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await SendAsync(server.ClientId, "wrong");
        Assert.Equal(401, (int)later.StatusCode);

        for (var i = 0; i < 60; i++)
            (await SendAsync($"client{i}", "wrong")).Dispose();
        using var names = await SendAsync("one more", "wrong");
        Assert.Equal(429, (int)names.StatusCode);

        Task<HttpResponseMessage> SendAsync(string id, string secret) => server.Anonymous.SendAsync(
            "POST", path, form, "application/x-www-form-urlencoded", ("Authorization", RosterServer.Basic(id, secret).ToString()));
    }

    Task<HttpResponseMessage> TokenAsync(string form, string? authorization) => authorization is null
        ? Server.Anonymous.SendAsync("POST", "/oauth/token", form, "application/x-www-form-urlencoded")
        : Server.Anonymous.SendAsync("POST", "/oauth/token", form, "application/x-www-form-urlencoded", ("Authorization", authorization));
}
