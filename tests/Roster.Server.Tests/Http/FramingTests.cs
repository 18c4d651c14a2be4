using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

/// <summary>T71: broken framing is refused, and what follows it is never taken for a second request.</summary>
public sealed class FramingTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    public static TheoryData<string, string> Framings => new()
    {
        { "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "Content-Length: 2\r\nContent-Length: 3\r\n", "{}GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "Content-Length: -1\r\n", "{}" },
        { "Content-Length: 99999999999999999999\r\n", "{}" },
        { "Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n" },
        { "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n" },
        { "Transfer-Encoding: gzip\r\n", "{}" },
        { "Content-Length : 2\r\n", "{}" },
        { "X-Folded: a\r\n b\r\nContent-Length: 2\r\n", "{}" },
        { "X-Nul: a\0b\r\nContent-Length: 2\r\n", "{}" },
    };

    [Theory, MemberData(nameof(Framings))]
    public async Task Broken_framing_is_a_client_error(string headers, string body)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        var answer = await Wire.RawAsync(
            Server.BaseUrl, $"POST {Wire.Users} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{headers}\r\n{body}");

        Assert.Matches("^HTTP/1.1 (400|411|413|501) ", answer);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }
}
