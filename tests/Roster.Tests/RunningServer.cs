using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Testing;

[assembly: AssemblyFixture(typeof(Roster.Tests.RunningServer))]

namespace Roster.Tests;

/// <summary>The server that the tests of this project share. Each test makes organizations of its own, so that none sees another's resources.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public const string UserPermissions = "directory:user:view,directory:user:edit,directory:user:add,directory:user:delete,directory:user:setPassword";
    public const string AllPermissions = UserPermissions + ",directory:group:edit";

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(1) };
    RosterServer? _server;
    int _tenants;

    RosterServer Server => _server!;

    public ApiClient Anonymous => new(_http, Server.BaseUrl, token: null);

    public async ValueTask InitializeAsync() => _server = await RosterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The name of an organization that does not exist yet; its first client makes it.</summary>
    public string NewTenant() => string.Create(CultureInfo.InvariantCulture, $"org{Interlocked.Increment(ref _tenants)}");

    /// <summary>A new OAuth client of the organization, with a token.</summary>
    /// <param name="permissions">Separated by commas.</param>
    public async Task<ApiClient> ClientAsync(string tenant, string permissions) =>
        new(_http, Server.BaseUrl, await Server.NewTokenAsync(tenant, permissions.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Gives an organization its settings, as its operator would.</summary>
    public async Task SetAsync(string tenant, JsonObject settings)
    {
        using var content = new StringContent(settings.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Server.Http.PutAsync(new Uri($"/admin/v1/tenants/{tenant}/settings", UriKind.Relative), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The settings were refused: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>A client that may do everything in a new organization.</summary>
    public Task<ApiClient> DirectoryAsync() => ClientAsync(NewTenant(), AllPermissions);
}
