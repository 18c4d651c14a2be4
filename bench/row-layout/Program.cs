using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Storage;

// What an indexed value costs: durable creates per second by 64 callers, and bytes per user, through the store itself.
// Usage: dotnet run -c Release --project bench/row-layout [-- users [runs]]
// Compare lines of one run with each other; the machine decides the rest.

const int Callers = 64;
var users = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;

await Creates(0, 5_000);
Console.WriteLine($"{users} users, {Callers} callers, synchronous=FULL, median of {runs}");
Console.WriteLine();
Console.WriteLine("| indexed rows per user | creates/s | of no rows | bytes per user |");
Console.WriteLine("|---|---|---|---|");
var plain = 0.0;
foreach (var rows in new[] { 0, 2, 4, 6, 12 })
{
    var results = new List<(double Rate, double Bytes)>();
    for (var run = 0; run < runs; run++)
        results.Add(await Creates(rows, users));
    results.Sort();
    var (rate, bytes) = results[results.Count / 2];
    if (plain == 0)
        plain = rate;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {rows} | {rate:F0} | {rate / plain:F2} | {bytes:F0} |"));
}

Console.WriteLine();
Console.WriteLine(await Updates(Math.Min(users, 10_000)));

var byNumber = Enumerable.Range(0, runs).Select(_ => Inserts(users * 5, clustered: false)).Max();
var byId = Enumerable.Range(0, runs).Select(_ => Inserts(users * 5, clustered: true)).Max();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"The table alone, {users * 5} rows, 64 a commit: in order of row numbers {byNumber:F0}/s, in order of ids {byId:F0}/s ({byId / byNumber:F2})"));

