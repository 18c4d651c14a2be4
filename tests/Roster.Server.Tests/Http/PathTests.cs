using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

public sealed class PathTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Theory]
    [InlineData("/api/v2/scim/v2/users")]
    [InlineData("/api/v2/scim/v2/Users")]
    [InlineData("/API/V2/SCIM/V2/USERS")]
    [InlineData("/api/v2/scim/v2/Users/")]
    [InlineData("/api/v2/scim/v2//Users")]
    [InlineData("//api/v2/scim/v2/Users//")]
    [InlineData("/api/v2/scim/users")]
    [InlineData("/api/v2/scim/Users/?count=1")]
    [InlineData("/api/v2/scim/v2/Groups")]
    [InlineData("/api/v2/scim/ServiceProviderConfig")]
    [InlineData("/api/v2/scim/v2/ServiceProviderConfig/")]
    [InlineData("/api/v2/scim/v2/ResourceTypes")]
    [InlineData("/api/v2/scim/v2/Schemas")]
    [Holds("E-18", "R-10")]
    public async Task Paths_are_found_in_any_letter_case_and_with_any_slashes(string path)
    {
        var token = await Server.TokenAsync(Server.ClientId, Server.ClientSecret);

        // By socket, since a client library would take '//api' for a host.
        var answer = await Wire.RawAsync(Server.BaseUrl, $"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v2/scim")]
    [InlineData("/api/v2/scim/v2")]
    [InlineData("/api/v2/scim/v1/users")]
    [InlineData("/api/v2/scim/v2/Nosuch")]
    [InlineData("/api/v2/scim/v2/Users/a/b")]
    [InlineData("/api/v2/scim/v2/Users/.search")]
    [InlineData("/api/v2/scim/v2/Bulk")]
    [InlineData("/api/v2/scim/v2/Me")]
    [InlineData("/api/v2/scim/v2/Users/%2e%2e%2fadmin")]
    [InlineData("/api/v2/scim/v2/Users/x;y=1")]
    [InlineData("/admin/v1/nothing")]
    [InlineData("/nothing")]
    [InlineData("/")]
    public async Task Other_paths_are_404_with_a_body(string path)
    {
        using var response = await Server.Http.SendAsync("GET", path);
        var body = await response.JsonAsync();

        Assert.Equal(404, (int)response.StatusCode);
        Assert.True(body["code"] is not null || body["schemas"] is not null);
    }

    [Theory]
    [InlineData("/api/v2/scim/v2/Users/%00")]
    [InlineData("/api/v2/scim/v2/Users/%zz")]
    [InlineData("/api/v2/scim/v2/Users/%c0%af")]
    [InlineData("/api/v2/scim/v2/Users/../../../admin/v1/catalogues/roles")]
    [InlineData("/api/v2/scim/v2/Users/..%2f..%2fGroups")]
    [InlineData("/api/v2/scim/v2/Users.")]
    [Holds("SEC-12")]
    public async Task Path_games_are_400_or_404_or_401(string path)
    {
        var answer = await Wire.RawAsync(Server.BaseUrl, $"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|401|404) ", answer);
    }

    [Fact]
    public async Task A_request_line_of_more_than_8_KiB_is_refused()
    {
        using var fits = await Server.Anonymous.SendAsync("GET", "/health/live?x=" + new string('a', 8000));
        using var tooLong = await Server.Anonymous.SendAsync("GET", "/health/live?x=" + new string('a', 8300));

        Assert.Equal(200, (int)fits.StatusCode);
        Assert.Equal(414, (int)tooLong.StatusCode);
    }

    [Fact]
    public async Task More_than_100_headers_are_refused()
    {
        var headers = Enumerable.Range(0, 120).Select(i => ($"X-Header-{i}", "x")).ToArray();

        using var response = await Server.Anonymous.SendAsync("GET", "/health/live", headers: headers);

        Assert.Equal(431, (int)response.StatusCode);
    }
}
