using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

/// <summary>T75: no header makes our answers point at a stranger's address.</summary>
public sealed class PublicAddressTests(ServerFixture fixture)
{
    const string Path = "/scim/v2/ServiceProviderConfig";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:443")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.0.2.7")]
    [InlineData("")]
    public async Task A_strange_host_is_not_repeated(string host)
    {
        var (location, answer) = await LocationAsync(fixture.Server, ("Host", host));

        Assert.Equal(fixture.Server.BaseUrl + Path, location);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "host=evil.example;proto=https")]
    [InlineData("X-Original-URL", "http://evil.example/")]
    public async Task Forwarded_headers_are_not_read(string header, string value)
    {
        var (location, answer) = await LocationAsync(fixture.Server, ("Host", new Uri(fixture.Server.BaseUrl).Authority), (header, value));

        Assert.Equal(fixture.Server.BaseUrl + Path, location);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:4711")]
    [InlineData("127.0.0.1:4711")]
    [InlineData("127.9.9.9")]
    [InlineData("[::1]:4711")]
    public async Task A_name_of_this_machine_for_itself_is(string host) =>
        Assert.Equal($"http://{host}{Path}", (await LocationAsync(fixture.Server, ("Host", host))).Location);

    [Fact]
    public async Task A_listed_host_is_and_no_other()
    {
        await using var server = await RosterServer.StartAsync(o => o with { AllowedHosts = "scim.example.test; other.example.test" });

        Assert.Equal($"http://SCIM.example.test:8443{Path}", (await LocationAsync(server, ("Host", "SCIM.example.test:8443"))).Location);
        Assert.Equal($"http://other.example.test{Path}", (await LocationAsync(server, ("Host", "other.example.test"))).Location);
        Assert.Equal(server.BaseUrl + Path, (await LocationAsync(server, ("Host", "evil.example.test"))).Location);
        Assert.Equal($"http://other.example.test{Path}", (await LocationAsync(server, ("Host", "other.example.test"))).Location);
        Assert.Equal($"http://other.example.test:1{Path}", (await LocationAsync(server, ("Host", "other.example.test:1"))).Location);
    }

    [Fact]
    [Holds("S-12", "R-11", "H-09")]
    public async Task A_configured_address_is_used_for_everything_and_everybody()
    {
        await using var server = await RosterServer.StartAsync(o => o with { PublicUrl = "https://scim.example.test/", AllowedHosts = "other.example.test" });

        foreach (var host in new[] { "localhost", "other.example.test", "evil.example" })
            Assert.Equal("https://scim.example.test" + Path, (await LocationAsync(server, ("Host", host))).Location);

        using var created = await server.Http.SendAsync("POST", "/scim/v2/Users", Wire.UserBody("ana"));
        var user = await created.JsonAsync();
        Assert.Equal($"https://scim.example.test/scim/v2/Users/{user.Text("id")}", created.Header("Location"));
        Assert.Equal(created.Header("Location"), user["meta"]!["location"]!.GetValue<string>());
        using var vendors = await server.Http.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}");
        Assert.StartsWith("/api/v2/scim/v2/users/", (await vendors.JsonAsync())["meta"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scim.example.test")]
    [InlineData("ftp://scim.example.test")]
    [InlineData("https://scim.example.test/base")]
    [InlineData("https://scim.example.test/?x=1")]
    [InlineData("https://user@scim.example.test")]
    public async Task An_address_that_cannot_be_one_stops_the_start(string url)
    {
        var failure = await Assert.ThrowsAsync<OptionsException>(() => RosterServer.StartAsync(o => o with { PublicUrl = url }));

        Assert.StartsWith("PublicUrl", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://scim.example.test")]
    [InlineData("scim.example.test:443")]
    [InlineData("a b")]
    public async Task A_host_that_cannot_be_one_stops_the_start(string host) =>
        Assert.StartsWith("AllowedHosts", (await Assert.ThrowsAsync<OptionsException>(() => RosterServer.StartAsync(o => o with { AllowedHosts = host }))).Message, StringComparison.Ordinal);

    static async Task<(string? Location, string Answer)> LocationAsync(RosterServer server, params (string Name, string Value)[] headers)
    {
        var lines = string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"));
        var answer = await Wire.RawAsync(server.BaseUrl, $"GET {Path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        var at = answer.IndexOf("\"location\":\"", StringComparison.Ordinal);
        return at < 0 ? (null, answer) : (answer[(at + 12)..answer.IndexOf('"', at + 12)], answer);
    }
}
