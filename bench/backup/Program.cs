using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Storage;
using Roster.Storage.Sqlite;

// Two ways to copy a SQLite file of many users while callers write: the online backup API, all pages in one step, and VACUUM INTO.
// What each takes (also of the processor, which on a busy machine says more than the clock), what it does to the writes meanwhile, and what the whole of `roster backup` takes, which checks the copy.
// Usage: dotnet run -c Release --project bench/backup [-- users [runs]]

const int Callers = 16;
var users = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var folder = Directory.CreateTempSubdirectory("roster-bench-backup-").FullName;
try
{
    var storage = new StorageOptions
    {
        Folder = folder,
        ResourceTypes = [CoreResourceTypes.User],
        Indexed = [new IndexedAttribute("User", CoreResourceTypes.User.Path("emails", "value"))],
    };
    await using var store = await RosterStore.OpenAsync(storage, CancellationToken.None);
    var tenant = (await store.Tenants.AddAsync("bench", CancellationToken.None)).Id;
    var next = 0;
    await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
    {
        for (int i; (i = Interlocked.Increment(ref next)) <= users;)
            await SaveAsync(i);
    })));

    Console.WriteLine($"{users} users, {Callers} callers create more all the time, {runs} runs in turns");
    Console.WriteLine();
    Console.WriteLine("| what | s | of these on the processor | MiB | creates/s meanwhile | slowest create, ms | log afterwards, MiB |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    var source = Path.Combine(folder, "roster.db");
    for (var run = 0; run < runs; run++)
    {
        await MeasureAsync("nothing, for 2 s", _ => Thread.Sleep(2_000));
        await MeasureAsync("backup API", Online);
        await MeasureAsync("VACUUM INTO", Vacuum);
        await MeasureAsync("`roster backup`", copy => SqliteBackup.Write(folder, copy, overwrite: false, CancellationToken.None));
    }

    void Online(string copy)
    {
        using var from = Open(source);
        using var to = Open(copy);
        from.BackupDatabase(to);
    }

    void Vacuum(string copy)
    {
        using var from = Open(source);
        using var command = from.CreateCommand();
        command.CommandText = "VACUUM INTO @copy";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("@copy", copy);
        command.ExecuteNonQuery();
    }

    async Task MeasureAsync(string what, Action<string> copy)
    {
        using var enough = new CancellationTokenSource();
        var (written, slowest) = (0L, 0.0);
        var writers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                await SaveAsync(Interlocked.Increment(ref next));
                var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                Interlocked.Increment(ref written);
                lock (enough)
                    slowest = Math.Max(slowest, took);
            }
        })).ToList();

        await Task.Delay(500);
        (written, slowest) = (0, 0);
        var target = Path.Combine(Path.GetTempPath(), $"roster-bench-{Guid.NewGuid():N}.db");
        var started = Stopwatch.GetTimestamp();
        var processor = await Task.Run(() =>
        {
            var before = ProcessorSeconds();
            copy(target);
            return ProcessorSeconds() - before;
        });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var rate = written / seconds;
        var log = new FileInfo(source + "-wal").Length / 1048576.0;
        await enough.CancelAsync();
        await Task.WhenAll(writers);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {seconds:F2} | {processor:F2} | {(File.Exists(target) ? new FileInfo(target).Length / 1048576.0 : 0):F0} | {rate:F0} | {slowest:F0} | {log:F0} |"));
        File.Delete(target);
    }

    Task SaveAsync(int i) => store.For(tenant).TrySaveAsync(Create(i), new Caller(tenant, "bench", [], "bench"), CancellationToken.None);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// Of this thread; Linux only.
static double ProcessorSeconds() => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;

static SqliteConnection Open(string file)
{
    var connection = new SqliteConnection($"Data Source={file};Pooling=False");
    connection.Open();
    return connection;
}

static ResourceChange Create(int i)
{
    var name = string.Create(CultureInfo.InvariantCulture, $"user{i}@example.org");
    return new ResourceChange
    {
        Kind = ChangeKind.Create,
        Key = new ResourceKey("User", Guid.NewGuid().ToString()),
        At = DateTimeOffset.UnixEpoch,
        Document = Document.From(new JsonObject
        {
            ["userName"] = name,
            ["displayName"] = $"Person {i}",
            ["active"] = true,
            ["name"] = new JsonObject { ["givenName"] = "Ana", ["familyName"] = $"Example {i}" },
            ["emails"] = new JsonArray(new JsonObject { ["value"] = name, ["type"] = "work", ["primary"] = true }),
            ["externalId"] = $"external-{i}",
        }),
    };
}
