namespace Roster.Client.Tests.Http;

/// <summary>What goes out: addresses, headers, correlation.</summary>
public sealed class ConnectionTests
{
    public static TheoryData<string, Action<ScimConnectionOptions>> Wrong => new()
    {
        { "BaseAddress", o => o.BaseAddress = null },
        { "BaseAddress", o => o.BaseAddress = new Uri("scim/v2", UriKind.Relative) },
        { "BaseAddress", o => o.BaseAddress = new Uri("ftp://scim.example.org") },
        { "BaseAddress", o => o.BaseAddress = new Uri("https://user:password@scim.example.org") },
        { "BaseAddress", o => o.BaseAddress = new Uri("https://scim.example.org/?tenant=1") },
        { "BaseAddress", o => (o.BaseAddress, o.Credential) = (new Uri("http://scim.example.org"), ScimCredential.Token("t")) },
        { "Credential", o => o.Credential = ScimCredential.ClientCredentials("id", "secret", new Uri("http://login.example.org/oauth/token")) },
        { "Credential", o => o.Credential = null! },
        { "AttemptTimeout", o => o.AttemptTimeout = TimeSpan.Zero },
        { "Timeout", o => o.Timeout = TimeSpan.FromSeconds(-1) },
        { "MaxResponseBytes", o => o.MaxResponseBytes = 0 },
        { "MediaType", o => o.MediaType = "text/xml" },
        { "CorrelationHeader", o => o.CorrelationHeader = " " },
        { "Retry", o => o.Retry = null! },
        { "MaxAttempts", o => o.Retry = new() { MaxAttempts = 0 } },
        { "MaxDelay", o => o.Retry = new() { MaxDelay = TimeSpan.Zero } },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Impossible_options_are_named(string option, Action<ScimConnectionOptions> change)
    {
        var options = new ScimConnectionOptions { BaseAddress = new Uri("https://scim.example.org") };
        change(options);

        var failure = Assert.Throws<ArgumentException>(() => new ScimConnection(Scripted.Http, options));

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_is_for_this_machine_or_for_those_who_say_so()
    {
        _ = new ScimConnection(Scripted.Http, new ScimConnectionOptions { BaseAddress = new Uri("http://localhost:8080"), Credential = ScimCredential.Token("t") });
        _ = new ScimConnection(Scripted.Http, new ScimConnectionOptions { BaseAddress = new Uri("http://scim.example.org"), Credential = ScimCredential.Token("t"), AllowPlainHttp = true });
    }

    [Fact]
    public void A_region_decides_the_hosts()
    {
        var options = new ScimConnectionOptions().UseGenesys(GenesysRegion.EuCentral1, "id", "secret");

        Assert.Equal("https://api.mypurecloud.de/", options.BaseAddress!.AbsoluteUri);
        Assert.Equal("https://login.mypurecloud.de/oauth/token", GenesysRegion.EuCentral1.Token.AbsoluteUri);
        Assert.Equal("mypurecloud.com", default(GenesysRegion).Domain);
        Assert.All(["", "mypurecloud", "evil.example/x", "a b.com", "https://mypurecloud.com"], d => Assert.Throws<ArgumentException>(() => new GenesysRegion(d)));
    }

    [Fact]
    public async Task A_path_of_the_base_address_is_kept()
    {
        await using var server = new ScriptedServer(Scripted.User());

        await server.Api(change: o => o.BaseAddress = new Uri(server.Address, "/gateway")).GetScimV2UserAsync("u1");

        Assert.Equal("/gateway/api/v2/scim/v2/users/u1", server.Requests.Single().Target);
    }

    [Fact]
    public async Task Options_that_are_changed_later_change_nothing()
    {
        await using var server = new ScriptedServer(Scripted.User());
        var options = new ScimConnectionOptions { BaseAddress = server.Address };
        var api = new ScimApi(new ScimConnection(Scripted.Http, options));

        (options.MediaType, options.MaxResponseBytes) = ("application/json", 1);
        await api.PutScimUserAsync("u1", new ScimV2User());

        Assert.Equal("application/scim+json", server.Requests.Single().Header("Content-Type"));
    }

    [Theory]
    [InlineData("a/b?c#d e", "a%2Fb%3Fc%23d%20e")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("ü@x", "%C3%BC%40x")]
    public async Task An_id_is_one_segment_whatever_is_in_it(string id, string segment)
    {
        await using var server = new ScriptedServer(Scripted.User());

        await server.Api().GetScimV2UserAsync(id);

        Assert.Equal("/api/v2/scim/v2/users/" + segment, server.Requests.Single().Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_leads_elsewhere_is_refused(string id)
    {
        await using var server = new ScriptedServer(Scripted.User());

        await Assert.ThrowsAsync<ArgumentException>(() => server.Api().DeleteScimV2UserAsync(id));

        Assert.Empty(server.All);
    }

    [Theory]
    [InlineData("42", "\"42\"")]
    [InlineData("\"42\"", "\"42\"")]
    [InlineData("W/\"42\"", "W/\"42\"")]
    [InlineData("*", "*")]
    public async Task A_version_gets_its_quotes(string version, string header)
    {
        await using var server = new ScriptedServer(Scripted.User());

        await server.Api().PutScimUserAsync("u1", new ScimV2User(), version);

        Assert.Equal(header, server.Requests.Single().Header("If-Match"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4\"2")]
    [InlineData("\"4\"2\"")]
    [InlineData("4\r\nX: y")]
    [InlineData("\"4\r\nX: y\"")]
    public async Task What_is_no_version_is_refused(string version)
    {
        await using var server = new ScriptedServer(Scripted.User());

        await Assert.ThrowsAsync<ArgumentException>(() => server.Api().PutScimUserAsync("u1", new ScimV2User(), version));
    }

    [Fact]
    public async Task The_correlation_id_is_sent_and_that_of_the_answer_is_told()
    {
        await using var server = new ScriptedServer(Scripted.User() with { Headers = [("ININ-Correlation-Id", "theirs")] }, Scripted.User());
        var api = server.Api(change: o => o.CorrelationId = () => "ours");

        Assert.Equal("theirs", (await api.GetScimV2UserAsync("u1")).CorrelationId);
        Assert.Equal("ours", (await api.GetScimV2UserAsync("u1")).CorrelationId);
        Assert.All(server.Requests, r => Assert.Equal("ours", r.Header("ININ-Correlation-Id")));
    }

    [Fact]
    public async Task All_attempts_of_a_call_have_one_correlation_id()
    {
        await using var server = new ScriptedServer(Scripted.Error(503), Scripted.Error(503), Scripted.User(), Scripted.User());
        var api = server.Api();

        await api.GetScimV2UserAsync("u1");
        await api.GetScimV2UserAsync("u1");

        var ids = server.Requests.Select(r => r.Header("ININ-Correlation-Id")).ToList();
        Assert.Single(ids[..3].Distinct());
        Assert.NotEqual(ids[2], ids[3]);
    }

    [Fact]
    public async Task The_rate_is_told()
    {
        await using var server = new ScriptedServer(Scripted.User() with { Headers = [("inin-ratelimit-count", "7"), ("inin-ratelimit-allowed", "200"), ("inin-ratelimit-reset", "4")] }, Scripted.User());
        var api = server.Api();

        Assert.Equal(new ScimRateLimit(7, 200, 4), (await api.GetScimV2UserAsync("u1")).RateLimit);
        Assert.Null((await api.GetScimV2UserAsync("u1")).RateLimit);
    }

    [Theory]
    [InlineData("application/scim+json", "application/scim+json, application/json;q=0.9")]
    [InlineData("application/json", "application/json")]
    public async Task The_media_type_is_that_of_the_options(string mediaType, string accept)
    {
        await using var server = new ScriptedServer(Scripted.User());

        await server.Api(change: o => o.MediaType = mediaType).PostScimUsersAsync(new ScimV2CreateUser());

        Assert.Equal(accept, server.Requests.Single().Header("Accept"));
        Assert.Equal(mediaType, server.Requests.Single().Header("Content-Type"));
    }
}
