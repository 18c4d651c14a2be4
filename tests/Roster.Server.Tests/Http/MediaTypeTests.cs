using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

public sealed class MediaTypeTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Theory]
    [InlineData(null, "application/scim+json")]
    [InlineData("", "application/scim+json")]
    [InlineData("*/*", "application/scim+json")]
    [InlineData("application/*;q=0.1", "application/scim+json")]
    [InlineData("application/scim+json", "application/scim+json")]
    [InlineData("application/scim+json, application/json", "application/scim+json")]
    [InlineData("application/json, application/scim+json;q=0.5", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("APPLICATION/JSON", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/scim+json")]
    [InlineData("application/scim+json;q=0, application/json", "application/json")]
    [InlineData("text/html", "application/scim+json")]
    [InlineData("not a media type", "application/scim+json")]
    public async Task Answers_come_in_the_type_that_the_client_reads(string? accept, string expected)
    {
        foreach (var path in new[] { Wire.Users + "?count=0", Wire.Users + "/nobody", "/api/v2/scim/v2/serviceproviderconfig" })
        {
            using var response = accept is null ? await Server.Http.SendAsync("GET", path) : await Server.Http.SendAsync("GET", path, headers: ("Accept", accept));

            Assert.Equal(expected, response.Header("Content-Type"));
        }
    }

    [Theory]
    [InlineData("application/scim+json", 201)]
    [InlineData("application/json", 201)]
    [InlineData("Application/SCIM+JSON; Charset=UTF-8", 201)]
    [InlineData("application/json; charset=\"utf-8\"", 201)]
    [InlineData(null, 201)]
    [InlineData("text/xml", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-7", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData("nonsense", 415)]
    public async Task Bodies_are_taken_in_both_types_and_in_UTF8_only(string? contentType, int status)
    {
        using var response = await Server.Http.SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName()), contentType);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 415)
        {
            Assert.Equal("unsupported.media.type", (await response.JsonAsync()).Text("code"));
            Assert.Contains("application/scim+json", response.Header("Accept"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", 404)]
    [InlineData("DELETE", 404)]
    public async Task A_request_without_body_may_name_any_type(string method, int status)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        var answer = await Wire.RawAsync(
            Server.BaseUrl, $"{method} {Wire.Users}/nobody HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }
}
