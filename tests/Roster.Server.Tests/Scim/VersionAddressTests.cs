using Roster.Server.Scim;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Versions in the address (RFC 7644 section 3.13).</summary>
public sealed class VersionAddressTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact, Holds("H-08", "MT-05")]
    public async Task A_base_without_a_version_serves_the_newest_and_locations_name_it()
    {
        using var created = await Server.Http.SendAsync("POST", "/scim/Users", Wire.UserBody(Wire.NewName()));
        var location = created.Header("Location")!;
        var id = (await created.JsonAsync()).Text("id");
        using var there = await Server.Http.SendAsync("GET", location);
        using var short_ = await Server.Http.SendAsync("GET", $"/scim/Users/{id}");
        using var config = await Server.Anonymous.SendAsync("GET", "/scim/ServiceProviderConfig");
        using var schemas = await Server.Http.SendAsync("GET", "/scim/Schemas");

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal($"{Server.BaseUrl}/scim/v2/Users/{id}", location);
        Assert.Equal(await there.Content.ReadAsStringAsync(), await short_.Content.ReadAsStringAsync());
        Assert.Equal([200, 200, 200], new[] { there, config, schemas }.Select(r => (int)r.StatusCode));
        Assert.Equal($"{Server.BaseUrl}/scim/v2/ServiceProviderConfig", (await config.JsonAsync())["meta"]!["location"]!.GetValue<string>());
    }

    [Theory, Holds("E-07")]
    [InlineData("GET", "/scim/v1/Users")]
    [InlineData("POST", "/scim/v1/Users")]
    [InlineData("GET", "/scim/v3/Users/x")]
    [InlineData("GET", "/scim/v3")]
    [InlineData("GET", "/scim/V1/ServiceProviderConfig")]
    [InlineData("DELETE", "/scim/v2.1/Users/x")]
    public async Task Another_version_is_400_once_the_caller_is_known(string method, string path)
    {
        using var refused = await Server.Http.SendAsync(method, path, method == "POST" ? "{" : null);
        using var stranger = await Server.Anonymous.SendAsync(method, path);
        var error = await refused.JsonAsync();

        Assert.Equal((400, "400", "invalidVers"), ((int)refused.StatusCode, error.Text("status"), error.Text("scimType")));
        Assert.Equal(401, (int)stranger.StatusCode);
    }

    [Fact]
    public async Task Versions_may_lie_below_an_address_that_serves_none_itself()
    {
        var standard = StandardProfile.Create(new StandardOptions());
        await using var server = await RosterServer.StartAsync(further: [standard with { Name = "Further", Prefixes = ["/further/v5"], LocationPrefix = "/further/v5", VersionsUnder = "/further" }]);

        using var served = await server.Http.SendAsync("GET", "/further/v5/Users");
        using var other = await server.Http.SendAsync("DELETE", "/further/v2/Users/x");
        using var none = await server.Http.SendAsync("GET", "/further/Users");

        Assert.Equal([200, 400, 404], new[] { served, other, none }.Select(r => (int)r.StatusCode));
        Assert.Equal("invalidVers", (await other.JsonAsync()).Text("scimType"));
    }

    [Theory]
    [InlineData("/scim/vx/Users")]
    [InlineData("/scim/nothing")]
    [InlineData("/scim/v2/v1/Users")]
    [InlineData("/api/v2/scim/v1/users")]
    [InlineData("/api/v2/scim/v3/users")]
    public async Task What_is_no_version_or_has_none_is_404(string path)
    {
        using var response = await Server.Http.SendAsync("GET", path);

        Assert.Equal(404, (int)response.StatusCode);
    }
}
