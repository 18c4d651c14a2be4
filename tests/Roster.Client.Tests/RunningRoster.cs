using System.Globalization;
using Roster.Testing;

[assembly: AssemblyFixture(typeof(Roster.Client.Tests.RunningRoster))]

namespace Roster.Client.Tests;

/// <summary>A real Roster, which the tests share; each has an organization of its own.</summary>
public sealed class RunningRoster : IAsyncLifetime
{
    static readonly string[] Permissions = ["directory:user:view", "directory:user:edit", "directory:user:add", "directory:user:delete", "directory:user:setPassword", "directory:group:edit"];

    readonly HttpClient http = new();
    RosterServer? server;
    int organizations;

    public Uri Address => new(server!.BaseUrl);

    public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server!.DisposeAsync();
    }

    /// <summary>An OAuth client of a new organization, which may do everything in it.</summary>
    public async Task<(string Id, string Secret)> CredentialsAsync() =>
        await server!.NewCredentialsAsync(string.Create(CultureInfo.InvariantCulture, $"org{Interlocked.Increment(ref organizations)}"), Permissions);

    /// <summary>A connection to a new organization.</summary>
    public async Task<ScimConnection> ConnectAsync(string path = "/") => Connect(await CredentialsAsync(), path);

    public ScimConnection Connect((string Id, string Secret) client, string path = "/") => new(http, new ScimConnectionOptions
    {
        BaseAddress = new Uri(Address, path),
        Credential = ScimCredential.ClientCredentials(client.Id, client.Secret),
    });
}