static async Task<(double Rate, double Bytes)> Creates(int rows, int users)
{
    var folder = Directory.CreateTempSubdirectory("row-layout-").FullName;
    try
    {
        double seconds;
        await using (var store = await RosterStore.OpenAsync(Options(folder, rows), CancellationToken.None))
        {
            var tenant = (await store.Tenants.AddAsync("bench", CancellationToken.None)).Id;
            var started = Stopwatch.GetTimestamp();
            await ByAll(users, i => store.For(tenant).TrySaveAsync(Create(i, rows), new Caller(tenant, "bench", [], "bench"), CancellationToken.None));
            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return (users / seconds, (double)new FileInfo(Path.Combine(folder, "roster.db")).Length / users);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static async Task<string> Updates(int users)
{
    var folder = Directory.CreateTempSubdirectory("row-layout-").FullName;
    try
    {
        await using var store = await RosterStore.OpenAsync(Options(folder, 2), CancellationToken.None);
        var tenant = (await store.Tenants.AddAsync("bench", CancellationToken.None)).Id;
        var caller = new Caller(tenant, "bench", [], "bench");
        var resources = store.For(tenant);
        var created = new Resource[users];
        await ByAll(users, async i => created[i] = (await resources.TrySaveAsync(Create(i, 2), caller, CancellationToken.None))!.After!);
        var group = (await resources.TrySaveAsync(
            new ResourceChange { Kind = ChangeKind.Create, Key = new ResourceKey("Group", "g"), At = DateTimeOffset.UnixEpoch, Document = Document.From(new JsonObject { ["displayName"] = "g" }) },
            caller, CancellationToken.None))!.After!;

        var patch = await Timed(users, i => resources.TrySaveAsync(Deactivate(created[i]), caller, CancellationToken.None));
        var add = await Timed(users, i => resources.TrySaveAsync(
            new ResourceChange
            {
                Kind = ChangeKind.Update, Key = group.Key, At = DateTimeOffset.UnixEpoch, Before = group, Document = group.Document,
                Members = new MembersChange([new Member(created[i].Key.Id, "User")], []),
            },
            caller, CancellationToken.None));
        var find = await Timed(users, i => resources.FindAsync(created[i].Key, Load.Document, CancellationToken.None).AsTask());
        return string.Create(CultureInfo.InvariantCulture, $"PATCH active {patch:F0}/s, add one member {add:F0}/s, find by id {find:F0}/s");
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static ResourceChange Deactivate(Resource before)
{
    var attributes = before.Document.ToJson();
    attributes["active"] = false;
    return new ResourceChange
    {
        Kind = ChangeKind.Update, Key = before.Key, At = DateTimeOffset.UnixEpoch, Before = before, Document = Document.From(attributes),
        Attributes = [new AttributeChange("active", true, false)], ExpectedVersion = before.Version,
    };
}

static async Task<double> Timed(int count, Func<int, Task> act)
{
    var started = Stopwatch.GetTimestamp();
    await ByAll(count, act);
    return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
}

static async Task ByAll(int count, Func<int, Task> act)
{
    var next = -1;
    await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            await act(i);
    })));
}

static StorageOptions Options(string folder, int rows) => new()
{
    Folder = folder,
    ResourceTypes = [CoreResourceTypes.User, CoreResourceTypes.Group],
    Indexed = rows == 0 ? [] : [new("User", CoreResourceTypes.User.Path("emails", "value"))],
};

// A user of 1.2 KB, the same whatever is indexed; as many e-mail addresses as rows are wanted, the rest as phone numbers.
static ResourceChange Create(int number, int rows)
{
    var emails = new JsonArray();
    var phones = new JsonArray();
    for (var i = 0; i < 12; i++)
        (i < rows ? emails : phones).Add(new JsonObject { ["value"] = $"{number:x8}.{i}@mail.example.com", ["type"] = i == 0 ? "work" : "other" });

    var attributes = new JsonObject
    {
        ["userName"] = $"user.{(uint)number * 2654435761u:x8}.{number}@example.com",
        ["displayName"] = $"User Number {number}",
        ["externalId"] = Guid.NewGuid().ToString(),
        ["active"] = true,
        ["name"] = new JsonObject { ["givenName"] = "User", ["familyName"] = $"Number {number}" },
        ["title"] = "Customer Service Representative",
    };
    if (emails.Count > 0)
        attributes["emails"] = emails;
    if (phones.Count > 0)
        attributes["phoneNumbers"] = phones;
    return new ResourceChange
    {
        Kind = ChangeKind.Create,
        Key = new ResourceKey("User", Guid.NewGuid().ToString()),
        At = DateTimeOffset.UnixEpoch,
        Document = Document.From(attributes),
        Attributes = [.. attributes.Select(a => new AttributeChange(a.Key, null, a.Value))],
    };
}

// The layout that was not chosen: documents in the order of their random ids. Both tables have all columns and all indexes of the real one.
static double Inserts(int rows, bool clustered)
{
    var folder = Directory.CreateTempSubdirectory("row-layout-").FullName;
    try
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "layout.db")};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768");
        Run(connection, $"""
            CREATE TABLE resource (
                row_id INTEGER {(clustered ? "" : "PRIMARY KEY")}, tenant BIGINT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, tombstone BIGINT NOT NULL,
                unique_value TEXT, display_name TEXT, external_id TEXT, active INTEGER, created BIGINT, modified BIGINT, document BLOB NOT NULL
                {(clustered ? ", PRIMARY KEY (tenant, id)) WITHOUT ROWID" : ")")};
            CREATE UNIQUE INDEX {(clustered ? "resource_row ON resource (row_id)" : "resource_id ON resource (tenant, id)")};
            CREATE UNIQUE INDEX resource_unique ON resource (tenant, type, unique_value, tombstone);
            CREATE INDEX resource_order ON resource (tenant, type, tombstone, row_id, active, created, modified);
            CREATE INDEX resource_display_name ON resource (tenant, type, display_name, tombstone) WHERE display_name IS NOT NULL;
            CREATE INDEX resource_external_id ON resource (tenant, type, external_id, tombstone) WHERE external_id IS NOT NULL;
            """);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO resource VALUES (@row, 1, 'User', @id, 0, @unique, @name, @external, 1, 1, 1, @document)";
        foreach (var name in new[] { "@row", "@id", "@unique", "@name", "@external", "@document" })
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });

        var document = new byte[1200];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < rows; i++)
        {
            if (i % 64 == 0)
                Run(connection, i == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
            object[] values = [i + 1, Guid.NewGuid().ToString(), $"user.{(uint)i * 2654435761u:x8}.{i}@example.com", $"user number {i}", Guid.NewGuid().ToString(), document];
            for (var p = 0; p < values.Length; p++)
                insert.Parameters[p].Value = values[p];
            insert.ExecuteNonQuery();
        }

        Run(connection, "COMMIT");
        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static void Run(SqliteConnection connection, string sql)
{
    using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is this program's own.
    command.CommandText = sql;
#pragma warning restore CA2100
    command.ExecuteNonQuery();
}
