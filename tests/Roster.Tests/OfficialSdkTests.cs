using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The vendor's JavaScript SDK, unmodified, against the built executable. What it does and expects is in <c>tests/sdk-js/operations.cjs</c>.</summary>
public sealed class OfficialSdkTests(OfficialSdkTests.Run run) : IClassFixture<OfficialSdkTests.Run>
{
    /// <summary>The document's 21 operations by their JavaScript names, then what the SDK can do beyond them.</summary>
    public static readonly TheoryData<string> Operations =
    [
        "deleteScimUser", "deleteScimV2User", "getScimGroup", "getScimGroups", "getScimUser", "getScimUsers", "getScimV2Group", "getScimV2Groups",
        "getScimV2Serviceproviderconfig", "getScimV2User", "getScimV2Users", "patchScimGroup", "patchScimUser", "patchScimV2Group", "patchScimV2User",
        "postScimUsers", "postScimV2Users", "putScimGroup", "putScimUser", "putScimV2Group", "putScimV2User",
        "getScimServiceproviderconfig", "getScimResourcetypes", "getScimV2Resourcetypes", "getScimSchemas", "getScimV2Schemas",
        "loginClientCredentialsGrant", "loginWithWrongSecret", "plainResponses", "badTokenIsRefused", "missingPermissionIsRefused",
    ];

    [Theory, MemberData(nameof(Operations))]
    public void The_official_sdk_works_unmodified(string operation)
    {
        Assert.True(run.Results.TryGetValue(operation, out var error), $"The SDK did not come to {operation}. It printed: {run.Printed}");
        Assert.True(error is null, error);
    }

    [Fact]
    public void Every_result_of_the_sdk_is_looked_at() => Assert.Empty(run.Results.Keys.Except(Operations.Select(row => row.Data), StringComparer.Ordinal));

    /// <summary>One run of the script; its operations build on one login.</summary>
    public sealed class Run : IAsyncLifetime
    {
        public Dictionary<string, string?> Results { get; } = new(StringComparer.Ordinal);

        public string Printed { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            using var http = new HttpClient();
            var folder = Directory.CreateTempSubdirectory("roster-sdk-").FullName;
            await using var server = await RosterProcess.StartAsync(folder, http, TimeSpan.FromMinutes(1));
            await RosterProcess.RunAsync(folder, "tenant", "add", "sdk", "--json");
            var (id, secret) = await CredentialsAsync(folder, RunningServer.AllPermissions);
            var (viewerId, viewerSecret) = await CredentialsAsync(folder, "directory:user:view");

            var start = new ProcessStartInfo("node", ["operations.cjs"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.Combine(Root, "tests", "sdk-js"),
            };
            foreach (var (name, value) in new[]
            {
                ("ROSTER_HOST", "127.0.0.1"), ("ROSTER_PORT", server.Port.ToString(CultureInfo.InvariantCulture)), ("ROSTER_CLIENT_ID", id),
                ("ROSTER_CLIENT_SECRET", secret), ("ROSTER_VIEWER_ID", viewerId), ("ROSTER_VIEWER_SECRET", viewerSecret),
                // The SDK reads a configuration file from the home folder.
                ("HOME", Path.GetTempPath()),
            })
                start.Environment[name] = value;

            using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
            var output = node.StandardOutput.ReadToEndAsync();
            var errors = node.StandardError.ReadToEndAsync();
            await node.WaitForExitAsync();
            Printed = await output + await errors + server.Log;
            if (node.ExitCode != 0)
                return;

            // The SDK may log before the last line, which is the script's.
            foreach (var result in JsonNode.Parse((await output).TrimEnd().Split('\n')[^1])!.AsArray())
                Results[(string)result!["name"]!] = (string?)result["error"];

            await server.KillAsync();
            Directory.Delete(folder, recursive: true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        /// <summary>A client made by the command line while the server runs.</summary>
        static async Task<(string Id, string Secret)> CredentialsAsync(string folder, string permissions)
        {
            var client = await RosterProcess.RunAsync(folder, "client", "add", "--name", "sdk", "--tenant", "sdk", "--permissions", permissions, "--json");
            return ((string)client["clientId"]!, (string)client["clientSecret"]!);
        }

        static string Root => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
    }
}
