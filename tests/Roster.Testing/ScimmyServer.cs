using System.Diagnostics;
using System.Reflection;

namespace Roster.Testing;

/// <summary>A server that has nothing of ours: the npm packages scimmy and scimmy-routers in Express (<c>tests/scimmy</c>), with an empty directory in memory.</summary>
public sealed class ScimmyServer : IAsyncDisposable
{
    /// <summary>The token that it takes.</summary>
    public const string Token = "scimmy";

    readonly Process node;

    ScimmyServer(Process node, Uri address) => (this.node, Address) = (node, address);

    /// <summary>Scheme, host and port. SCIM is under <c>/scim</c>, and with every list its first page under <c>/forgetful</c>.</summary>
    public Uri Address { get; }

    public static async Task<ScimmyServer> StartAsync()
    {
        var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        var process = Process.Start(new ProcessStartInfo("node", ["server.mjs"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.Combine(root, "tests", "scimmy"),
        })!;
        const string Ready = "Listening on ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
                return new(process, new Uri(line[Ready.Length..]));
        }

        throw new InvalidOperationException("The program did not start: is tests/scimmy installed (npm ci)?");
    }

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        node.Dispose();
    }
}
