using System.Text;

namespace Roster.Client.Tests.Http;

/// <summary>Client credentials: when a token is fetched, by how many, and when again.</summary>
public sealed class TokenTests
{
    static void ClientCredentials(ScimConnectionOptions options) => options.Credential = ScimCredential.ClientCredentials("client-1", "s3cr+t/ü");

    [Fact]
    public async Task A_token_is_asked_for_as_the_standard_says()
    {
        await using var server = new ScriptedServer((r, _) => r.Target == "/oauth/token" ? Scripted.Token() : Scripted.User());

        await server.Api(change: ClientCredentials).GetScimV2UserAsync("u1");

        var asked = server.TokenRequests.Single();
        Assert.Equal("POST", asked.Method);
        Assert.Equal("grant_type=client_credentials", asked.Body);
        Assert.Equal("application/x-www-form-urlencoded", asked.Header("Content-Type"));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("client-1:s3cr%2Bt%2F%C3%BC")), asked.Header("Authorization"));
        Assert.Equal("Bearer tok-1", server.Requests.Single().Header("Authorization"));
    }

    [Fact]
    public async Task However_many_wait_one_fetches()
    {
        await using var server = new ScriptedServer((r, _) => r.Target == "/oauth/token" ? Scripted.Token() with { LastByteAfter = TimeSpan.FromMilliseconds(100) } : Scripted.User());
        var api = server.Api(change: ClientCredentials);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => api.GetScimV2UserAsync("u1")));

        Assert.Single(server.TokenRequests);
        Assert.Equal(40, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_by_one()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer((r, n) => r.Target == "/oauth/token" ? Scripted.Token($"tok-{n}", lifetime: 3600) : Scripted.User());
        var api = server.Api(time, ClientCredentials);
        await api.GetScimV2UserAsync("u1");

        time.Advance(TimeSpan.FromMinutes(58));
        await api.GetScimV2UserAsync("u1");
        Assert.Single(server.TokenRequests);

        time.Advance(TimeSpan.FromMinutes(1.5));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.GetScimV2UserAsync("u1")));

        Assert.Equal(2, server.TokenRequests.Count);
        Assert.All(server.Requests.Skip(2), r => Assert.Equal("Bearer tok-1", r.Header("Authorization")));
    }

    [Fact]
    public async Task A_renewal_that_fails_does_no_harm_while_the_token_is_good()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer((r, n) => r.Target != "/oauth/token" ? Scripted.User() : n == 0 ? Scripted.Token() : Scripted.Error(500));
        var api = server.Api(time, ClientCredentials);
        await api.GetScimV2UserAsync("u1");

        time.Advance(TimeSpan.FromMinutes(59.5));
        await api.GetScimV2UserAsync("u1");
        Assert.Equal(2, server.TokenRequests.Count);

        time.Advance(TimeSpan.FromMinutes(1));
        var failure = await Assert.ThrowsAsync<ScimException>(() => api.GetScimV2UserAsync("u1"));
        Assert.Equal(500, failure.Status);
    }

    [Fact]
    public async Task A_token_request_is_repeated_like_a_read()
    {
        await using var server = new ScriptedServer((r, n) => r.Target != "/oauth/token" ? Scripted.User() : n == 0 ? Scripted.Error(503) : Scripted.Token());

        await server.Api(change: ClientCredentials).PostScimV2UsersAsync(new ScimV2CreateUser());

        Assert.Equal(2, server.TokenRequests.Count);
    }

    [Fact]
    public async Task A_token_that_is_refused_early_is_fetched_anew_once()
    {
        await using var server = new ScriptedServer((r, n) => r.Target == "/oauth/token" ? Scripted.Token($"tok-{n}") : r.Header("Authorization") == "Bearer tok-0" ? Scripted.Error(401) : Scripted.User());

        // A POST too: what was refused was not done.
        await server.Api(change: ClientCredentials).PostScimV2UsersAsync(new ScimV2CreateUser());

        Assert.Equal(["Bearer tok-0", "Bearer tok-1"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task A_client_that_is_refused_gives_up()
    {
        await using var server = new ScriptedServer((r, n) => r.Target == "/oauth/token" ? Scripted.Token($"tok-{n}") : Scripted.Platform(401, "bad.credentials", "Invalid login credentials."));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: ClientCredentials).GetScimV2UserAsync("u1"));

        Assert.Equal("bad.credentials", failure.Code);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_static_token_that_is_refused_is_not_tried_again()
    {
        await using var server = new ScriptedServer(Scripted.Error(401));

        await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.Credential = ScimCredential.Token("fixed")).GetScimV2UserAsync("u1"));

        Assert.Equal("Bearer fixed", server.Requests.Single().Header("Authorization"));
    }

    [Fact]
    public async Task A_supplied_token_is_asked_for_each_time()
    {
        var count = 0;
        await using var server = new ScriptedServer(Scripted.User());
        var api = server.Api(change: o => o.Credential = ScimCredential.Token(_ => ValueTask.FromResult($"t{++count}")));

        await api.GetScimV2UserAsync("u1");
        await api.GetScimV2UserAsync("u1");

        Assert.Equal(["Bearer t1", "Bearer t2"], server.Requests.Select(r => r.Header("Authorization")));
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"unknown"}""")]
    [InlineData(400, """{"error":"invalid_client","description":"unknown"}""")]
    public async Task A_refused_client_is_told_in_the_words_of_the_token_endpoint(int status, string body)
    {
        await using var server = new ScriptedServer(new Reply(status, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: ClientCredentials).GetScimV2UserAsync("u1"));

        Assert.Equal((status, "invalid_client", "unknown"), (failure.Status, failure.Code, failure.Detail));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Who_stops_waiting_for_a_token_takes_it_from_nobody()
    {
        await using var server = new ScriptedServer((r, _) => r.Target == "/oauth/token" ? Scripted.Token() with { LastByteAfter = TimeSpan.FromSeconds(1) } : Scripted.User());
        var api = server.Api(TimeProvider.System, ClientCredentials);
        using var cancel = new CancellationTokenSource();

        var first = api.GetScimV2UserAsync("u1", cancel: cancel.Token);
        var second = api.GetScimV2UserAsync("u1");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("u1", (await second).Value.Id);
        Assert.Single(server.TokenRequests);
    }
}
