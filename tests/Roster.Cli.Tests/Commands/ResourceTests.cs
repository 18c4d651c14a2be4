using System.Text.Json.Nodes;

namespace Roster.Cli.Tests.Commands;

/// <summary>Users and groups by hand, on both surfaces.</summary>
public sealed class ResourceTests(CommandLine roster)
{
    const string Department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";

    [Theory]
    [InlineData("standard")]
    [InlineData("genesys")]
    public async Task A_user_lives_and_dies(string context)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);

        var ana = (await person.DoAsync("users", "create", "userName=ana@example.org", "displayName=Ana", "emails[type eq \"work\"].value=a@example.org", $"{Department}=Care", "-o", "json")).Json;
        Assert.Equal("Care", (string?)ana["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["department"]);
        var id = (string)ana["id"]!;

        await person.DoAsync("users", "set", "ana@example.org", "title=Agent", "phoneNumbers[type eq \"work\"].value=+13175550100");
        await person.DoAsync("users", "set", id, "title=");
        await person.DoAsync("users", "patch", "ana@example.org", "--replace", "displayName=Ana Ruiz", "--add", "phoneNumbers={\"type\":\"mobile\",\"value\":\"+13175550101\"}", "--remove", Department);
        var now = (await person.DoAsync("users", "get", "ANA@example.org", "-o", "json")).Json;
        Assert.Equal(("Ana Ruiz", null, 2), ((string?)now["displayName"], (string?)now["title"], now["phoneNumbers"]!.AsArray().Count));
        Assert.Null(now["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]?["department"]);

        await person.DoAsync("users", "deactivate", "ana@example.org");
        Assert.False((bool?)(await person.DoAsync("users", "get", id, "-o", "json")).Json["active"]);
        await person.DoAsync("users", "restore", "ana@example.org");
        Assert.True((bool?)(await person.DoAsync("users", "get", id, "-o", "json")).Json["active"]);

        Assert.Equal(2, (await person.RunAsync("users", "delete", id)).Code);
        await person.DoAsync("users", "delete", "ana@example.org", "--yes");
        Assert.Equal(3, (await person.RunAsync("users", "get", id)).Code);
        Assert.Equal(3, (await person.RunAsync("users", "restore", id)).Code);
    }

    [Theory]
    [InlineData("genesys", true)]
    [InlineData("standard", false)]
    public async Task A_deleted_user_is_brought_back_by_name_where_the_surface_keeps_it_with_its_id(string context, bool keepsId)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);
        var id = (string)(await person.DoAsync("users", "create", "userName=ana@example.org", "displayName=Ana", "-o", "json")).Json["id"]!;
        await person.DoAsync("users", "delete", id, "--yes");

        var back = (await person.DoAsync("users", "restore", "ana@example.org", "displayName=Ana Ruiz", "-o", "json")).Json;

        Assert.Equal((keepsId, "Ana Ruiz", true), ((string?)back["id"] == id, (string?)back["displayName"], (bool?)back["active"]));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("genesys")]
    public async Task Members_come_and_go_several_at_once(string context)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);
        foreach (var name in new[] { "a", "b", "c" })
            await person.DoAsync("users", "create", $"userName={name}@example.org", $"displayName={name}");
        await person.DoAsync("groups", "create", "displayName=Care");

        await person.DoAsync("groups", "members", "add", "Care", "a@example.org", "b@example.org", "c@example.org");
        Assert.Equal(3, (await person.DoAsync("groups", "get", "Care", "-o", "json")).Json["members"]!.AsArray().Count);
        await person.DoAsync("groups", "members", "remove", "Care", "a@example.org", "c@example.org");
        Assert.Single((await person.DoAsync("groups", "get", "Care", "-o", "json")).Json["members"]!.AsArray());
        Assert.Equal(3, (await person.RunAsync("groups", "members", "add", "Care", "b@example.org", "nobody@example.org")).Code);
        Assert.Equal(3, (await person.RunAsync("groups", "members", "add", "Nowhere", "b@example.org")).Code);
        await person.DoAsync("groups", "delete", "Care", "--yes");
    }

    [Fact]
    public async Task Lists_are_printed_as_whoever_reads_them_wants()
    {
        using var person = await roster.OperatorAsync();
        for (var i = 0; i < 5; i++)
            await person.DoAsync("users", "create", $"userName=u{i}@example.org", $"displayName=\"U\t{i}\", no {i}");

        var table = await person.DoAsync("users", "list", "--sort-by", "userName", "--descending", "--limit", "2");
        Assert.Equal(["id\tuserName\tdisplayName\tactive", "u4", "u3"], table.Lines.Select((l, i) => i == 0 ? l : l.Split('\t')[1].Split('@')[0]));
        Assert.All(table.Lines, l => Assert.Equal(4, l.Split('\t').Length));
        Assert.Contains("--limit 0", table.Errors, StringComparison.Ordinal);

        Assert.Equal(5, (await person.DoAsync("users", "list", "--count", "2", "--limit", "0", "-o", "json")).Json.AsArray().Count);
        Assert.All((await person.DoAsync("users", "list", "-o", "jsonl")).Lines, l => Assert.NotNull(JsonNode.Parse(l)!["userName"]));
        Assert.Equal("userName,displayName", string.Join(',', (await person.DoAsync("users", "list", "-o", "csv", "--attributes", "userName,displayName")).Lines[0].Split(',').Skip(1)));
        Assert.Contains(",\"\"\"U\t1\"\", no 1\"", (await person.DoAsync("users", "list", "-o", "csv", "--attributes", "userName,displayName", "--filter", "userName eq \"u1@example.org\"")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table.Output);
        Assert.Null((await person.DoAsync("users", "list", "--excluded-attributes", "displayName", "-o", "json")).Json[0]!["displayName"]);
    }

    [Fact]
    public async Task A_file_is_created_and_put_in_place_of_what_is_there()
    {
        using var person = await roster.OperatorAsync();
        var file = person.File("ana.json", """{ "userName": "ana@example.org", "title": "Agent", "nickName": "An" }""");

        await person.DoAsync("users", "create", "--file", file, "displayName=Ana");
        Assert.Equal(0, (await person.FeedAsync("""{ "userName": "ana@example.org" }""", "users", "set", "ana@example.org", "-f", "-", "title=Lead")).Code);

        var now = (await person.DoAsync("users", "get", "ana@example.org", "-o", "json")).Json;
        Assert.Equal(("Lead", null, null), ((string?)now["title"], (string?)now["nickName"], (string?)now["displayName"]));
    }

    [Fact]
    public async Task A_write_on_condition_is_done_once()
    {
        using var person = await roster.OperatorAsync();
        var version = (string)(await person.DoAsync("users", "create", "userName=ana@example.org", "-o", "json")).Json["meta"]!["version"]!;

        await person.DoAsync("users", "set", "ana@example.org", "title=Agent", "--if-match", version);

        foreach (var write in new string[][] { ["set", "ana@example.org", "title=Lead"], ["patch", "ana@example.org", "--replace", "title=Lead"], ["deactivate", "ana@example.org"], ["delete", "ana@example.org", "--yes"] })
            Assert.Equal(4, (await person.RunAsync(["users", .. write, "--if-match", version])).Code);
        Assert.Equal("Agent", (string?)(await person.DoAsync("users", "get", "ana@example.org", "-o", "json")).Json["title"]);
    }

    [Theory]
    [InlineData(2, "needs a userName", "users", "create", "displayName=x")]
    [InlineData(2, "not true or false", "users", "create", "userName=x", "active=maybe")]
    [InlineData(2, "not attribute=value", "users", "create", "userName")]
    [InlineData(2, "not the path of an attribute", "users", "create", "user name=x")]
    [InlineData(2, "nothing to set", "users", "set", "x")]
    [InlineData(2, "nothing to change", "users", "patch", "x")]
    [InlineData(2, "no file", "users", "create", "--file", "nowhere.json")]
    [InlineData(2, "--limit", "users", "list", "--limit", "-1")]
    [InlineData(2, "--output", "users", "list", "-o", "xml")]
    [InlineData(2, "two servers", "users", "list", "--context", "standard", "--url", "http://127.0.0.1:1")]
    [InlineData(3, "roster users list", "users", "get", "nobody")]
    [InlineData(3, "There is no schema", "schemas", "show", "Nothing")]
    [InlineData(1, "expected an operator", "users", "list", "--filter", "odd odd")]
    public async Task What_cannot_be_done_is_said_in_a_line_and_by_the_exit_code(int code, string sentence, params string[] arguments)
    {
        using var person = await roster.OperatorAsync();

        var run = await person.RunAsync(arguments);

        Assert.Equal(code, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("standard", "EnterpriseUser", "department")]
    [InlineData("genesys", "User", "userName")]
    public async Task Schemas_are_listed_and_shown(string context, string schema, string attribute)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);

        Assert.Contains(":core:2.0:User", (await person.DoAsync("schemas", "list")).Output, StringComparison.Ordinal);
        Assert.NotEmpty((await person.DoAsync("schemas", "list", "--json")).Json["schemas"]!.AsArray());
        var urn = (await person.DoAsync("schemas", "list", "--json")).Json["schemas"]!.AsArray().Select(s => (string)s!["id"]!).First(s => s.EndsWith(schema is "User" ? "core:2.0:User" : "enterprise:2.0:User", StringComparison.Ordinal));
        Assert.Contains((await person.DoAsync("schemas", "show", urn)).Lines, l => l.StartsWith($"{attribute}\tstring\t", StringComparison.Ordinal));
        Assert.Equal(urn, (string?)(await person.DoAsync("schemas", "show", urn, "--json")).Json["id"]);
    }
}
