using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The command line: what it prints, and how it ends.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class CommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-commands-").FullName;

    [Theory]
    [InlineData(2, "is not an option of Roster", "serve", "--Foo", "1")]
    [InlineData(2, "AllowPlainHttp", "serve", "--urls", "http://0.0.0.0:0")]
    [InlineData(2, "RateLimit:RequestsPerMinute", "serve", "--RateLimit:RequestsPerMinute", "-1")]
    [InlineData(2, "Bootstrap:ClientSecret", "serve", "--Bootstrap:ClientId", "x", "--Bootstrap:ClientSecret=")]
    [InlineData(2, "is not a permission", "client", "add", "--name", "x", "--permissions", "directory:everything")]
    [InlineData(2, "--lifetime", "client", "add", "--name", "x", "--permissions", "all", "--lifetime", "299")]
    [InlineData(2, "no organization 'nowhere'", "client", "list", "--tenant", "nowhere")]
    [InlineData(2, "no client 'nobody'", "client", "revoke", "nobody")]
    [InlineData(2, "no client 'nobody'", "client", "update", "nobody", "--name", "x")]
    [InlineData(2, "no client 'nobody'", "client", "rotate", "nobody")]
    [InlineData(2, "no client 'nobody'", "token", "add", "--client", "nobody", "--name", "x")]
    [InlineData(2, "no token 'nothing'", "token", "revoke", "nothing")]
    [InlineData(2, "no organization 'nowhere'", "tenant", "suspend", "nowhere")]
    [InlineData(2, "no organization 'nowhere'", "tenant", "purge", "nowhere", "--yes")]
    [InlineData(1, "does not exist", "deleted", "restore", "User", "nobody")]
    [InlineData(2, "no deleted User", "deleted", "purge", "User", "nobody")]
    [InlineData(2, "is not indexed", "index", "drop", "User", "title")]
    [InlineData(1, "no attribute", "index", "add", "User", "nothing")]
    [InlineData(2, "TrustedProxies", "serve", "--TrustedProxies", "everybody")]
    [InlineData(2, "Tls:Certificate", "serve", "--urls", "https://127.0.0.1:0")]
    [InlineData(2, "Tls:Certificate", "serve", "--Tls:Key", "x.pem")]
    [InlineData(2, "is not a catalogue", "catalogue", "list", "colours")]
    [InlineData(2, "is not in roles", "catalogue", "remove", "roles", "nothing")]
    [InlineData(2, "--permissions", "client", "add", "--name", "x")]
    public async Task What_cannot_be_done_is_said_in_a_line_and_by_the_exit_code(int exitCode, string sentence, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(exitCode, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_finds_its_address_taken_says_so_and_tells_of_the_client_that_it_made()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, output, errors) = await RunAsync("serve", "--urls", $"http://{other.LocalEndpoint}");

        Assert.Equal(1, code);
        Assert.Contains("address already in use", errors, StringComparison.Ordinal);
        Assert.Contains("rss_", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("BackgroundService", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Roster is ready", output, StringComparison.Ordinal);
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

    [Fact]
    public async Task Settings_secrets_tokens_and_indexes_are_managed()
    {
        await JsonAsync("tenant", "add", "acme");
        Assert.Equal("acme-corp", (string?)(await JsonAsync("tenant", "rename", "acme", "acme-corp"))["name"]);
        var settings = await JsonAsync("tenant", "settings", "acme-corp", "--set", "maxCount=100", "--set", "tolerancesOff=BooleanStrings,BareValues", "--set", "deletedRetentionDays=null");
        Assert.Equal((100, 2, true), ((int)settings["maxCount"]!, settings["tolerancesOff"]!.AsArray().Count, settings["deletedRetentionDays"] is null));
        Assert.Null((await JsonAsync("tenant", "settings", "acme-corp", "--set", "maxCount="))["maxCount"]);
        Assert.Equal(2, (await RunAsync("tenant", "settings", "acme-corp", "--set", "nothing=1")).Code);
        Assert.Equal(1, (await RunAsync("tenant", "settings", "acme-corp", "--set", "maxCount=0")).Code);

        var id = (string)(await JsonAsync("client", "add", "--tenant", "acme-corp", "--name", "IdP", "--permissions", "directory:user:view"))["clientId"]!;
        Assert.Equal("directory:user:add", (string?)(await JsonAsync("client", "update", id, "--permissions", "directory:user:add", "--lifetime", "600"))["permissions"]![0]);
        Assert.StartsWith("rss_", (string?)(await JsonAsync("client", "rotate", id))["clientSecret"], StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("client", "rotate", id)).Code);
        Assert.NotNull((await JsonAsync("client", "rotate", id, "--end"))["ended"]);
        Assert.Equal(2, (await RunAsync("client", "rotate", id, "--end")).Code);

        var token = await JsonAsync("token", "add", "--client", id, "--name", "entra", "--days", "10");
        Assert.StartsWith("rsp_", (string?)token["token"], StringComparison.Ordinal);
        var listed = Assert.Single((await JsonAsync("token", "list", "--tenant", "acme-corp"))["tokens"]!.AsArray())!;
        Assert.True((bool?)listed["expiresSoon"]);
        Assert.Null(listed["token"]);
        Assert.True((bool?)(await JsonAsync("token", "revoke", (string)token["id"]!, "--tenant", "acme-corp"))["revoked"]);
        Assert.Empty((await JsonAsync("token", "list", "--tenant", "acme-corp"))["tokens"]!.AsArray());

        Assert.Equal("title", (string?)(await JsonAsync("index", "add", "User", "Title", "--tenant", "acme-corp"))["path"]);
        Assert.Contains("title", (await JsonAsync("index", "list", "--tenant", "acme-corp"))["indexes"]!.AsArray().Select(i => (string?)i!["path"]));
        Assert.True((bool?)(await JsonAsync("index", "drop", "User", "title", "--tenant", "acme-corp"))["dropped"]);
        Assert.Empty((await JsonAsync("deleted", "list", "--tenant", "acme-corp"))["deleted"]!.AsArray());

        Assert.True((bool?)(await JsonAsync("tenant", "suspend", "acme-corp"))["suspended"]);
        Assert.False((bool?)(await JsonAsync("tenant", "resume", "acme-corp"))["suspended"]);
        Assert.Equal(2, (await RunAsync("tenant", "purge", "acme-corp")).Code);
        Assert.True((bool?)(await JsonAsync("tenant", "purge", "acme-corp", "--yes"))["removed"]);
        Assert.Equal(2, (await RunAsync("tenant", "settings", "acme-corp")).Code);
    }

    [Fact, Holds("E-15")]
    public async Task The_directory_is_closed_for_maintenance_and_opened_again()
    {
        Assert.False((bool?)(await JsonAsync("maintenance", "status"))["on"]);
        Assert.True((bool?)(await JsonAsync("maintenance", "on"))["on"]);
        Assert.True((bool?)(await JsonAsync("maintenance", "status"))["on"]);
        Assert.False((bool?)(await JsonAsync("maintenance", "off"))["on"]);
        Assert.False((bool?)(await JsonAsync("maintenance", "status"))["on"]);
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
