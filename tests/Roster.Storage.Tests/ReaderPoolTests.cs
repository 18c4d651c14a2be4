using System.Collections.Concurrent;
using System.Diagnostics;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>Connections that go on seeing the moment of an earlier read: whose commits they see, and when they let go of it.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class ReaderPoolTests : IAsyncDisposable
{
    readonly TestFolder folder = new();
    readonly SqliteDialect dialect;
    readonly StoreConnection writer;
    readonly ReaderPool pool;
    readonly List<string> run = [];

    public ReaderPoolTests()
    {
        dialect = new SqliteDialect(Path.Combine(folder.Path, "roster.db"));
        writer = new StoreConnection(dialect.OpenWriter(), dialect, null);
        writer["CREATE TABLE thing (value)"].Run();
        writer["INSERT INTO thing (value) VALUES (0)"].Run();
        pool = new ReaderPool(dialect, 2, sql =>
        {
            lock (run)
                run.Add(sql);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        writer.Dispose();
        folder.Dispose();
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<long> ReadAsync() => await pool.ReadAsync(on => (long)on["SELECT value FROM thing"].Scalar()!, Cancel);

    void Write(long value) => writer["UPDATE thing SET value = @value"].Run(("@value", value));

    int Begun()
    {
        lock (run)
            return run.Count(sql => sql == "BEGIN");
    }

    [Fact]
    public async Task A_pool_ends_when_those_who_read_have_ended()
    {
        var ending = new ReaderPool(dialect, 2, null);
        using ManualResetEventSlim begun = new(), goOn = new();
        var reading = Task.Run(async () => await ending.ReadAsync(
            on =>
            {
                begun.Set();
                goOn.Wait(Cancel);
                return (long)on["SELECT value FROM thing"].Scalar()!;
            }, Cancel), Cancel);
        begun.Wait(Cancel);

        var ended = ending.DisposeAsync().AsTask();
        await Task.Delay(100, Cancel);
        Assert.False(ended.IsCompleted);
        goOn.Set();

        Assert.Equal(0, await reading);
        await ended;
    }

    [Fact]
    public async Task What_this_process_committed_is_seen_at_once()
    {
        for (var value = 1; value < 200; value++)
        {
            foreach (var _ in Enumerable.Range(0, 3))
                Assert.Equal(value - 1, await ReadAsync());
            Write(value);
            dialect.Committed();
            Assert.Equal(value, await ReadAsync());
        }
    }

    [Fact]
    public async Task Nobody_reads_less_than_was_told_before_whoever_reads_besides()
    {
        var told = 0L;
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref told) is var least && least < 1000)
                Assert.True(await ReadAsync() >= least);
        })).ToList();
        for (var value = 1; value <= 1000; value++)
        {
            Write(value);
            dialect.Committed();
            Volatile.Write(ref told, value);
            if (value % 10 == 0)
                await Task.Delay(1, Cancel);
        }

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Reads_between_commits_begin_seldom_and_end_by_themselves()
    {
        var time = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
            await ReadAsync();

        Assert.InRange(Begun(), 1, 1 + (time.Elapsed / dialect.Stay));
    }

    [Fact]
    public async Task Where_much_is_committed_reads_do_not_begin_anything()
    {
        for (var value = 1; value < 100; value++)
        {
            Write(value);
            dialect.Committed();
            await ReadAsync();
        }

        Assert.Equal(0, Begun());
    }

    [Fact]
    public async Task What_another_process_committed_is_seen_soon()
    {
        await ReadAsync();
        await ReadAsync();

        Write(1);

        var waited = Stopwatch.StartNew();
        while (await ReadAsync() == 0 && waited.Elapsed < TimeSpan.FromSeconds(5))
            await Task.Yield();
        Assert.Equal(1, await ReadAsync());
    }

    [Fact]
    public async Task So_it_is_by_a_connection_that_is_never_idle()
    {
        using var on = new StoreConnection(dialect.OpenReader(), dialect, null);
        on.Settle();
        on.Settle();
        Assert.Equal((true, 0L), (on.Stays, on["SELECT value FROM thing"].Scalar()));

        Write(1);
        await Task.Delay(2 * dialect.Stay, Cancel);

        on.Settle();
        Assert.Equal(1L, on["SELECT value FROM thing"].Scalar());
    }

    [Fact]
    public async Task A_cache_that_was_told_of_another_process_is_not_filled_from_before_it()
    {
        // Fast enough to come within a moment that is seen.
        writer["PRAGMA synchronous = OFF"].Run();
        writer["CREATE TABLE administration (id INTEGER PRIMARY KEY, generation)"].Run();
        writer["INSERT INTO administration VALUES (1, 0)"].Run();
        for (var value = 1; value <= 100; value++)
        {
            using var administration = new Administration(dialect, null);
            var told = false;
            administration.Changed += (_, _) => told = true;
            await ReadAsync();
            await ReadAsync();

            Write(value);
            await administration.CheckAsync();

            Assert.Equal((true, value), (told, await ReadAsync()));
        }
    }

    [Fact]
    public async Task Whoever_reads_no_more_does_not_keep_the_log_from_beginning_anew()
    {
        await ReadAsync();
        await ReadAsync();
        Write(1);

        var waited = Stopwatch.StartNew();
        while (writer["PRAGMA wal_checkpoint(TRUNCATE)"].Scalar() is 1L && waited.Elapsed < TimeSpan.FromSeconds(5))
            await Task.Delay(1, Cancel);
        Assert.Equal(0L, writer["PRAGMA wal_checkpoint(TRUNCATE)"].Scalar());
    }

    [Fact]
    public async Task Several_reads_of_one_moment_see_it_though_another_began_it()
    {
        await ReadAsync();

        var read = await pool.SnapshotAsync(
            on =>
            {
                var first = (long)on["SELECT value FROM thing"].Scalar()!;
                Write(1);
                dialect.Committed();
                return (first, (long)on["SELECT value FROM thing"].Scalar()!);
            },
            Cancel);
        Assert.Equal((0, 0), read);
        Assert.Equal(1, await ReadAsync());
    }

    [Fact]
    public async Task As_few_connections_as_there_are_reads_at_once_are_used_and_no_more_than_the_pool_has()
    {
        var used = new ConcurrentDictionary<StoreConnection, int>();
        var (now, most) = (0, 0);
        long Slowly(StoreConnection on)
        {
            used.TryAdd(on, 0);
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            Thread.Sleep(5);
            Interlocked.Decrement(ref now);
            return (long)on["SELECT value FROM thing"].Scalar()!;
        }

        for (var i = 0; i < 5; i++)
            await pool.ReadAsync(Slowly, Cancel);
        Assert.Equal((1, 1), (used.Count, most));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => pool.ReadAsync(Slowly, Cancel).AsTask())));
        Assert.Equal((2, 2), (used.Count, most));
    }

    static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    [Fact]
    public async Task A_read_that_was_refused_leaves_its_connection_as_it_was()
    {
        await ReadAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await pool.SnapshotAsync<long>(_ => throw new OperationCanceledException(), Cancel));
        Assert.Equal(0, await ReadAsync());

        Write(1);
        dialect.Committed();
        Assert.Equal(1, await ReadAsync());
    }
}
