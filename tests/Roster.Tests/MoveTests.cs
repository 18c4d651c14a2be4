using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Npgsql;
using Roster.Server;
using Roster.Server.Admin;
using Roster.Server.Options;
using Roster.Storage;
using Roster.Storage.Moving;
using Roster.Storage.Postgres;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>After a move a server answers as before, to the byte.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class MoveTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-move-").FullName;
    readonly Dictionary<string, PostgresDatabase> databases = new(StringComparer.Ordinal);
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>From which engine to which. What is in the source came out of a data folder of version 1.</summary>
    public static TheoryData<string, string> Ways => new() { { "sqlite", "sqlite" }, { "sqlite", "postgres" }, { "postgres", "sqlite" } };

    string Folder(string name) => Path.Combine(folder, name);

    string Database(string name) => databases[name].ConnectionString;

    MoveEnd End(string engine, string name) => engine switch
    {
        "sqlite" => new SqliteMoveEnd(Folder(name)),
        "postgres" => new PostgresMoveEnd(Database(name)),
        _ => throw new ArgumentException($"'{engine}' is no engine.", nameof(engine)),
    };

    RosterOptions On(string engine, string name, RosterOptions options) => (engine switch
    {
        "sqlite" => options with { Data = Folder(name), Storage = new StorageSettings() },
        "postgres" => options with { Storage = new StorageSettings { ConnectionString = Database(name) } },
        _ => throw new ArgumentException($"'{engine}' is no engine.", nameof(engine)),
    }) with
    {
        // So that locations say nothing of the port.
        PublicUrl = "https://roster.example",
        Bootstrap = new BootstrapOptions { ClientId = StoredVersion.ClientId, ClientSecret = StoredVersion.ClientSecret },
    };

    [Theory, MemberData(nameof(Ways))]
    public async Task Every_answer_is_the_one_from_before(string from, string to)
    {
        await FillAsync(from, "source");
        Dictionary<string, string> tokens = [];
        ImmutableArray<(string Tenant, string Path)> paths;
        Dictionary<(string, string), string> before;
        string cursor;
        await using (var server = await StartAsync(from, "source"))
        {
            foreach (var tenant in new[] { "default", "acme", "empty-org" })
                tokens[tenant] = await server.NewTokenAsync(tenant, [.. AdminPermissions.All(RosterApplication.Profiles(new RosterOptions()))]);
            await IndexesBuiltAsync(server);
            paths = [.. await PathsAsync(server, tokens)];
            before = await AnswersAsync(server, tokens, paths);
            cursor = (string)(await GetAsync(server, tokens["acme"], "/scim/v2/Users?cursor&count=3")).Expect(200).Body["nextCursor"]!;
            before[("acme", "the next page")] = WithoutCursor(await GetAsync(server, tokens["acme"], $"/scim/v2/Users?count=3&cursor={Uri.EscapeDataString(cursor)}"));
        }

        StoreMove.Run(End(from, "source"), End(to, "target"), CancellationToken.None);

        await using var moved = await StartAsync(to, "target");
        var after = await AnswersAsync(moved, tokens, paths);
        after[("acme", "the next page")] = WithoutCursor(await GetAsync(moved, tokens["acme"], $"/scim/v2/Users?count=3&cursor={Uri.EscapeDataString(cursor)}"));
        Assert.All(before, answer => Assert.Equal($"{answer.Key}\n{answer.Value}", $"{answer.Key}\n{after[answer.Key]}"));
        Assert.All(before.Where(b => b.Key.Item1 is "acme"), answer => Assert.StartsWith("200", answer.Value, StringComparison.Ordinal));
        Assert.True(before.Count > 150, $"Only {before.Count} answers were compared.");
        await GoesOnAsync(moved, tokens["acme"]);
    }

    [Fact]
    public async Task The_command_says_what_was_moved_and_how_to_use_it()
    {
        await StoredVersion.MakeAsync("version1", folder);

        var moved = await RosterProcess.RunAsync(folder, "move", "--to", Folder("target"), "--json");

        Assert.Equal(Folder("target"), (string?)moved["configuration"]!["Data"]);
        var tables = moved["tables"]!.AsArray().ToDictionary(t => (string)t!["table"]!, t => (long)t!["rows"]!, StringComparer.Ordinal);
        Assert.Equal((4, 35, 1), (tables["tenant"], tables["resource"], tables["administration"]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder("target")));
        Assert.Equal(4, (await RosterProcess.RunAsync(folder, "tenant", "list", "--data", Folder("target"), "--json"))["tenants"]!.AsArray().Count);

        Assert.Contains("has data", (await Assert.ThrowsAsync<InvalidOperationException>(() => RosterProcess.RunAsync(folder, "move", "--to", Folder("target")))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", (await Assert.ThrowsAsync<InvalidOperationException>(() => RosterProcess.RunAsync(folder, "move", "--to", "Host=127.0.0.1;Port=1;Database=roster;Username=roster"))).Message, StringComparison.Ordinal);

        var database = await RosterProcess.RunAsync(folder, "move", "--to", Database("target"), "--json");
        Assert.Contains("Host=127.0.0.1", (string)database["configuration"]!["Storage:ConnectionString"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", database.ToJsonString(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(moved["tables"], database["tables"]), database.ToJsonString());

        // What it plans by is known from the first request on.
        await using var source = NpgsqlDataSource.Create(Database("target"));
        await using var command = source.CreateCommand("SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'resource'");
        Assert.Equal(35L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Nothing_is_moved_from_under_a_node()
    {
        await FillAsync("postgres", "source");
        await using var server = await StartAsync("postgres", "source");

        for (var tries = 0; ; tries++)
        {
            // The node holds on to the database a moment after it has started.
            var error = Record.Exception(() => StoreMove.Run(End("postgres", "source"), End("sqlite", $"target{tries}"), CancellationToken.None));
            if (error is null && tries < 20)
                continue;
            Assert.Contains("A server runs on", Assert.IsType<StorageException>(error).Message, StringComparison.Ordinal);
            break;
        }
    }

    async Task FillAsync(string engine, string name)
    {
        if (engine is "sqlite")
        {
            await StoredVersion.MakeAsync("version1", Folder(name));
            return;
        }

        await StoredVersion.MakeAsync("version1", Folder("made"));
        StoreMove.Run(End("sqlite", "made"), End(engine, name), CancellationToken.None);
    }

    Task<RosterServer> StartAsync(string engine, string name) => RosterServer.StartAsync(options => On(engine, name, options), folder: Folder(name));

    /// <summary>What the start has to build is built.</summary>
    static async Task IndexesBuiltAsync(RosterServer server)
    {
        foreach (var tenant in await server.Store.Tenants.ListAsync(CancellationToken.None))
        {
            for (var tries = 0; (await server.Store.Indexes.ListAsync(tenant.Id, CancellationToken.None)).Any(i => !i.Complete) && tries < 100; tries++)
                await Task.Delay(100);
        }
    }

    static readonly string[] Lists =
    [
        "/scim/v2/Users", "/scim/v2/Users?count=3&startIndex=2", "/scim/v2/Users?count=0", "/scim/v2/Users?attributes=userName,groups", "/scim/v2/Users?excludedAttributes=emails",
        "/scim/v2/Users?sortBy=userName&sortOrder=descending", "/scim/v2/Users?sortBy=title", "/scim/v2/Users?sortBy=meta.created", "/scim/v2/Users?sortBy=name.familyName&count=4",
        "/scim/v2/Users?filter=title eq \"chef\"", "/scim/v2/Users?filter=name.familyName sw \"O’Neill\"", "/scim/v2/Users?filter=emails.value co \"@HOME\"", "/scim/v2/Users?filter=userName ew \"example.ORG\"",
        "/scim/v2/Users?filter=active eq false", "/scim/v2/Users?filter=externalId pr", "/scim/v2/Users?filter=not (externalId pr)", "/scim/v2/Users?filter=meta.created gt \"2020-01-01T00:00:00Z\"",
        "/scim/v2/Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"E3\"", "/scim/v2/Users?filter=groups pr", "/scim/v2/Users?filter=displayName co \"3\" or title eq \"Cook\"",
        "/scim/v2/Groups", "/scim/v2/Groups?excludedAttributes=members", "/scim/v2/Groups?attributes=displayName,members", "/scim/v2/Groups?sortBy=displayName", "/scim/v2/Groups?filter=displayName co \"ner\"",
        "/scim/v2/Groups?filter=members pr", "/scim/v2/?count=50", "/scim/v2/Schemas", "/scim/v2/ResourceTypes", "/scim/v2/ServiceProviderConfig",
        "/api/v2/scim/v2/users", "/api/v2/scim/v2/users?filter=active eq false", "/api/v2/scim/v2/groups", "/api/v2/scim/users", "/api/v2/scim/v2/schemas", "/api/v2/scim/v2/resourcetypes",
        "/admin/v1/deleted", "/admin/v1/changes?count=500", "/admin/v1/changes?count=5", "/admin/v1/clients", "/admin/v1/tokens", "/admin/v1/tenants", "/admin/v1/indexes", "/admin/v1/schemas", "/admin/v1/resource-types",
        "/admin/v1/catalogues", "/admin/v1/catalogues/skills", "/admin/v1/tenants/acme/settings", "/admin/v1/maintenance",
    ];

    static readonly string[] ListsOfAcme =
    [
        "/scim/v2/Lockers", "/scim/v2/Lockers?filter=label eq \"a1\"", "/scim/v2/Users?filter=urn:example:params:scim:schemas:extension:acme:1.0:User:floor ge 4",
        "/scim/v2/Users?filter=urn:example:params:scim:schemas:extension:acme:1.0:User:since lt \"2021-01-01T00:00:00Z\"", "/scim/v2/Users?filter=urn:example:params:scim:schemas:extension:acme:1.0:User:desk eq \"4-12\"",
    ];

    /// <summary>Every kind of GET, for each organization and each of its resources.</summary>
    async Task<List<(string Tenant, string Path)>> PathsAsync(RosterServer server, Dictionary<string, string> tokens)
    {
        var paths = new List<(string, string)>();
        foreach (var (tenant, token) in tokens)
        {
            paths.AddRange(Lists.Concat(tenant is "acme" ? ListsOfAcme : []).Select(path => (tenant, path)));
            foreach (var user in await IdsAsync(server, token, "/scim/v2/Users"))
            {
                paths.Add((tenant, "/scim/v2/Users/" + user));
                paths.Add((tenant, $"/scim/v2/Users/{user}?attributes=groups,groups.display"));
                paths.Add((tenant, "/api/v2/scim/v2/users/" + user));
                paths.Add((tenant, "/admin/v1/changes?type=User&id=" + user));
                paths.Add((tenant, $"/scim/v2/Groups?filter=members.value eq \"{user}\""));
            }

            foreach (var group in await IdsAsync(server, token, "/scim/v2/Groups"))
            {
                paths.Add((tenant, "/scim/v2/Groups/" + group));
                paths.Add((tenant, $"/scim/v2/Groups/{group}?attributes=members,members.display"));
                paths.Add((tenant, $"/scim/v2/Groups/{group}/members"));
                paths.Add((tenant, $"/scim/v2/Groups/{group}/members?count=1&startIndex=2"));
                paths.Add((tenant, "/api/v2/scim/v2/groups/" + group));
            }
        }

        return paths;
    }

    async Task<IEnumerable<string>> IdsAsync(RosterServer server, string token, string list) =>
        (await GetAsync(server, token, list + "?count=100&attributes=id")).Expect(200).Body["Resources"]?.AsArray().Select(r => (string)r!["id"]!) ?? [];

    async Task<Dictionary<(string, string), string>> AnswersAsync(RosterServer server, Dictionary<string, string> tokens, ImmutableArray<(string Tenant, string Path)> paths)
    {
        var answers = new Dictionary<(string, string), string>();
        foreach (var (tenant, path) in paths)
            answers[(tenant, path)] = Whole(await GetAsync(server, tokens[tenant], path));
        return answers;
    }

    Task<Answer> GetAsync(RosterServer server, string token, string path) => new ApiClient(http, server.BaseUrl, token).GetAsync(path);

    // The time and the correlation id are each request's own.
    static string Whole(Answer answer) =>
        $"{answer.Status}\n{string.Join('\n', answer.Headers.Where(h => h.Key is "ETag" or "Location" or "Content-Location" or "Content-Type" or "Last-Modified").Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal))}\n{answer.Text}";

    // A cursor is sealed anew each time; that it is good after the move is told by the page.
    static string WithoutCursor(Answer answer)
    {
        var body = answer.Expect(200).Body.DeepClone().AsObject();
        Assert.NotEmpty(body["Resources"]!.AsArray());
        body.Remove("nextCursor");
        body.Remove("previousCursor");
        return $"200\n{body.ToJsonString()}";
    }

    /// <summary>A write after the move gets a number of its own, and the password from before is good.</summary>
    async Task GoesOnAsync(RosterServer server, string token)
    {
        var client = new ApiClient(http, server.BaseUrl, token);
        var last = (await client.GetAsync("/admin/v1/changes?count=500")).Expect(200).Body["items"]!.AsArray().Count;
        var user = await client.CreateUserAsync();
        Assert.Equal(1, (int)(await client.GetAsync("/scim/v2/Users?filter=userName eq \"" + (string)user.Body["userName"]! + "\"")).Body["totalResults"]!);
        Assert.Equal(last + 1, (await client.GetAsync("/admin/v1/changes?count=500")).Expect(200).Body["items"]!.AsArray().Count);
        var verified = await client.SendAsync(
            "POST", "/admin/v1/passwords/verify", """{"userName":"amir01@example.org","password":"correct horse battery staple"}""", ("Content-Type", "application/json"));
        Assert.True((bool?)verified.Expect(200).Body["valid"]);
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var name in new[] { "source", "target" })
            databases[name] = await PostgresDatabase.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
        foreach (var database in databases.Values)
            await database.DisposeAsync();
    }
}
