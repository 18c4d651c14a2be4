using Roster.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Roster.Server.Tests.ServerFixture))]

namespace Roster.Server.Tests;

/// <summary>One server for all tests that do not configure it; they keep apart by the names they use.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    RosterServer? server;

    public RosterServer Server => server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
