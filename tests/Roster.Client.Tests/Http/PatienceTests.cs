using System.Diagnostics;

namespace Roster.Client.Tests.Http;

/// <summary>Timeouts and cancellation, on the real clock.</summary>
public sealed class PatienceTests
{
    static readonly Reply Slow = Scripted.User() with { LastByteAfter = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_slow_body_ends_the_attempt()
    {
        await using var server = new ScriptedServer(Slow);

        await Assert.ThrowsAsync<TimeoutException>(() =>
            server.Api(TimeProvider.System, o => (o.AttemptTimeout, o.Retry) = (TimeSpan.FromMilliseconds(150), new() { MaxAttempts = 1 })).GetScimV2UserAsync("u1"));
    }

    [Fact]
    public async Task After_a_slow_attempt_comes_another()
    {
        await using var server = new ScriptedServer(Slow, Scripted.User());

        var user = await server.Api(TimeProvider.System, o => (o.AttemptTimeout, o.Retry) = (TimeSpan.FromSeconds(1), new() { BaseDelay = TimeSpan.Zero })).GetScimV2UserAsync("u1");

        Assert.Equal("u1", user.Value.Id);
        Assert.True(server.Requests.Count > 1);
    }

    [Fact]
    public async Task A_slow_write_without_a_version_is_not_sent_again()
    {
        await using var server = new ScriptedServer(Slow, Scripted.User());

        await Assert.ThrowsAsync<TimeoutException>(() =>
            server.Api(TimeProvider.System, o => (o.AttemptTimeout, o.Retry) = (TimeSpan.FromMilliseconds(150), new() { BaseDelay = TimeSpan.Zero })).DeleteScimV2UserAsync("u1"));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_call_ends_with_its_own_timeout_however_many_attempts_are_left()
    {
        await using var server = new ScriptedServer(Slow);
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<TimeoutException>(() =>
            server.Api(TimeProvider.System, o => (o.Timeout, o.AttemptTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(15))).GetScimV2UserAsync("u1"));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_HttpClients_own_timeout_is_a_timeout_too()
    {
        await using var server = new ScriptedServer(Slow);
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(150) };

        // It covers the headers alone, since bodies are read apart.
        await using var silent = new ScriptedServer((_, _) =>
        {
            Thread.Sleep(2000);
            return Scripted.User();
        });
        await Assert.ThrowsAsync<TimeoutException>(() => silent.Api(TimeProvider.System, o => o.Retry = new() { MaxAttempts = 1 }, http).GetScimV2UserAsync("u1"));
    }

    [Theory]
    [InlineData("a slow body")]
    [InlineData("a wait between attempts")]
    [InlineData("a slow token")]
    public async Task Cancelling_ends_a_call_wherever_it_is(string place)
    {
        var slowToken = Scripted.Token() with { LastByteAfter = TimeSpan.FromSeconds(20) };
        await using var server = new ScriptedServer((request, _) => request.Target == "/oauth/token"
            ? place == "a slow token" ? slowToken : Scripted.Token()
            : place == "a slow body" ? Slow : Scripted.Error(503, null, null, ("Retry-After", "20")));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            server.Api(TimeProvider.System, o => o.Credential = ScimCredential.ClientCredentials("id", "secret")).GetScimV2UserAsync("u1", cancel: cancel.Token));

        Assert.True(cancel.IsCancellationRequested);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}: {failure}");
    }
}
