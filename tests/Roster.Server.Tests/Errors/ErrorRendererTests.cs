using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Roster.Scim.Messages;
using Roster.Server.Errors;
using Roster.Server.Options;
using Roster.Server.Scim;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Errors;

public sealed class ErrorRendererTests
{
    [Fact]
    [Holds("E-16")]
    public async Task A_bug_is_500_with_the_correlation_id_and_nothing_else_and_logged_once()
    {
        using var logs = new CapturedLogs();

        var (status, body, _) = await RenderAsync(new InvalidOperationException("SELECT secret FROM /var/lib"), logs);

        Assert.Equal(500, status);
        Assert.Equal("internal.server.error", body.Text("code"));
        Assert.Equal("the-id", body.Text("contextId"));
        Assert.DoesNotContain("SELECT", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("SELECT", Assert.Single(logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "bad.request")]
    [InlineData(408, "request.timeout")]
    [InlineData(413, "request.entity.too.large")]
    public async Task What_the_server_finds_wrong_with_a_request_is_said_in_the_surface_s_words(int status, string code)
    {
        using var logs = new CapturedLogs();

        var (answered, body, _) = await RenderAsync(new BadHttpRequestException("internal wording", status), logs);

        Assert.Equal(status, answered);
        Assert.Equal(code, body.Text("code"));
        Assert.DoesNotContain("internal wording", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(logs.Lines);
    }

    [Fact]
    [Holds("E-15")]
    public async Task A_failure_takes_back_what_only_success_has_and_says_when_to_come_back()
    {
        using var logs = new CapturedLogs();

        var (status, body, headers) = await RenderAsync(new ScimError(503, null, "Busy.") { RetryAfter = 7 }.ToException(), logs);

        Assert.Equal(503, status);
        Assert.Equal("7", headers.RetryAfter);
        Assert.Equal("503", body.Text("status"));
        Assert.Equal(0, headers.ETag.Count);
        Assert.Equal(0, headers.Location.Count);
    }

    [Fact]
    public async Task A_request_that_was_given_up_is_no_failure()
    {
        using var logs = new CapturedLogs();
        var http = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        var renderer = new ErrorRenderer(_ => throw new OperationCanceledException(), new Surfaces(RosterApplication.Profiles(new RosterOptions())), new Logger<ErrorRenderer>(Factory(logs)));

        await renderer.InvokeAsync(http);

        Assert.Equal(499, http.Response.StatusCode);
        Assert.Empty(logs.Lines);
    }

    static async Task<(int Status, JsonObject Body, IHeaderDictionary Headers)> RenderAsync(Exception failure, CapturedLogs logs)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { TraceIdentifier = "the-id" };
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        http.Request.Path = Wire.Users;
        var renderer = new ErrorRenderer(
            c =>
            {
                c.Response.Headers.ETag = "\"1\"";
                c.Response.Headers.Location = "/x";
                throw failure;
            },
            new Surfaces(RosterApplication.Profiles(new RosterOptions())), new Logger<ErrorRenderer>(Factory(logs)));

        await renderer.InvokeAsync(http);
        await http.Response.CompleteAsync();

        return (http.Response.StatusCode, JsonNode.Parse(body.ToArray())!.AsObject(), http.Response.Headers);
    }

    static LoggerFactory Factory(CapturedLogs logs) => new([logs]);
}
