using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Roster.Tests;

/// <summary>The command line: what it prints, and how it ends.</summary>
public sealed class CommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-commands-").FullName;

    [Theory]
    [InlineData(2, "is not an option of Roster", "serve", "--Foo", "1")]
    [InlineData(2, "PostgreSQL", "serve", "--Storage:ConnectionString=Host=x")]
    [InlineData(2, "AllowPlainHttp", "serve", "--urls", "http://0.0.0.0:0")]
    [InlineData(2, "RateLimit:RequestsPerMinute", "serve", "--RateLimit:RequestsPerMinute", "-1")]
    [InlineData(2, "Bootstrap:ClientSecret", "serve", "--Bootstrap:ClientId", "x", "--Bootstrap:ClientSecret=")]
    [InlineData(2, "is not a permission", "client", "add", "--name", "x", "--permissions", "directory:everything")]
    [InlineData(2, "--lifetime", "client", "add", "--name", "x", "--permissions", "all", "--lifetime", "299")]
    [InlineData(2, "no organization 'nowhere'", "client", "list", "--tenant", "nowhere")]
    [InlineData(2, "no client 'nobody'", "client", "revoke", "nobody")]
    [InlineData(2, "is not a catalogue", "catalogue", "list", "colours")]
    [InlineData(2, "is not in roles", "catalogue", "remove", "roles", "nothing")]
    [InlineData(1, "--permissions", "client", "add", "--name", "x")]
    public async Task What_cannot_be_done_is_said_in_a_line_and_by_the_exit_code(int exitCode, string sentence, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(exitCode, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organizations_clients_and_catalogues_are_made_listed_and_ended()
    {
        Assert.Equal("acme", (string?)(await JsonAsync("tenant", "add", "acme"))["name"]);
        var client = await JsonAsync("client", "add", "--tenant", "acme", "--name", "IdP", "--permissions", "directory:user:view,directory:user:add", "--lifetime", "300");
        Assert.StartsWith("rss_", (string?)client["clientSecret"], StringComparison.Ordinal);
        Assert.Equal(300, (int?)client["tokenLifetime"]);
        Assert.True((bool?)(await JsonAsync("catalogue", "add", "roles", "agent", "--tenant", "acme"))["added"]);

        Assert.Equal("agent", (string?)(await JsonAsync("catalogue", "list", "roles", "--tenant", "acme"))["names"]![0]);
        var listed = Assert.Single((await JsonAsync("client", "list", "--tenant", "acme"))["clients"]!.AsArray())!;
        Assert.Equal((string?)client["clientId"], (string?)listed["clientId"]);
        Assert.Null(listed["clientSecret"]);

        Assert.True((bool?)(await JsonAsync("client", "revoke", (string)client["clientId"]!))["revoked"]);
        Assert.True((bool?)(await JsonAsync("client", "list", "--tenant", "acme"))["clients"]![0]!["revoked"]);
    }

    async Task<JsonObject> JsonAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync([.. arguments, "--json"]);
        return code == 0 ? JsonNode.Parse(output)!.AsObject() : throw new InvalidOperationException(errors);
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "roster.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["ROSTER_Data"] = Path.Combine(folder, "data");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
