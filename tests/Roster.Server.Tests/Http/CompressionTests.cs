using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

/// <summary>Compressed bodies, both ways (RFC 9110 section 8.4).</summary>
public sealed class CompressionTests(ServerFixture fixture)
{
    const string StandardUsers = "/scim/v2/Users";

    RosterServer Server => fixture.Server;

    [Theory, Holds("H-07")]
    [InlineData(StandardUsers, "gzip")]
    [InlineData(StandardUsers, "GZip")]
    [InlineData(StandardUsers, "x-gzip")]
    [InlineData(Wire.Users, "gzip")]
    public async Task A_body_may_come_compressed_by_gzip(string users, string coding)
    {
        var name = Wire.NewName();

        using var created = await SendAsync(users, Gzip(Encoding.UTF8.GetBytes(Wire.UserBody(name))), coding);

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal(name, (await created.JsonAsync()).Text("userName"));
    }

    [Theory, Holds("H-07")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("nonsense")]
    public async Task Any_other_coding_is_415_and_says_which_is_read(string coding)
    {
        foreach (var users in new[] { StandardUsers, Wire.Users })
        {
            using var refused = await SendAsync(users, Gzip("{}"u8.ToArray()), coding);

            Assert.Equal((415, "gzip"), ((int)refused.StatusCode, refused.Header("Accept-Encoding")));
        }
    }

    [Fact, Holds("H-07")]
    public async Task What_gzip_did_not_make_is_400()
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(Wire.UserBody(Wire.NewName())));
        foreach (var broken in new[] { "plain text"u8.ToArray(), packed[..(packed.Length / 2)], [] })
        {
            using var refused = await SendAsync(StandardUsers, broken, "gzip");

            Assert.Equal((400, "invalidSyntax"), ((int)refused.StatusCode, (await refused.JsonAsync()).Text("scimType")));
        }
    }

    [Theory, Holds("H-07")]
    [InlineData(StandardUsers)]
    [InlineData(Wire.Users)]
    public async Task The_limit_counts_what_is_unpacked(string users)
    {
        // Small on the wire, too large once unpacked.
        using var refused = await SendAsync(users, Gzip(Encoding.UTF8.GetBytes(Wire.UserBody(Wire.NewName(), $",\"unknown\":\"{new string('x', 1_100_000)}\""))), "gzip");

        Assert.Equal(413, (int)refused.StatusCode);
    }

    [Fact, Holds("H-07")]
    public async Task A_bomb_is_unpacked_as_far_as_the_limit_and_no_further()
    {
        using var packed = new MemoryStream(Gzip(new byte[64 * 1024 * 1024]));
        var request = new DefaultHttpContext().Request;
        request.Headers.ContentEncoding = "gzip";
        request.Body = packed;

        var failure = await Assert.ThrowsAsync<ScimException>(() => RequestBody.LendAsync(request, 1024 * 1024, CancellationToken.None));

        Assert.Equal(413, failure.Error.Status);
        Assert.InRange(packed.Position, 1, packed.Length / 2);
    }

    [Theory, Holds("H-07")]
    [InlineData(StandardUsers, "gzip")]
    [InlineData(StandardUsers, "br")]
    [InlineData(Wire.Users, "gzip")]
    public async Task A_long_answer_is_compressed_for_those_who_read_it_and_says_so(string users, string coding)
    {
        for (var i = 0; i < 5; i++)
            await Server.Http.CreateUserAsync();

        using var plain = await Server.Http.SendAsync("GET", users + "?count=5");
        using var packed = await Server.Http.SendAsync("GET", users + "?count=5", headers: ("Accept-Encoding", coding));
        var text = await UnpackedAsync(packed);

        Assert.Null(plain.Header("Content-Encoding"));
        Assert.Equal((coding, "Accept-Encoding"), (packed.Header("Content-Encoding"), packed.Header("Vary")));
        Assert.Equal("application/scim+json", packed.Header("Content-Type"));
        Assert.Equal(5, JsonNode.Parse(text)!["itemsPerPage"]!.GetValue<int>());
        Assert.Equal(await plain.Content.ReadAsStringAsync(), text);
    }

    [Fact, Holds("H-07", "H-17")]
    public async Task What_is_short_or_has_no_body_is_as_it_was()
    {
        using var created = await Server.Http.SendAsync("POST", StandardUsers, Wire.UserBody(Wire.NewName()), headers: ("Accept-Encoding", "gzip"));
        var path = $"{StandardUsers}/{(await created.JsonAsync()).Text("id")}";
        using var known = await Server.Http.SendAsync("GET", path, headers: [("Accept-Encoding", "gzip"), ("If-None-Match", created.Header("ETag")!)]);
        using var head = await Server.Http.SendAsync("HEAD", path, headers: ("Accept-Encoding", "gzip"));
        using var unknown = await Server.Http.SendAsync("GET", StandardUsers + "/nobody", headers: ("Accept-Encoding", "gzip"));
        using var deleted = await Server.Http.SendAsync("DELETE", path, headers: ("Accept-Encoding", "gzip"));

        Assert.Equal([201, 304, 200, 404, 204], new[] { created, known, head, unknown, deleted }.Select(r => (int)r.StatusCode));
        Assert.All([created, known, head, unknown, deleted], r => Assert.Null(r.Header("Content-Encoding")));
        foreach (var empty in new[] { known, head, deleted })
            Assert.Empty(await empty.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Tokens_and_secrets_are_never_compressed()
    {
        using var token = await Server.Anonymous.SendAsync(
            "POST", "/oauth/token", "grant_type=client_credentials&padding=" + new string('x', 2000), "application/x-www-form-urlencoded",
            ("Authorization", RosterServer.Basic(Server.ClientId, Server.ClientSecret).ToString()), ("Accept-Encoding", "gzip"));
        var permissions = string.Join(',', Enumerable.Repeat("\"directory:user:view\"", 60));
        using var client = await Server.Http.SendAsync(
            "POST", "/admin/v1/clients", $"{{\"name\":\"{new string('n', 100)}\",\"permissions\":[{permissions}]}}", "application/json", ("Accept-Encoding", "gzip"));

        Assert.Equal((200, 201), ((int)token.StatusCode, (int)client.StatusCode));
        Assert.All([token, client], r => Assert.Null(r.Header("Content-Encoding")));
        Assert.StartsWith("rst_", (await token.JsonAsync()).Text("access_token"), StringComparison.Ordinal);
        Assert.StartsWith("rss_", (await client.JsonAsync()).Text("clientSecret"), StringComparison.Ordinal);
    }

    static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    static async Task<string> UnpackedAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream unpacked = response.Content.Headers.ContentEncoding.Single() == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        return await reader.ReadToEndAsync();
    }

    async Task<HttpResponseMessage> SendAsync(string path, byte[] body, string coding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/scim+json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await Server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
