using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Roster.Server.Http;
using Roster.Server.Scim;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests;

/// <summary>T01: no route is open by oversight.</summary>
public sealed class RouteTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    static readonly string[] Open =
    [
        "/oauth/token", "/oauth/revoke", "/oauth/introspect", "/.well-known/oauth-authorization-server", "/openapi/admin.json", "/health/live", "/health/ready", "",
    ];

    // Where no route leads.
    const string Below = "/nothing/at/all";

    [Fact]
    public void Only_the_OAuth_endpoints_health_the_description_and_what_lies_outside_of_everything_are_open() =>
        Assert.Equal(Open.Order(StringComparer.Ordinal), Routes().Where(r => r.Access is Access.Open).Select(r => r.Pattern).Order(StringComparer.Ordinal));

    [Fact]
    [Holds("DI-27")]
    public void Only_ServiceProviderConfig_takes_a_token_or_none() =>
        Assert.All(Routes().Where(r => r.Access is Access.TokenOptional), r => Assert.EndsWith("/serviceproviderconfig", r.Pattern, StringComparison.OrdinalIgnoreCase));

    [Fact]
    [Holds("A-01")]
    public async Task Every_other_route_is_401_without_a_token()
    {
        foreach (var (pattern, access, methods) in Routes().Where(r => r.Access is Access.Token or Access.Permission))
        {
            foreach (var method in methods.Append("BREW"))
            {
                using var response = await Server.Anonymous.SendAsync(method, Sample(pattern));
                Assert.True((int)response.StatusCode == 401, $"{method} {pattern} ({access}) answered {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Every_other_route_is_403_without_a_permission_but_for_discovery()
    {
        using var http = await Server.ClientAsync("default");
        foreach (var (pattern, access, methods) in Routes().Where(r => r.Access is Access.Token or Access.Permission))
        {
            var expected = pattern.StartsWith("/admin", StringComparison.Ordinal) && !pattern.EndsWith(Below, StringComparison.Ordinal) ? (int[])[403]
                : pattern.Contains("/schemas", StringComparison.OrdinalIgnoreCase) || pattern.Contains("/resourcetypes", StringComparison.OrdinalIgnoreCase) ? [200, 404]
                : pattern.EndsWith(Below, StringComparison.Ordinal) ? [404]
                : IsAbsentFeature(pattern) ? [501]
                // What a job's operations need is asked of each by itself.
                : pattern.EndsWith("/Bulk", StringComparison.Ordinal) ? [415]
                : pattern.EndsWith("/Me", StringComparison.Ordinal) ? [403, 501]
                // Of types that an organization defines; this one has none.
                : pattern.Contains("{endpoint", StringComparison.Ordinal) ? [404]
                : [403];
            foreach (var method in methods)
            {
                // A body that is no JSON shows that the permission comes first.
                using var response = await http.SendAsync(method, Sample(pattern), method is "POST" or "PUT" or "PATCH" ? "{" : null, "text/xml");
                Assert.True(expected.Contains((int)response.StatusCode), $"{method} {pattern} ({access}) answered {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public void A_route_that_does_not_say_who_may_enter_stops_the_start()
    {
        var routes = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder().Build();
        Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.Map(routes, "/open", _ => Task.CompletedTask);

        var failure = Assert.Throws<InvalidOperationException>(routes.RefuseRoutesWithoutAccess);

        Assert.Contains("/open", failure.Message, StringComparison.Ordinal);
    }

    IReadOnlyList<(string Pattern, Access? Access, IReadOnlyList<string> Methods)> Routes() =>
    [
        .. Server.App.Services.GetRequiredService<Nowhere>().Places.Select(place => (place.Under + (place.Under.Length == 0 ? "" : Below), (Access?)place.Access, (IReadOnlyList<string>)["GET", "DELETE"])),
        .. Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e =>
            (e.RoutePattern.RawText!, e.Metadata.GetMetadata<Access>(), (IReadOnlyList<string>)[.. e.Metadata.GetMetadata<MethodTable>()?.Methods.Keys ?? ["GET"]])),
    ];

    bool IsAbsentFeature(string pattern) =>
        Server.App.Services.GetRequiredService<Surfaces>().Profiles.Any(p => FeatureAddress.Of(p).Any(f => !p.Has(f.Feature) && p.Prefixes.Any(prefix => prefix + f.Path == pattern)));

    static string Sample(string pattern) =>
        pattern.Replace("{id}", "x", StringComparison.Ordinal).Replace("{catalogue}", "roles", StringComparison.Ordinal)
            .Replace("{name}", "x", StringComparison.Ordinal).Replace("{endpoint:unversioned}", "x", StringComparison.Ordinal);
}
