using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Roster.Server.Admin;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>Every operation of administration, with and without its permission and from another organization. The operations are those of the routes themselves.</summary>
public sealed class AdminMatrixTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    public void Every_route_of_administration_is_described_and_asks_for_a_permission_of_its_own() =>
        Assert.All(
            Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.RoutePattern.RawText!.StartsWith("/admin/v1", StringComparison.Ordinal)),
            e =>
            {
                var route = e.Metadata.GetMetadata<AdminRoute>();
                Assert.NotNull(route);
                Assert.Contains(route.Permission, AdminPermissions.Own);
                Assert.Equal(new Roster.Server.Http.Access.Permission(route.Permission), e.Metadata.GetMetadata<Roster.Server.Http.Access>());
            });

    [Fact]
    public async Task Every_operation_is_refused_to_who_has_all_permissions_but_its_own()
    {
        foreach (var permission in AdminPermissions.Own)
        {
            using var http = await Server.ClientAsync("default", [.. AdminPermissions.All(RosterApplication.Profiles(new())).Where(p => p != permission)]);
            foreach (var (path, operation, _) in Operations().Where(o => o.Permission == permission))
            {
                using var response = await http.AdminAsync(operation.Method, path, operation.Body is null ? null : "{");

                Assert.True((int)response.StatusCode == 403, $"{operation.Method} {path}: {(int)response.StatusCode}");
                Assert.Contains(permission, (await response.JsonAsync()).Text("detail"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_operation_lets_in_who_has_its_permission_alone()
    {
        foreach (var permission in AdminPermissions.Own)
        {
            using var http = await Server.ClientAsync(await Server.NewTenantAsync(), permission);
            foreach (var (path, operation, _) in Operations().Where(o => o.Permission == permission))
            {
                // Nothing that the samples name is there, and the bodies are empty.
                using var response = await http.AdminAsync(operation.Method, path, operation.Body is null ? null : "{}");

                Assert.True((int)response.StatusCode is 200 or 201 or 204 or 400 or 404, $"{operation.Method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    [Fact]
    public async Task Who_is_no_operator_names_no_other_organization_and_does_not_learn_which_there_are()
    {
        var (own, other) = (await Server.NewTenantAsync(), await Server.NewTenantAsync());
        using var http = await Server.ClientAsync(own, [.. AdminPermissions.Own.Where(p => p != AdminPermissions.Tenants)]);
        foreach (var (path, operation, _) in Operations().Where(o => o.Operation.InTenant))
        {
            var body = operation.Body is null ? null : "{\"userId\":\"x\",\"password\":\"x\"}";
            using var there = await http.AdminAsync(operation.Method, $"{path}?tenant={other}", body);
            using var nowhere = await http.AdminAsync(operation.Method, $"{path}?tenant={AdminClient.NewTenantName()}", body);
            using var self = await http.AdminAsync(operation.Method, $"{path}?tenant={own}", body);

            Assert.True((int)there.StatusCode == 403, $"{operation.Method} {path}: {(int)there.StatusCode}");
            Assert.Equal(403, (int)nowhere.StatusCode);
            Assert.Equal(await there.Content.ReadAsStringAsync(), await nowhere.Content.ReadAsStringAsync());
            Assert.NotEqual(403, (int)self.StatusCode);
        }
    }

    [Fact]
    public async Task An_operator_names_another_organization_for_every_operation()
    {
        var other = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(await Server.NewTenantAsync(), [.. AdminPermissions.Own]);
        foreach (var (path, operation, _) in Operations().Where(o => o.Operation.InTenant))
        {
            var body = operation.Body is null ? null : "{\"userId\":\"x\",\"password\":\"x\"}";
            using var there = await http.AdminAsync(operation.Method, $"{path}?tenant={other}", body);
            using var nowhere = await http.AdminAsync(operation.Method, $"{path}?tenant={AdminClient.NewTenantName()}", body);

            Assert.True((int)there.StatusCode is 200 or 201 or 204 or 400 or 404, $"{operation.Method} {path}: {(int)there.StatusCode}");
            Assert.True((int)nowhere.StatusCode == 404, $"{operation.Method} {path}: {(int)nowhere.StatusCode}");
        }
    }

    [Fact]
    public async Task What_belongs_to_another_organization_is_not_there()
    {
        var (own, other) = (await Server.NewTenantAsync(), await Server.NewTenantAsync());
        using var theirs = await Server.ClientAsync(other, [.. AdminPermissions.All(RosterApplication.Profiles(new()))]);
        var client = await theirs.AdminJsonAsync("POST", "/clients", """{"name":"x","permissions":["directory:user:view"]}""");
        var token = await theirs.AdminJsonAsync("POST", "/tokens", $$"""{"clientId":"{{client.Text("clientId")}}","name":"x"}""");
        var user = await theirs.CreateUserAsync();
        using var deleted = await theirs.SendAsync("DELETE", $"{Wire.Users}/{user.Text("id")}");
        var added = await theirs.AdminJsonAsync("PUT", "/catalogues/roles/theirs");
        using var http = await Server.ClientAsync(own, [.. AdminPermissions.Own]);

        var (clientId, secretId, tokenId, userId) = (client.Text("clientId"), client["secrets"]![0]!["id"]!.GetValue<string>(), token.Text("id"), user.Text("id"));
        (string Method, string Path, string? Body)[] reaches =
        [
            ("GET", $"/clients/{clientId}", null),
            ("PATCH", $"/clients/{clientId}", """{"name":"mine"}"""),
            ("POST", $"/clients/{clientId}/secrets", null),
            ("DELETE", $"/clients/{clientId}/secrets/{secretId}", null),
            ("DELETE", $"/clients/{clientId}", null),
            ("POST", "/tokens", $$"""{"clientId":"{{clientId}}","name":"mine"}"""),
            ("DELETE", $"/tokens/{tokenId}", null),
            ("POST", $"/deleted/User/{userId}/restore", null),
            ("DELETE", $"/deleted/User/{userId}", null),
            ("GET", "/catalogues/roles/theirs", null),
            ("DELETE", "/catalogues/roles/theirs", null),
        ];
        foreach (var (method, path, body) in reaches)
            Assert.True(await http.AdminStatusAsync(method, path, body) == 404, $"{method} {path}");
        foreach (var list in new[] { "/clients", "/tokens", "/deleted", "/changes" })
            Assert.DoesNotContain(clientId, (await http.AdminJsonAsync("GET", list)).ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(client.Text("name"), (await theirs.AdminJsonAsync("GET", $"/clients/{clientId}")).Text("name"));
        Assert.Contains(tokenId, (await theirs.AdminJsonAsync("GET", "/tokens")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(userId, (await theirs.AdminJsonAsync("GET", "/deleted")).ToJsonString(), StringComparison.Ordinal);
        using var works = await Server.WithToken(token.Text("token")).SendAsync("GET", Wire.Users);
        Assert.Equal(200, (int)works.StatusCode);
        Assert.Equal("theirs", added.Text("name"));
    }

    IEnumerable<(string Path, AdminOperation Operation, string Permission)> Operations() =>
        from endpoint in Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let route = endpoint.Metadata.GetMetadata<AdminRoute>()
        where route is not null
        from operation in route.Operations
        select (Sample(endpoint.RoutePattern.RawText!["/admin/v1".Length..]), operation, route.Permission);

    static string Sample(string pattern) => pattern
        .Replace("{catalogue}", "roles", StringComparison.Ordinal).Replace("{type}", "User", StringComparison.Ordinal).Replace("{path}", "title", StringComparison.Ordinal)
        .Replace("{id}", "nothing", StringComparison.Ordinal).Replace("{secret}", "nothing", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal);
}
