using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

public sealed class MethodTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Theory]
    [InlineData(Wire.Users, "GET, HEAD, POST, OPTIONS")]
    [InlineData(Wire.Users + "/x", "DELETE, GET, HEAD, PATCH, PUT, OPTIONS")]
    [InlineData(Wire.Groups, "GET, HEAD, POST, OPTIONS")]
    [InlineData(Wire.Groups + "/x", "DELETE, GET, HEAD, PATCH, PUT, OPTIONS")]
    [InlineData("/api/v2/scim/v2/serviceproviderconfig", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v2/scim/v2/resourcetypes", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v2/scim/v2/schemas/x", "GET, HEAD, OPTIONS")]
    [Holds("C-19", "R-07", "DI-25", "DE-07", "E-13", "H-10")]
    public async Task A_wrong_method_is_405_with_Allow_and_OPTIONS_tells_the_same(string path, string allow)
    {
        foreach (var method in new[] { "TRACE", "PROPFIND", "BREW", "POST", "DELETE" }.Where(m => !allow.Contains(m, StringComparison.Ordinal)))
        {
            using var response = await Server.Http.SendAsync(method, path);
            Assert.Equal(405, (int)response.StatusCode);
            Assert.Equal(allow, response.Header("Allow"));
            Assert.NotNull((await response.JsonAsync())["code"]);
        }

        using var options = await Server.Anonymous.SendAsync("OPTIONS", path);
        Assert.Equal(204, (int)options.StatusCode);
        Assert.Equal(allow, options.Header("Allow"));
        Assert.Null(options.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_group_lifecycle_groups_cannot_be_created_or_deleted()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Genesys = new GenesysSettings { GroupLifecycle = false } });

        using var create = await server.Http.SendAsync("POST", Wire.Groups, """{"displayName":"x"}""");
        using var delete = await server.Http.SendAsync("DELETE", Wire.Groups + "/x");

        Assert.Equal(405, (int)create.StatusCode);
        Assert.Equal("GET, HEAD, OPTIONS", create.Header("Allow"));
        Assert.Equal(405, (int)delete.StatusCode);
        Assert.Equal("GET, HEAD, PATCH, PUT, OPTIONS", delete.Header("Allow"));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-Original-URL", "/admin/v1/catalogues/roles")]
    [Holds("H-11")]
    public async Task Overrides_are_ignored(string header, string value)
    {
        using var response = await Server.Http.SendAsync("POST", Wire.Users, Wire.UserBody(Wire.NewName()), headers: (header, value));

        Assert.Equal(201, (int)response.StatusCode);
    }

    [Fact]
    [Holds("R-06", "E-20")]
    public async Task HEAD_is_GET_without_the_body()
    {
        var user = await Server.Http.CreateUserAsync();
        foreach (var path in new[] { $"{Wire.Users}/{user.Text("id")}", Wire.Users, "/api/v2/scim/v2/schemas", Wire.Users + "/nobody" })
        {
            using var get = await Server.Http.SendAsync("GET", path);
            using var head = await Server.Http.SendAsync("HEAD", path);

            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Header("ETag"), head.Header("ETag"));
            Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }
}
