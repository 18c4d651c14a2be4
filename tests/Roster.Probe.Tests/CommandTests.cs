using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>The command as people and build servers run it.</summary>
public sealed class CommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-probe-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_sound_server_is_0_and_both_files_are_written()
    {
        await using var roster = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);

        var ended = await CommandLine.RunAsync(folder, [roster.BaseUrl + "/scim/v2", "--client-id", roster.ClientId, "--json", "report.json", "--junit", "report.xml"], "", ("ROSTER_CLIENT_SECRET", roster.ClientSecret));

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains("Microsoft Entra ID        works\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("0 are left", ended.Output, StringComparison.Ordinal);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "report.json")))!;
        KeepsToTheSchema(report);
        Assert.False((bool)report["wouldBreak"]!);
        Assert.Equal(0, (int)ValidJUnit(await File.ReadAllTextAsync(Path.Combine(folder, "report.xml"))).Attribute("failures")!);
        // The ledger of a run that left nothing is gone.
        Assert.Equal(["report.json", "report.xml"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_server_is_1_and_each_form_says_why()
    {
        await using var scimmy = await ScimmyServer.StartAsync();
        var address = scimmy.Address + "scim";

        var json = await CommandLine.RunAsync(folder, [address, "--token-stdin", "-o", "json", "--provider", "Microsoft Entra ID", "--provider", "pingfederate"], ScimmyServer.Token + "\n");
        var junit = await CommandLine.RunAsync(folder, [address, "-o", "junit", "--provider", "Microsoft Entra ID"], "", ("ROSTER_TOKEN", ScimmyServer.Token));
        var table = await CommandLine.RunAsync(folder, [address, "--token", ScimmyServer.Token, "-v", "--provider", "Keycloak"]);

        Assert.Equal([1, 1, 1], [json.Code, junit.Code, table.Code]);
        var report = JsonNode.Parse(json.Output)!;
        KeepsToTheSchema(report);
        Assert.Equal(["Microsoft Entra ID wouldBreak", "PingFederate wouldBreak"], report["providers"]!.AsArray().Select(p => $"{p!["provider"]} {p["verdict"]}"));
        var challenge = report["checks"]!.AsArray().Single(c => (string?)c!["check"] == "auth-challenge")!;
        Assert.Equal(("fail", 401, "WWW-Authenticate"), ((string?)challenge["verdict"], (int)challenge["evidence"]!["status"]!, (string?)challenge["fault"]!["at"]));

        var suites = ValidJUnit(junit.Output);
        var failed = suites.Descendants("testcase").Where(c => c.Element("failure") is not null).Select(c => (string)c.Attribute("classname")!).ToList();
        Assert.Contains("checks.patch-boolean-text", failed);
        Assert.Contains("conversations.entra-default-dialect", failed);
        Assert.Equal(failed.Count, (int)suites.Attribute("failures")!);

        Assert.Contains("patch-boolean-text fails: \"False\" in a PATCH is false", table.Output, StringComparison.Ordinal);
        Assert.Contains("pass  create: ", table.Output, StringComparison.Ordinal);
        Assert.Contains("Resources: ", table.Errors, StringComparison.Ordinal);
        Assert.All([json, junit, table], e => Assert.DoesNotContain("Bearer scimmy", e.Output + e.Errors, StringComparison.Ordinal));
    }

    // 0.0.0.0 is connected to as this machine, but is no address of it: what counts is the address, and this one is not known to be ours.
    [Theory]
    [InlineData("--yes", 1)]
    [InlineData(null, 2)]
    [InlineData("--read-only", 1)]
    public async Task To_another_machine_nothing_is_written_unless_it_was_allowed(string? option, int exitCode)
    {
        var directory = new TinyDirectory();
        await using var server = new ScriptedServer(directory.Answer);
        string[] arguments = [$"http://0.0.0.0:{server.Address.Port}", "--provider", "Rippling", .. option is null ? [] : new[] { option }];

        var ended = await CommandLine.RunAsync(folder, arguments);

        Assert.Equal(exitCode, ended.Code);
        Assert.Equal(option == "--yes", server.All.Any(r => r.Method is not ("GET" or "POST") || (r.Method == "POST" && !r.Target.EndsWith("/.search", StringComparison.Ordinal))));
        if (option is null)
        {
            Assert.Contains("0.0.0.0", ended.Errors, StringComparison.Ordinal);
            Assert.Matches("about [0-9]+ users and groups", ended.Errors);
            Assert.Contains("--yes", ended.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_does_not_go_to_another_machine_in_clear()
    {
        await using var server = new ScriptedServer(new TinyDirectory().Answer);
        var address = $"http://0.0.0.0:{server.Address.Port}";

        var refused = await CommandLine.RunAsync(folder, [address, "--token", "very-secret", "--yes"]);
        Assert.Equal((2, 0), (refused.Code, server.All.Count));
        Assert.Contains("--plain-http", refused.Errors, StringComparison.Ordinal);

        await CommandLine.RunAsync(folder, [address, "--token", "very-secret", "--read-only", "--plain-http", "--provider", "Okta"]);
        Assert.Contains(server.All, r => r.Header("Authorization") == "Bearer very-secret");
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_by_its_ledger()
    {
        await using var roster = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);
        var token = await roster.TokenAsync(roster.ClientId, roster.ClientSecret);
        var client = new ApiClient(roster.Anonymous, roster.BaseUrl, token);
        (await client.PostAsync("/scim/v2/Users", new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = "real@a.example" })).Expect(201);

        using (var command = CommandLine.Start(folder, [roster.BaseUrl + "/scim/v2", "--ledger", "kept.ledger"], "", ("ROSTER_TOKEN", token)))
        {
            // In the midst of a conversation that has made something.
            await command.UntilAsync(async () => await TotalAsync(client) > 1);
            command.Kill();
            await command.EndedAsync();
        }

        var left = await TotalAsync(client);
        Assert.True(left > 1, "Nothing was left by the killed run.");
        var cleaned = await CommandLine.RunAsync(folder, ["--clean-up", "kept.ledger"], "", ("ROSTER_TOKEN", token));

        Assert.Equal((0, ""), (cleaned.Code, cleaned.Errors));
        Assert.Equal(1, await TotalAsync(client));
        Assert.False(File.Exists(Path.Combine(folder, "kept.ledger")));
    }

    [Fact]
    public async Task An_interrupted_run_cleans_up_reports_and_ends_with_130()
    {
        await using var roster = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);
        var token = await roster.TokenAsync(roster.ClientId, roster.ClientSecret);
        var client = new ApiClient(roster.Anonymous, roster.BaseUrl, token);

        using var command = CommandLine.Start(folder, [roster.BaseUrl + "/scim/v2"], "", ("ROSTER_TOKEN", token));
        await command.UntilAsync(async () => await TotalAsync(client) > 0);
        command.Interrupt();
        var ended = await command.EndedAsync();

        Assert.Equal(130, ended.Code);
        Assert.Contains("The run ended early: it was interrupted.", ended.Output, StringComparison.Ordinal);
        Assert.Equal(0, await TotalAsync(client));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_server_that_refuses_to_delete_is_6_and_the_ledger_stays()
    {
        var directory = new TinyDirectory { Misbehave = r => r.Method == "DELETE" ? new Reply(405, """{"status":"405"}""") : null };
        await using var server = new ScriptedServer(directory.Answer);

        var ended = await CommandLine.RunAsync(folder, [server.Address.AbsoluteUri, "--provider", "Rippling", "--ledger", "{run}.ledger"]);

        Assert.Equal(6, ended.Code);
        Assert.Contains("could not be removed", ended.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(directory.Resources);
        var ledger = Assert.Single(Directory.GetFiles(folder));
        Assert.StartsWith("p", Path.GetFileName(ledger), StringComparison.Ordinal);
        Assert.Contains(ledger, ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no address", "is no base address")]
    [InlineData("http://127.0.0.1:1/scim --timeout 0", "--timeout")]
    [InlineData("http://127.0.0.1:1/scim --provider Nobody", "There is no provider 'Nobody'")]
    [InlineData("http://127.0.0.1:1/scim --read-only --empty", "exclude each other")]
    [InlineData("http://127.0.0.1:1/scim --client-id x", "ROSTER_CLIENT_SECRET")]
    [InlineData("http://127.0.0.1:1/scim --client-id x --token y", "not both")]
    [InlineData("http://127.0.0.1:1/scim --client-id x --client-secret-stdin --token-url nowhere", "--token-url")]
    [InlineData("http://127.0.0.1:1/scim --token-stdin", "no token on standard input")]
    [InlineData("http://user:pass@127.0.0.1:1/scim", "no user")]
    [InlineData("--clean-up no-such-file", "cannot be read")]
    [InlineData("", "No server is named")]
    [InlineData("--context elsewhere", "elsewhere")]
    [InlineData("http://127.0.0.1:1/scim --context elsewhere", "name two servers")]
    [InlineData("--token y", "belong to a base address")]
    public async Task A_wrong_option_is_2_and_said_in_one_line(string arguments, string says)
    {
        var ended = await CommandLine.RunAsync(folder, arguments == "no address" ? ["no address"] : arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), arguments.Contains("secret-stdin", StringComparison.Ordinal) ? "s\n" : "");

        Assert.Equal(2, ended.Code);
        Assert.Contains(says, ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task Without_an_address_it_is_the_server_that_was_signed_in_to()
    {
        await using var roster = await RosterServer.StartAsync(logged: Microsoft.Extensions.Logging.LogLevel.Warning);
        var login = await CommandLine.LogInAsync(folder, roster.BaseUrl + "/scim/v2", await roster.TokenAsync(roster.ClientId, roster.ClientSecret));
        Assert.Equal(0, login.Code);

        var ended = await CommandLine.RunAsync(folder, ["--read-only"]);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains(roster.BaseUrl, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_7()
    {
        var ended = await CommandLine.RunAsync(folder, ["http://127.0.0.1:1/scim"]);

        Assert.Equal(7, ended.Code);
        Assert.Contains("no connection", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_played_is_listed()
    {
        var ended = await CommandLine.RunAsync(folder, ["--list"]);

        Assert.Equal(0, ended.Code);
        Assert.All(["Microsoft Entra ID", "okta-catalog", "patch-boolean-text"], word => Assert.Contains(word, ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_option_is_on_the_page_with_its_default()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Probing.Root, "docs", "probe.md"));
        var help = await CommandLine.RunAsync(folder, ["--help"]);
        var options = help.Output.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith('-') && !l.StartsWith("-?", StringComparison.Ordinal)).ToList();

        Assert.True(options.Count > 15);
        Assert.All(options, line => Assert.Contains("`" + line.Split(' ').First(w => w.StartsWith("--", StringComparison.Ordinal)).TrimEnd(','), page, StringComparison.Ordinal));
        Assert.All(options.Where(l => l.Contains("[default: ", StringComparison.Ordinal)), line => Assert.Contains(line.Split("[default: ")[1].TrimEnd(']'), page, StringComparison.Ordinal));
        Assert.Contains($"play nothing that writes: {Checks.Check.All.Count(c => c.ReadsOnly)} checks", page, StringComparison.Ordinal);
    }

    static async Task<int> TotalAsync(ApiClient client) =>
        (int)(await client.GetAsync("/scim/v2/Users?count=0")).Expect(200).Body["totalResults"]! + (int)(await client.GetAsync("/scim/v2/Groups?count=0")).Expect(200).Body["totalResults"]!;

    /// <summary>Judged by the schema that build servers use (a suite of suites, each case with at most one outcome).</summary>
    static XElement ValidJUnit(string text)
    {
        var schemas = new XmlSchemaSet();
        using (var schema = XmlReader.Create(Path.Combine(Probing.Root, "tests", "Roster.Probe.Tests", "junit.xsd")))
            schemas.Add(null, schema);
        var document = XDocument.Parse(text);
        document.Validate(schemas, (_, wrong) => throw new InvalidOperationException(wrong.Message));
        return document.Root!;
    }

    /// <summary>As much of JSON Schema as <c>docs/probe-report.schema.json</c> uses: type, enum, properties, required, additionalProperties, items, $ref.</summary>
    static void KeepsToTheSchema(JsonNode report)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Probing.Root, "docs", "probe-report.schema.json")))!.AsObject();
        Keeps(report, schema, schema, "report");
    }

    static void Keeps(JsonNode? value, JsonObject schema, JsonObject root, string at)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            Keeps(value, reference.TrimStart('#', '/').Split('/').Aggregate(root, (o, name) => o[name]!.AsObject()), root, at);
            return;
        }

        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToArray() : [(string)schema["type"]!];
        var type = value switch
        {
            null => "null",
            JsonObject => "object",
            JsonArray => "array",
            _ => value.GetValueKind() switch { System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Number => types.Contains("integer") && value.ToJsonString().All(char.IsDigit) ? "integer" : "number", _ => "boolean" },
        };
        Assert.True(types.Contains(type, StringComparer.Ordinal), $"{at} is {type}, not {string.Join(" or ", types)}.");
        if (schema["enum"] is JsonArray allowed)
            Assert.Contains(value?.ToString(), allowed.Select(a => (string?)a));
        if (value is JsonArray items)
            Assert.All(items, item => Keeps(item, schema["items"]!.AsObject(), root, at + "[]"));
        if (value is not JsonObject members)
            return;

        var properties = schema["properties"]!.AsObject();
        Assert.All((schema["required"] as JsonArray ?? []).Select(r => (string)r!), name => Assert.True(members.ContainsKey(name), $"{at} lacks {name}."));
        Assert.False((bool?)schema["additionalProperties"] ?? true, $"{at} allows anything.");
        Assert.All(members, member =>
        {
            Assert.True(properties.ContainsKey(member.Key), $"{at} has {member.Key}, which the schema does not know.");
            Keeps(member.Value, properties[member.Key]!.AsObject(), root, $"{at}.{member.Key}");
        });
    }
}
