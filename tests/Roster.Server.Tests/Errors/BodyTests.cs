using System.Net.Http.Headers;
using System.Text;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Errors;

public sealed class BodyTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    public static TheoryData<string, byte[]> NotJson => new()
    {
        { "nothing", [] },
        { "null", "null"u8.ToArray() },
        { "an array", "[]"u8.ToArray() },
        { "a text", "\"x\""u8.ToArray() },
        { "broken off", "{\"userName\":"u8.ToArray() },
        { "two documents", "{}{}"u8.ToArray() },
        { "a trailing comma", "{\"a\":1,}"u8.ToArray() },
        { "a comment", "{/*x*/}"u8.ToArray() },
        { "NaN", "{\"a\":NaN}"u8.ToArray() },
        { "invalid UTF-8", [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'] },
        { "overlong UTF-8", [(byte)'{', (byte)'"', 0xC0, 0xAF, (byte)'"', (byte)':', (byte)'1', (byte)'}'] },
        { "UTF-16", Encoding.Unicode.GetBytes("{}") },
        { "a lone surrogate", Encoding.UTF8.GetBytes("{\"userName\":\"\\ud800\",\"displayName\":\"x\"}") },
        { "NUL", Encoding.UTF8.GetBytes("{\"userName\":\"a\\u0000b\",\"displayName\":\"x\"}") },
        { "200,000 brackets", Encoding.UTF8.GetBytes(new string('[', 200_000)) },
        { "a name twice", Encoding.UTF8.GetBytes("{\"userName\":\"a\",\"userName\":\"b\",\"displayName\":\"x\"}") },
        { "a name twice by escape", Encoding.UTF8.GetBytes("{\"userName\":\"a\",\"\\u0075serName\":\"b\",\"displayName\":\"x\"}") },
        { "a name twice by letter case", Encoding.UTF8.GetBytes("{\"userName\":\"a\",\"USERNAME\":\"b\",\"displayName\":\"x\"}") },
        { "a number of 5,000 digits", Encoding.UTF8.GetBytes("{\"a\":" + new string('9', 5000) + "}") },
    };

    [Theory, MemberData(nameof(NotJson))]
    [Holds("C-12", "C-13", "H-04", "H-06")]
    public async Task What_is_not_a_JSON_object_is_400(string what, byte[] body)
    {
        foreach (var (method, path) in new[] { ("POST", Wire.Users), ("PUT", Wire.Users + "/nobody"), ("PATCH", Wire.Users + "/nobody") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");
            using var response = await Server.Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();

            Assert.True((int)response.StatusCode == 400, $"{what}: {method} answered {(int)response.StatusCode} {text}");
            Assert.Contains("urn:ietf:params:scim:api:messages:2.0:Error", text, StringComparison.Ordinal);
            Assert.True(text.Length < 1500);
        }
    }

    [Theory]
    [InlineData(Wire.Users, 1_048_576)]
    [InlineData(Wire.Groups, 16_777_216)]
    [Holds("SEC-07")]
    public async Task Bodies_are_limited_with_a_length_and_without(string path, int limit)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);
        foreach (var chunked in new[] { false, true })
        {
            Assert.NotEqual(413, await StatusAsync(limit, chunked));
            Assert.Equal(413, await StatusAsync(limit + 1, chunked));
        }

        async Task<int> StatusAsync(int length, bool chunked)
        {
            var body = new byte[length];
            Array.Fill(body, (byte)' ');
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");
            request.Headers.TransferEncodingChunked = chunked;
            // A connection of its own, on which the body follows when the server has asked for it.
            request.Headers.ExpectContinue = true;
            using var http = Server.WithToken(token);
            using var response = await http.SendAsync(request);
            if ((int)response.StatusCode == 413)
                Assert.Equal("request.entity.too.large", (await response.JsonAsync()).Text("code"));
            return (int)response.StatusCode;
        }
    }

    [Fact]
    [Holds("A-04", "E-10")]
    public async Task The_permission_comes_before_media_type_size_and_syntax()
    {
        using var http = await Server.ClientAsync("default", "directory:user:view");

        using var response = await http.SendAsync("POST", Wire.Users, "<x/>", "text/xml");

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("missing.any.permissions", (await response.JsonAsync()).Text("code"));
        Assert.Contains("error=\"insufficient_scope\"", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", Wire.Users, 40_000, 415, false)]
    [InlineData("POST", "/oauth/token", 70_000, 413, true)]
    [InlineData("POST", Wire.Users, 100_000_000, 415, true)]
    public async Task A_client_is_told_when_its_body_ends_the_connection(string method, string path, int length, int status, bool closes)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);
        var type = status == 413 ? "application/x-www-form-urlencoded" : "text/xml";

        var answer = await Wire.RawAsync(
            Server.BaseUrl, $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Equal(closes, answer.Contains("Connection: close", StringComparison.Ordinal));
    }

    [Fact]
    [Holds("E-10")]
    public async Task The_media_type_comes_before_size_and_size_before_syntax()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Limits = new LimitOptions { BodyBytes = 1024 } });

        using var type = await server.Http.SendAsync("POST", Wire.Users, new string('x', 2000), "text/xml");
        using var size = await server.Http.SendAsync("POST", Wire.Users, new string('x', 2000));

        Assert.Equal(415, (int)type.StatusCode);
        Assert.Equal(413, (int)size.StatusCode);
    }
}
