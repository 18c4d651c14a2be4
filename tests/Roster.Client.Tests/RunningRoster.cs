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

    public (string Id, string Secret) Client => (server!.ClientId, server.ClientSecret);

    public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server!.DisposeAsync();
    }

    /// <summary>A connection to a new organization.</summary>
    public async Task<ScimConnection> ConnectAsync(string path = "/")
    {
        var token = await server!.NewTokenAsync(string.Create(CultureInfo.InvariantCulture, $"org{Interlocked.Increment(ref organizations)}"), Permissions);
        return new(http, new ScimConnectionOptions { BaseAddress = new Uri(Address, path), Credential = ScimCredential.Token(token) });
    }
}
