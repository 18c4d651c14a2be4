using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>The operator keeps clients out while it works on the directory.</summary>
public sealed class MaintenanceTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-maintenance-").FullName;
    RosterServer? server;

    public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync(folder: folder);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact, Holds("E-15")]
    public async Task Under_maintenance_SCIM_is_503_and_everything_else_goes_on_also_after_a_restart()
    {
        Assert.False((await server!.Http.AdminJsonAsync("GET", "/maintenance"))["on"]!.GetValue<bool>());
        Assert.Equal(400, await server.Http.AdminStatusAsync("PUT", "/maintenance", "{}"));
        Assert.True((await server.Http.AdminJsonAsync("PUT", "/maintenance", """{"on":true}"""))["on"]!.GetValue<bool>());
        await ClosedAsync();

        await server.DisposeAsync();
        server = await RosterServer.StartAsync(folder: folder);
        await ClosedAsync();

        await server.Http.AdminJsonAsync("PUT", "/maintenance", """{"on":false}""");
        using var open = await server.Http.SendAsync("GET", "/scim/v2/Users");
        using var ready = await server.Anonymous.SendAsync("GET", "/health/ready");
        Assert.Equal((200, "ok"), ((int)open.StatusCode, (await ready.JsonAsync()).Text("status")));
    }

    [Fact, Holds("E-15")]
    public async Task A_command_beside_the_server_closes_it_and_opens_it()
    {
        await using var beside = await RosterServer.OpenBesideAsync(folder);

        foreach (var (on, expected) in new[] { (true, 503), (false, 200) })
        {
            await beside.Maintenance.SwitchAsync(on, CancellationToken.None);
            var status = 0;
            for (var attempt = 0; status != expected && attempt < 100; attempt++)
            {
                await Task.Delay(100);
                using var response = await server!.Http.SendAsync("GET", "/scim/v2/Users");
                status = (int)response.StatusCode;
            }

            Assert.Equal(expected, status);
        }
    }

    async Task ClosedAsync()
    {
        foreach (var (method, path) in new[] { ("GET", "/scim/v2/Users"), ("GET", "/scim/Users/x"), ("POST", "/scim/v2/Users"), ("GET", "/scim/v2/ServiceProviderConfig"), ("GET", Wire.Users), ("PATCH", Wire.Groups + "/x") })
        {
            using var closed = await server!.Http.SendAsync(method, path, method is "GET" ? null : "{}");
            var error = await closed.JsonAsync();
            Assert.Equal(503, (int)closed.StatusCode);
            Assert.True(closed.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Equal("503", error["status"]!.ToJsonString().Trim('"'));
            if (path.StartsWith("/scim", StringComparison.Ordinal))
                Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", error["schemas"]![0]!.GetValue<string>());
        }

        using var ready = await server!.Anonymous.SendAsync("GET", "/health/ready");
        using var live = await server.Anonymous.SendAsync("GET", "/health/live");
        Assert.Equal((200, "maintenance"), ((int)ready.StatusCode, (await ready.JsonAsync()).Text("status")));
        Assert.Equal(200, (int)live.StatusCode);
        Assert.Equal("maintenance", (await server.Http.AdminJsonAsync("GET", "/health")).Text("status"));
        Assert.StartsWith("rst_", await server.TokenAsync(server.ClientId, server.ClientSecret), StringComparison.Ordinal);
    }
}
