using System.Net;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Server.Options;
using Roster.Server.Transport;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Transport;

public sealed class ProxyTests
{
    const string StandardUsers = "/scim/v2/Users";

    [Theory]
    [InlineData("127.0.0.1", "https://scim.example.test", true)]
    [InlineData("10.1.2.3; 127.0.0.0/8, ::1", "https://scim.example.test", true)]
    [InlineData("10.1.2.3", "http://127.0.0.1", false)]
    [InlineData(null, "http://127.0.0.1", false)]
    [Holds("R-11", "SEC-11", "H-09")]
    public async Task Forwarded_headers_are_believed_from_listed_proxies_alone(string? proxies, string location, bool believed)
    {
        await using var server = await RosterServer.StartAsync(o => o with { TrustedProxies = proxies });

        using var response = await server.Http.SendAsync(
            "POST", StandardUsers, $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{Wire.NewName()}}"}""",
            headers: [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "scim.example.test")]);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.StartsWith(location, response.Header("Location"), StringComparison.Ordinal);
        Assert.StartsWith(location, (await response.JsonAsync())["meta"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(believed, response.Header("Strict-Transport-Security") is not null);
    }

    [Fact]
    public async Task The_metadata_of_the_authorization_server_names_the_outer_address()
    {
        await using var server = await RosterServer.StartAsync(o => o with { TrustedProxies = "127.0.0.1" });

        using var response = await server.Anonymous.SendAsync(
            "GET", "/.well-known/oauth-authorization-server", headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "scim.example.test")]);

        Assert.Equal("https://scim.example.test/oauth/token", (await response.JsonAsync()).Text("token_endpoint"));
    }

    [Fact]
    public async Task A_proxy_that_got_a_request_in_the_clear_is_refused_but_not_its_health_check()
    {
        await using var server = await RosterServer.StartAsync(o => o with { TrustedProxies = "127.0.0.1" });

        using var clear = await server.Http.SendAsync("GET", Wire.Users, headers: [("X-Forwarded-Proto", "http")]);
        using var health = await server.Http.SendAsync("GET", "/health/ready", headers: [("X-Forwarded-Proto", "http")]);
        using var direct = await server.Http.SendAsync("GET", Wire.Users);

        Assert.Equal([403, 200, 200], new[] { clear, health, direct }.Select(r => (int)r.StatusCode));
    }

    public static TheoryData<string?, string?, string, string, bool, bool> Origins => new()
    {
        // proxies, X-Forwarded-Proto, where the connection comes from, scheme, AllowPlainHttp; whether it may pass
        { null, null, "127.0.0.1", "http", false, true },
        { null, null, "::1", "http", false, true },
        { null, null, "::ffff:127.0.0.1", "http", false, true },
        { null, null, "192.0.2.1", "http", false, false },
        { null, "https", "192.0.2.1", "http", false, false },
        { null, null, "192.0.2.1", "http", true, true },
        { null, null, "192.0.2.1", "https", false, true },
        { "192.0.2.0/24", null, "192.0.2.1", "http", false, true },
        { "192.0.2.0/24", "https", "192.0.2.1", "http", false, true },
        { "192.0.2.0/24", "https", "::ffff:192.0.2.1", "http", false, true },
        { "192.0.2.0/24", "https", "198.51.100.1", "http", false, false },
        { "192.0.2.0/24", "http", "192.0.2.1", "http", false, false },
        { "192.0.2.0/24", "https, http", "192.0.2.1", "http", false, false },
        { "2001:db8::/32", "https", "2001:db8::7", "http", false, true },
    };

    [Theory, MemberData(nameof(Origins))]
    [Holds("SEC-01")]
    public async Task Plain_HTTP_passes_on_this_machine_and_from_listed_proxies(string? proxies, string? proto, string from, string scheme, bool allow, bool passes)
    {
        var passed = false;
        var origin = new RequestOrigin(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            new TrustedProxies(proxies), new RosterOptions { AllowPlainHttp = allow });
        var http = new DefaultHttpContext { Request = { Scheme = scheme, Path = "/oauth/token" }, Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        if (proto is not null)
            http.Request.Headers["X-Forwarded-Proto"] = proto;

        if (passes)
            await origin.InvokeAsync(http);
        else
            Assert.Equal(403, (await Assert.ThrowsAsync<ScimException>(() => origin.InvokeAsync(http))).Error.Status);

        Assert.Equal(passes, passed);
    }

    [Fact]
    public async Task The_way_is_followed_back_to_the_first_that_is_not_listed()
    {
        var proxies = new TrustedProxies("10.0.0.0/8");
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("10.0.0.1") } };
        http.Request.Headers["X-Forwarded-For"] = "1.2.3.4, 203.0.113.7, 10.0.0.2";
        var middleware = new Microsoft.AspNetCore.HttpOverrides.ForwardedHeadersMiddleware(
            _ => Task.CompletedTask, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, Microsoft.Extensions.Options.Options.Create(proxies.Options()));

        await middleware.Invoke(http);

        Assert.Equal("203.0.113.7", http.Connection.RemoteIpAddress.ToString());
    }
}
