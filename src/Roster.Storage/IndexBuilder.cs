using System.Collections.Concurrent;

namespace Roster.Storage;

/// <summary>
/// Fills indexes that tenants added and removes the rows of dropped ones, a few at a time between other writes. How far it came is
/// written with each step, so it goes on where it was ended. The server runs it, also for what commands beside it ask for.
/// </summary>
sealed class IndexBuilder(Database database, ValueIndex index) : IAsyncDisposable
{
    // How soon the wish of another process is noticed.
    static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);

    const long RemovedAtOnce = 1_000;

    readonly SemaphoreSlim wake = new(0);
    readonly CancellationTokenSource stop = new();
    readonly ConcurrentDictionary<long, string> problems = new();
    Task running = Task.CompletedTask;

    public void Start() => running = Task.Run(RunAsync);

    public void Wake() => wake.Release();

    public string? ProblemOf(long id) => problems.GetValueOrDefault(id);

    async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (!await TryStepAsync())
                    await wake.WaitAsync(LooksEvery, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Closing; the rest is done after the next start.
        }
    }

    /// <returns>False when there is nothing to do, or it cannot be done now.</returns>
    async Task<bool> TryStepAsync()
    {
        StoredIndex? at = null;
        try
        {
            await index.RefreshAsync(database, stop.Token);
            if (await database.Readers.ReadAsync(NextDropped, stop.Token) is { } dropped)
            {
                at = dropped;
                await RemoveSomeAsync(dropped);
                return true;
            }

            // One that met a problem waits until the others are built.
            at = index.Latest.Stored.Where(s => s is { Complete: false, Tenant.Value: > 0 }).OrderBy(s => problems.ContainsKey(s.Id)).ThenBy(s => s.Id).FirstOrDefault();
            if (at is null)
                return false;
            await database.Writer.RunAsync(at.Tenant, on => FillSome(on, at), null, stop.Token);
            problems.TryRemove(at.Id, out _);
            return true;
        }
#pragma warning disable CA1031 // Whatever is wrong with one index must not end the building of the others; the list of indexes tells it.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (at is not null)
                problems[at.Id] = failure.Message;
            return false;
        }
    }

    // ---- Filling

    const string StateSql = "SELECT filled_to FROM indexed_attribute WHERE id = @id AND complete = 0 AND dropped = 0";

    const string ProgressSql = "UPDATE indexed_attribute SET filled_to = @row WHERE id = @id";

    const string CompleteSql = "UPDATE indexed_attribute SET complete = 1 WHERE id = @id";

    bool FillSome(StoreConnection on, StoredIndex one)
    {
        // Dropped in the meantime, or purged with its tenant.
        if (on[StateSql].Scalar(("@id", one.Id)) is not long filledTo)
            return false;

        if (index.FillNext(on, database.Dialect, one.Tenant, one, filledTo) is { } row)
        {
            on[ProgressSql].Run(("@id", one.Id), ("@row", row));
            return true;
        }

        on[CompleteSql].Run(("@id", one.Id));
        ValueIndex.Advance(on);
        return true;
    }

    // ---- Removing

    const string DroppedSql = $"SELECT {StoredIndex.Columns} FROM indexed_attribute WHERE dropped > 0 ORDER BY id LIMIT 1";

    static StoredIndex? NextDropped(StoreConnection on)
    {
        using var rows = on[DroppedSql].Read();
        return rows.Next() ? StoredIndex.Read(rows) : null;
    }

    // A row has one of the three, and each has an index that leads to the rows of one path.
    static readonly string[] RemoveSql =
    [
        .. new[] { "text", "number", "instant" }.Select(field => $"""
            DELETE FROM resource_value
             WHERE tenant = @tenant AND path = @path
               AND resource IN (SELECT resource FROM resource_value WHERE tenant = @tenant AND path = @path AND {field} IS NOT NULL LIMIT @count)
            """),
    ];

    const string ForgetSql = "DELETE FROM indexed_attribute WHERE id = @id";

    async Task RemoveSomeAsync(StoredIndex one)
    {
        var tenants = one.Tenant.Value == 0 ? await database.Readers.ReadAsync(ValueIndex.Tenants, stop.Token) : [one.Tenant];
        foreach (var tenant in tenants)
        {
            foreach (var sql in RemoveSql)
            {
                while (await database.Writer.RunAsync(tenant, on => on[sql].Run(("@tenant", tenant.Value), ("@path", one.Id), ("@count", RemovedAtOnce)), null, stop.Token) > 0)
                {
                    // Other writes come between the steps.
                }
            }
        }

        await database.Writer.RunAsync(null, on => on[ForgetSql].Run(("@id", one.Id)), null, stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        wake.Dispose();
    }
}
