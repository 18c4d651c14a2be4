using System.Security.Authentication;

namespace Roster.Client.Tests.Http;

/// <summary>What is sent again, how often, and after which wait.</summary>
public sealed class RetryTests
{
    static readonly ScimV2User User = new() { UserName = "ana@example.org" };

    static readonly Dictionary<string, Func<ScimApi, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["GET"] = api => api.GetScimV2UserAsync("u1"),
        ["GET list"] = api => api.GetScimV2UsersAsync(),
        ["POST"] = api => api.PostScimV2UsersAsync(new ScimV2CreateUser()),
        ["POST .search"] = api => api.Users.ListAsync(new ScimQuery { UsesSearch = true }),
        ["PUT"] = api => api.PutScimV2UserAsync("u1", User),
        ["PUT with *"] = api => api.PutScimV2UserAsync("u1", User, "*"),
        ["PUT with version"] = api => api.PutScimV2UserAsync("u1", User, "\"7\""),
        ["PATCH"] = api => api.PatchScimV2UserAsync("u1", new ScimPatch().Replace("active", false)),
        ["PATCH with version"] = api => api.PatchScimV2UserAsync("u1", new ScimPatch().Replace("active", false), "7"),
        ["DELETE"] = api => api.DeleteScimV2UserAsync("u1"),
        ["DELETE with version"] = api => api.DeleteScimV2UserAsync("u1", "\"7\""),
    };

    static readonly string[] Repeatable = ["GET", "GET list", "POST .search", "PUT with version", "PATCH with version", "DELETE with version"];

    public static TheoryData<string, int> CallsAndStatuses =>
        [.. Calls.Keys.SelectMany(c => new[] { 400, 404, 408, 429, 500, 502, 503, 504 }.Select(s => new TheoryDataRow<string, int>(c, s)))];

    [Theory, MemberData(nameof(CallsAndStatuses))]
    public async Task Only_what_may_be_done_twice_is_sent_twice(string call, int status)
    {
        await using var server = new ScriptedServer(Scripted.Error(status), Scripted.User());

        var failure = await Record.ExceptionAsync(() => Calls[call](server.Api()));

        // 429 says that the request was not taken on.
        var again = status is 429 || (Repeatable.Contains(call) && status is 502 or 503 or 504);
        Assert.Equal(again ? 2 : 1, server.Requests.Count);
        Assert.Equal(again ? null : status, (failure as ScimException)?.Status);
    }

    public static TheoryData<string> AllCalls => [.. Calls.Keys];

    [Theory, MemberData(nameof(AllCalls))]
    public async Task A_lost_answer_is_asked_for_again_where_that_is_harmless(string call)
    {
        await using var server = new ScriptedServer(new Reply(200) { IsMissing = true }, Scripted.User());

        var failure = await Record.ExceptionAsync(() => Calls[call](server.Api()));

        var again = Repeatable.Contains(call);
        Assert.Equal(again ? 2 : 1, server.Requests.Count);
        Assert.Equal(again, failure is null);
        Assert.True(failure is null or HttpRequestException, failure?.ToString());
    }

    [Theory, MemberData(nameof(AllCalls))]
    public async Task A_request_that_found_no_server_is_sent_again(string call)
    {
        await using var server = new ScriptedServer(Scripted.User());
        using var http = new HttpClient(new Failing(times: 2, new HttpRequestException(HttpRequestError.ConnectionError, "refused")));

        await Calls[call](server.Api(http: http));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_waited_for_exactly()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer(
            Scripted.Platform(429, "too.many.requests", "Rate limit exceeded the maximum. Retry the request in [7] seconds", ("Retry-After", "7")), Scripted.Error(503, null, null, ("Retry-After", "3")), Scripted.User());

        await server.Api(time).GetScimV2UserAsync("u1");

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3)], time.Waits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Fri, 27 Nov 2026 10:00:00 GMT")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("soon")]
    public async Task Without_seconds_to_wait_the_wait_doubles_and_is_spread(string? retryAfter)
    {
        var waits = new List<TimeSpan[]>();
        for (var run = 0; run < 12; run++)
        {
            var time = new SkippingTime();
            await using var server = new ScriptedServer(new Reply(429, "", retryAfter is null ? [] : [("Retry-After", retryAfter)]));
            await Assert.ThrowsAsync<ScimException>(() => server.Api(time, o => o.Retry = new() { BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(3) }).GetScimV2UserAsync("u1"));
            waits.Add([.. time.Waits]);
        }

        Assert.All(waits, w => Assert.Equal(4, w.Length));
        double[] bounds = [1, 2, 3, 3];
        for (var i = 0; i < bounds.Length; i++)
        {
            Assert.All(waits, w => Assert.InRange(w[i].TotalSeconds, bounds[i] / 2 - 0.001, bounds[i]));
            Assert.True(waits.Select(w => w[i]).Distinct().Count() > waits.Count / 2);
        }
    }

    [Fact]
    public async Task Attempts_are_bounded_and_told()
    {
        await using var server = new ScriptedServer(Scripted.Error(503));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.Retry = new() { MaxAttempts = 3 }).GetScimV2UserAsync("u1"));

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(3, failure.Attempts);
    }

    [Fact]
    public async Task A_wait_beyond_the_timeout_of_the_call_is_not_begun()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer(Scripted.Error(429, null, null, ("Retry-After", "180")));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(time).GetScimV2UserAsync("u1"));

        Assert.Empty(time.Waits);
        Assert.Equal(TimeSpan.FromMinutes(3), failure.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_waits_of_a_call_count_against_its_timeout()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer(Scripted.Error(503, null, null, ("Retry-After", "20")));

        await Assert.ThrowsAsync<ScimException>(() => server.Api(time, o => (o.Timeout, o.Retry) = (TimeSpan.FromSeconds(50), new() { MaxAttempts = 10 })).GetScimV2UserAsync("u1"));

        Assert.Equal(2, time.Waits.Count);
    }

    [Fact]
    public async Task A_body_that_broke_off_is_fetched_again()
    {
        await using var server = new ScriptedServer(Scripted.User() with { BreaksOffAfter = 20 }, Scripted.User());

        var user = await server.Api().GetScimV2UserAsync("u1");

        Assert.Equal("u1", user.Value.Id);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_broke_off_ends_a_write_that_has_no_version()
    {
        await using var server = new ScriptedServer(Scripted.User() with { BreaksOffAfter = 20 });

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => server.Api().PutScimV2UserAsync("u1", User));

        Assert.Equal(HttpRequestError.ResponseEnded, failure.HttpRequestError);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_asked_as_often_as_may_be()
    {
        var time = new SkippingTime();
        await using var server = new ScriptedServer(Scripted.User());
        var api = server.Api(time, o => o.Retry = new() { MaxAttempts = 3 });
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => api.PostScimV2UsersAsync(new ScimV2CreateUser()));

        Assert.Equal(2, time.Waits.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_call()
    {
        await using var server = new ScriptedServer(Scripted.User());
        using var http = new HttpClient(new Failing(times: 1, new HttpRequestException(HttpRequestError.SecureConnectionError, "untrusted", new AuthenticationException())));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => server.Api(http: http).GetScimV2UserAsync("u1"));

        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
        Assert.Empty(server.All);
    }

    sealed class Failing(int times, Exception failure) : DelegatingHandler(new SocketsHttpHandler())
    {
        int left = times;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            left-- > 0 ? throw failure : base.SendAsync(request, cancellationToken);
    }
}
