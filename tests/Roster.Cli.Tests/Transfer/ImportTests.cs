using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Cli.Tests.Transfer;

/// <summary>Files into servers and back, by the real executable.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImportTests(CommandLine roster)
{
    const string Columns = "userName,displayName,title,active,\"emails[type eq \"\"work\"\"].value\",urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department\n";

    static string Csv(int count, Func<int, string>? title = null) => new StringBuilder(Columns).AppendJoin('\n', Enumerable.Range(0, count).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"u{i}@example.org,\"User, {i}\",{title?.Invoke(i) ?? "Agent"},{(i % 7 == 0 ? "false" : "true")},w{i}@example.org,Dept {i % 5}"))).ToString();

    /// <summary>What a directory holds, but for what the server makes up.</summary>
    static async Task<string[]> HeldAsync(Operator person, string what = "users")
    {
        await person.DoAsync("export", what, "--names", "--to", "held.jsonl");
        return [.. person.Read("held.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var json = JsonNode.Parse(line)!.AsObject();
            foreach (var own in new[] { "id", "meta", "groups" })
                json.Remove(own);
            return json.ToJsonString();
        }).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("genesys")]
    public async Task A_file_creates_what_is_new_changes_what_differs_and_leaves_the_rest(string context)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);
        person.File("users.csv", Csv(120));

        var dry = await person.DoAsync("import", "users", "users.csv", "--dry-run");
        Assert.Contains("+ u5@example.org (line 7)", dry.Output, StringComparison.Ordinal);
        Assert.Contains("120 created", dry.Lines[^1], StringComparison.Ordinal);
        Assert.Single((await person.DoAsync("users", "list", "--filter", "userName sw \"u\"")).Lines);

        Assert.Contains("120 rows: 120 created, 0 updated, 0 unchanged.", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("120 rows: 0 created, 0 updated, 120 unchanged.", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);

        person.File("users.csv", Csv(121, i => i == 3 ? "Lead" : i == 4 ? "" : "Agent"));
        dry = await person.DoAsync("import", "users", "users.csv", "--dry-run");
        Assert.Contains("""title: "Agent" -> "Lead""", dry.Output, StringComparison.Ordinal);
        Assert.Contains("title: \"Agent\" -> (none)", dry.Output, StringComparison.Ordinal);
        Assert.Contains("121 rows: 1 created, 2 updated, 118 unchanged.", (await person.DoAsync("import", "users", "users.csv")).Output, StringComparison.Ordinal);
        Assert.Equal("Lead", (string?)(await person.DoAsync("users", "get", "u3@example.org", "-o", "json")).Json["title"]);
        Assert.Empty(Directory.GetFiles(person.Folder, "*.journal"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("ldif")]
    public async Task What_is_exported_comes_back_as_it_was(string form)
    {
        using var person = await roster.OperatorAsync();
        using var other = await roster.OperatorAsync();
        person.File("users.csv", Csv(60) + "\n\"zoë, a\"\"b@example.org\",\" Zoë\nM. \",,true,,\n");
        await person.DoAsync("import", "users", "users.csv");
        await person.DoAsync("users", "set", "u1@example.org", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value=" + (await person.DoAsync("users", "get", "u0@example.org", "-o", "json")).Json["id"]);

        await person.DoAsync("export", "users", "--names", "--to", $"all.{form}");
        Assert.Contains("0 created, 0 updated, 61 unchanged", (await person.DoAsync("import", "users", $"all.{form}", "--mapping", Mapping(person, form))).Output, StringComparison.Ordinal);

        other.File($"all.{form}", person.Read($"all.{form}"));
        Assert.Contains("61 created", (await other.DoAsync("import", "users", $"all.{form}", "--mapping", Mapping(other, form))).Output, StringComparison.Ordinal);
        // LDAP knows no inactive people.
        string Comparable(string user) => form is "ldif" ? user.Replace("\"active\":false", "\"active\":true", StringComparison.Ordinal) : user;
        Assert.Equal((await HeldAsync(person)).Select(Comparable), (await HeldAsync(other)).Select(Comparable));
    }

    /// <summary>The worked out mapping is tested by files that need none; here LDIF leaves out the family name, which these users do not have and inetOrgPerson demands.</summary>
    static string Mapping(Operator person, string form) => person.File("mapping.json", form switch
    {
        "ldif" => """
            {"columns":{"uid":"userName","displayName":"displayName","title":"title","mail":"emails[type eq \"work\"].value","departmentNumber":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
             "manager":{"path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","type":"dn"}},"empty":"keep"}
            """,
        _ => $$"""
            {"columns":{"userName":"userName","displayName":"displayName","title":"title","active":"active","emails[type eq \"work\"].value":"emails[type eq \"work\"].value",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value"} }
            """,
    });

    [Fact]
    public async Task LDIF_of_a_directory_needs_no_mapping()
    {
        using var person = await roster.OperatorAsync();
        person.File("people.ldif", """
            version: 1

            dn: uid=bo,ou=people,dc=example,dc=org
            objectClass: inetOrgPerson
            uid: bo
            cn: Bo Boss
            sn: Boss

            dn: uid=ana,ou=people,dc=example,dc=org
            objectClass: inetOrgPerson
            uid: ana
            cn:: QW5hIFJ1w616
            sn: Ruiz
            mail: ana@example.org
            ou: Care
            manager: uid=bo,ou=people,dc=example,dc=org

            """);
        person.File("groups.ldif", """
            dn: cn=Care,ou=groups,dc=example,dc=org
            objectClass: groupOfNames
            cn: Care
            member: uid=ana,ou=people,dc=example,dc=org
            member: uid=bo,ou=people,dc=example,dc=org

            """);

        await person.DoAsync("import", "users", "people.ldif");
        await person.DoAsync("import", "groups", "groups.ldif");

        var ana = (await person.DoAsync("users", "get", "ana", "-o", "json")).Json;
        var enterprise = ana["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!;
        Assert.Equal(("Ana Ruíz", "Care"), ((string?)ana["displayName"], (string?)enterprise["department"]));
        Assert.Equal((string?)(await person.DoAsync("users", "get", "bo", "-o", "json")).Json["id"], (string?)enterprise["manager"]!["value"]);
        Assert.Equal(2, (await person.DoAsync("groups", "get", "Care", "-o", "json")).Json["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task Rows_are_found_by_the_attribute_that_is_named()
    {
        using var person = await roster.OperatorAsync();
        var mapping = person.File("m.json", """{"match":"externalId","columns":{"No":"externalId","Mail":"userName"}}""");
        person.File("a.csv", "No,Mail\n1,a@example.org\n2,b@example.org\n");
        await person.DoAsync("import", "users", "a.csv", "--mapping", mapping);

        person.File("a.csv", "No,Mail\n1,renamed@example.org\n2,b@example.org\n");
        Assert.Contains("0 created, 1 updated, 1 unchanged", (await person.DoAsync("import", "users", "a.csv", "--mapping", mapping)).Output, StringComparison.Ordinal);

        Assert.Equal("1", (string?)(await person.DoAsync("users", "get", "renamed@example.org", "-o", "json")).Json["externalId"]);
        Assert.Equal(3, (await person.RunAsync("users", "get", "a@example.org")).Code);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("genesys")]
    public async Task Rows_that_are_not_taken_over_are_written_down_with_reason_and_remedy(string context)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);
        person.File("a.csv", Columns + "a@example.org,A,,true,,\nb@example.org,B,,perhaps,,\nc@example.org,C,short\n,D,,true,,\ne@example.org,E,,true,,\n");

        var run = await person.RunAsync("import", "users", "a.csv", "--rejected", "rejected.csv");

        Assert.Equal(6, run.Code);
        Assert.Contains("5 rows: 2 created, 0 updated, 0 unchanged, 3 rejected", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["line,key,attribute,reason,remedy", "3,b@example.org,active,'perhaps' is not true or false.,Correct the column 'active'.", "4,,,\"The row has 3 fields, the first row names 6.\"", "5,,userName,\"The row has no userName, by which it would be found.\""],
            person.Read("rejected.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((l, i) => i < 2 ? l : l[..(l.LastIndexOf(".\",", StringComparison.Ordinal) + 2)]));

        // What the server refuses is told in its words.
        person.File("b.csv", "userName,externalId,displayName\nf@example.org,1,F\ng@example.org,2,G\n");
        person.File("c.csv", "externalId,userName,displayName\n3,f@example.org,F\n4,h@example.org,H\n");
        await person.DoAsync("import", "users", "b.csv");
        run = await person.RunAsync("import", "users", "c.csv", "--match", "externalId");
        Assert.Equal(6, run.Code);
        Assert.Contains("Line 2", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--match", run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await person.RunAsync("users", "get", "h@example.org")).Code);
    }

    [Fact]
    public async Task What_no_row_names_stays_is_deactivated_or_deleted_and_never_by_mistake()
    {
        using var person = await roster.OperatorAsync();
        person.File("a.csv", "userName\na\nb\nc\n");
        await person.DoAsync("import", "users", "a.csv");

        person.File("a.csv", "userName\nA\n");
        await person.DoAsync("import", "users", "a.csv");
        Assert.Equal(4, (await person.DoAsync("users", "list")).Lines.Length);

        var dry = await person.DoAsync("import", "users", "a.csv", "--deactivate-missing", "--dry-run");
        Assert.Contains("~ b (in no row)", dry.Output, StringComparison.Ordinal);
        Assert.Contains("2 deactivated", (await person.DoAsync("import", "users", "a.csv", "--deactivate-missing")).Output, StringComparison.Ordinal);
        Assert.Equal(["true", "false", "false"], (await person.DoAsync("users", "list", "--sort-by", "userName")).Lines[1..].Select(l => l.Split('\t')[3]));

        Assert.Equal(2, (await person.RunAsync("import", "users", "a.csv", "--delete-missing")).Code);
        Assert.Contains("2 deleted", (await person.DoAsync("import", "users", "a.csv", "--delete-missing", "--yes")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await person.DoAsync("users", "list")).Lines.Length);

        // Without rows, or with rows that name nobody, nobody can be said to be missing.
        person.File("empty.csv", "userName\n");
        Assert.Equal(1, (await person.RunAsync("import", "users", "empty.csv", "--delete-missing", "--yes")).Code);
        person.File("odd.csv", "userName,title\na,x\n,y\n");
        Assert.Equal(6, (await person.RunAsync("import", "users", "odd.csv", "--delete-missing", "--yes")).Code);
        Assert.Equal(2, (await person.DoAsync("users", "list")).Lines.Length);
    }

    // The vendor lists active users alone, unless it is asked for the others.
    [Fact]
    public async Task Inactive_users_that_no_row_names_are_deleted_too()
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", "genesys").File("a.csv", "userName,displayName,active\na@example.org,A,true\nb@example.org,B,false\n");
        await person.DoAsync("import", "users", "a.csv");
        person.File("a.csv", "userName,displayName,active\na@example.org,A,true\n");

        Assert.Contains("1 deleted", (await person.DoAsync("import", "users", "a.csv", "--delete-missing", "--yes")).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await person.RunAsync("users", "get", "b@example.org")).Code);
    }

    [Fact]
    public async Task A_row_may_refer_to_a_later_one_and_a_dry_run_knows_what_would_be_there()
    {
        using var person = await roster.OperatorAsync();
        // Longer than a batch: the heads come last, and one refers to nobody.
        const string Manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value";
        person.File("a.csv", $"userName,{Manager}\n" + string.Join('\n', Enumerable.Range(0, 600).Select(i => $"u{i},userName:u600")) + "\nu600,userName:u601\nu601,\nodd,userName:nobody\n");

        var dry = await person.RunAsync("import", "users", "a.csv", "--dry-run");
        Assert.Contains("603 rows: 602 created, 0 updated, 0 unchanged, 1 rejected", dry.Output, StringComparison.Ordinal);
        var run = await person.RunAsync("import", "users", "a.csv", "--rejected", "rejected.csv");
        Assert.Contains("603 rows: 602 created, 0 updated, 0 unchanged, 1 rejected", run.Output, StringComparison.Ordinal);
        Assert.Contains("odd", Assert.Single(person.Read("rejected.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]), StringComparison.Ordinal);

        var chief = (string)(await person.DoAsync("users", "get", "u600", "-o", "json")).Json["id"]!;
        Assert.Equal(chief, (string?)(await person.DoAsync("users", "get", "u599", "-o", "json")).Json["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["manager"]!["value"]);
    }

    [Fact]
    public async Task A_row_that_comes_again_is_a_change_of_what_the_first_became()
    {
        using var person = await roster.OperatorAsync();
        person.File("a.csv", "userName,title\na,one\nb,x\nA,two\na,three\n");

        Assert.Contains("4 rows: 2 created, 2 updated", (await person.DoAsync("import", "users", "a.csv")).Output, StringComparison.Ordinal);
        Assert.Equal("three", (string?)(await person.DoAsync("users", "get", "a", "-o", "json")).Json["title"]);
    }

    [Theory]
    [InlineData("standard", "-INT", 8_000)]
    [InlineData("standard", "-KILL", 8_000)]
    [InlineData("genesys", "-INT", 600)]
    public async Task An_import_that_is_ended_goes_on_where_it_was_and_ends_as_if_nothing_had_been(string context, string signal, int count)
    {
        using var person = await roster.OperatorAsync();
        using var undisturbed = await roster.OperatorAsync();
        // One row in a hundred is refused, so that the report is interrupted too.
        var csv = string.Join('\n', Csv(count).Split('\n').Select((line, i) => i % 100 == 50 ? line.Replace(",true,", ",perhaps,", StringComparison.Ordinal).Replace(",false,", ",perhaps,", StringComparison.Ordinal) : line));
        foreach (var who in new[] { person, undisturbed })
            who.With("ROSTER_CONTEXT", context).File("users.csv", csv);

        using (var command = person.Start("import", "users", "users.csv", "--rejected", "rejected.csv"))
        {
            // The journal is locked but not hidden: with its first line and two batches it has more than 300 bytes.
            var journal = new FileInfo(Path.Combine(person.Folder, "users.csv.journal"));
            for (; !command.HasEnded && !(journal.Exists && journal.Length > 300); journal.Refresh())
                await Task.Delay(2);
            if (signal is "-INT")
                command.Interrupt();
            else
                command.Kill();
            var ended = await command.EndedAsync();
            Assert.Equal(signal is "-INT" ? 130 : 137, ended.Code);
            if (signal is "-INT")
                Assert.Contains("The same command goes on from there", ended.Errors, StringComparison.Ordinal);
        }

        var resumed = await person.RunAsync("import", "users", "users.csv", "--rejected", "rejected.csv");
        var whole = await undisturbed.RunAsync("import", "users", "users.csv", "--rejected", "rejected.csv");

        Assert.Equal((6, 6), (resumed.Code, whole.Code));
        Assert.Contains("rows were done before", resumed.Errors, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows: "), resumed.Output, StringComparison.Ordinal);
        Assert.Equal(undisturbed.Read("rejected.csv"), person.Read("rejected.csv"));
        Assert.Equal(await HeldAsync(undisturbed), await HeldAsync(person));
        Assert.False(File.Exists(Path.Combine(person.Folder, "users.csv.journal")));
    }

    [Theory]
    [InlineData("--mapping", "import", "users", "a.csv", "--mapping", "nowhere.json")]
    [InlineData("no attribute 'favouriteColour'", "import", "users", "a.csv", "--mapping", "m.json")]
    [InlineData("no file", "import", "users", "nowhere.csv")]
    [InlineData("--format", "import", "users", "a.txt")]
    [InlineData("First name", "import", "users", "b.csv")]
    [InlineData("no such attribute", "import", "users", "c.csv")]
    [InlineData("two things", "import", "users", "a.csv", "--delete-missing", "--deactivate-missing")]
    [InlineData("for users", "import", "groups", "a.csv", "--deactivate-missing")]
    [InlineData("--match", "import", "users", "a.csv", "--match", "first name")]
    [InlineData("--format", "export", "users", "--to", "a.txt")]
    [InlineData("--columns", "export", "users", "--format", "csv", "--columns", "first name")]
    [InlineData("users", "import", "devices", "a.csv")]
    public async Task What_makes_no_sense_is_said_before_anything_is_written(string sentence, params string[] arguments)
    {
        using var person = await roster.OperatorAsync();
        person.File("a.csv", "userName\na\n");
        person.File("a.txt", "userName\na\n");
        person.File("b.csv", "userName,First name\na,b\n");
        person.File("c.csv", "userName,favouriteColour\na,b\n");
        person.File("m.json", """{"columns":{"userName":"userName"},"constants":{"favouriteColour":"blue"}}""");

        var run = await person.RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.Single((await person.DoAsync("users", "list")).Lines);
    }
}
