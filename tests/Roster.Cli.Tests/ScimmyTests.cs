using System.Diagnostics;
using System.Reflection;

namespace Roster.Cli.Tests;

/// <summary>The command line against a server that has nothing of ours: the npm packages scimmy and scimmy-routers in Express (<c>tests/scimmy</c>).</summary>
public sealed class ScimmyTests
{
    [Fact]
    public async Task Users_are_imported_listed_changed_and_exported_there_too()
    {
        var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        using var node = Process.Start(new ProcessStartInfo("node", ["server.mjs"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.Combine(root, "tests", "scimmy"),
        })!;
        const string Ready = "Listening on ";
        var line = await node.StandardOutput.ReadLineAsync();
        while (line?.StartsWith(Ready, StringComparison.Ordinal) == false)
            line = await node.StandardOutput.ReadLineAsync();
        using var person = CommandLine.Nobody();
        try
        {
            Assert.Equal(0, (await person.FeedAsync("scimmy", "login", $"{line![Ready.Length..].TrimEnd('/')}/scim", "--token-stdin")).Code);
            await UseAsync(person);
        }
        finally
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync();
        }
    }

    static async Task UseAsync(Operator person)
    {
        const string Department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
        string Csv(string title) => $"userName,displayName,title,\"emails[type eq \"\"work\"\"].value\",{Department}\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"u{i}@example.org,User {i},{(i == 7 ? title : "Agent")},w{i}@example.org,Dept {i % 3}"));
        person.File("users.csv", Csv("Agent"));

        Assert.Contains("90 created", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("90 unchanged", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);
        person.File("users.csv", Csv("Lead"));
        Assert.Contains("1 updated, 89 unchanged", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);

        Assert.Equal(91, (await person.DoAsync("users", "list", "--limit", "0")).Lines.Length);
        Assert.Equal("Lead", (string?)(await person.DoAsync("users", "get", "u7@example.org", "-o", "json")).Json["title"]);
        await person.DoAsync("users", "set", "u8@example.org", "title=Chief", $"{Department}=");
        await person.DoAsync("users", "deactivate", "u9@example.org");
        await person.DoAsync("groups", "create", "displayName=Care");
        await person.DoAsync("groups", "members", "add", "Care", "u1@example.org", "u2@example.org");
        Assert.Equal(4, (await person.RunAsync("users", "create", "userName=u1@example.org")).Code);

        await person.DoAsync("export", "users", "--to", "all.jsonl");
        var exported = person.Read("all.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(90, exported.Length);
        Assert.Contains(exported, l => l.Contains("\"Chief\"", StringComparison.Ordinal));
    }
}
