using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>
/// A writer, on a thread of its own. Writes that wait while it commits are committed together next time: many requests,
/// one flush to the disk. Nobody is answered before the commit; one failed write never hurts its neighbours.
/// </summary>
sealed class WriterLane : IAsyncDisposable
{
    const int MaxBatch = 512;
    const int MaxWaiting = 10_000;

    // A batch with a very large write in it is not made larger still.
    static readonly TimeSpan MaxBatchTime = TimeSpan.FromMilliseconds(50);

    // Within these a lost connection is replaced and what it took along done again; clients are answered a little later at most.
    static readonly TimeSpan TriesAgainFor = TimeSpan.FromSeconds(2.5);
    const int MaxAttempts = 5;

    // Beyond this a write that waits for a database which does not answer is not begun any more.
    static readonly TimeSpan WaitsAtMost = TimeSpan.FromSeconds(4);

    public WriterLane(Dialect dialect, Action<string>? watch)
    {
        (this.dialect, this.watch) = (dialect, watch);
        connection = new StoreConnection(dialect.OpenWriter(), dialect, watch);
        new Thread(Loop) { Name = "Roster writer", IsBackground = true }.Start();
    }

    readonly Dialect dialect;
    readonly Action<string>? watch;
    readonly Guid id = Guid.NewGuid();
    long batches;

    // Whether the last transaction failed as a whole.
    bool unanswered;

    readonly BlockingCollection<Work> waiting = new(MaxWaiting);
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    StoreConnection? connection;

    public int Waiting => waiting.Count;

    /// <summary>Does the work inside a transaction and answers once it is durable.</summary>
    /// <param name="tenant">Whose resources the work may touch; null for nobody's.</param>
    /// <param name="work">May run more than once before it is committed, so it changes nothing but the database. Throwing undoes it.</param>
    /// <param name="committed">Runs after the commit, before anybody is answered and before the next write.</param>
    /// <param name="cancel">Counts until the work begins; from then on the write happens.</param>
    public Task<T> RunAsync<T>(TenantId? tenant, Func<StoreConnection, T> work, Action<T>? committed, CancellationToken cancel)
    {
        var item = new Work<T>(tenant, work, committed, dialect, cancel);
        try
        {
            return waiting.TryAdd(item, 0, CancellationToken.None) ? StorageMetrics.WritingAsync(item.Task) : Task.FromException<T>(Failures.Overloaded().ToException());
        }
        catch (InvalidOperationException completed)
        {
            throw new ObjectDisposedException("The store is closed.", completed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        waiting.CompleteAdding();
        await ended.Task;
        waiting.Dispose();
    }

    void Loop()
    {
        var batch = new List<Work>(MaxBatch);
        while (waiting.TryTake(out var first, Timeout.Infinite))
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && waiting.TryTake(out var next))
                batch.Add(next);
            batch.RemoveAll(work => work.IsCancelled() || (unanswered && work.HasWaited(WaitsAtMost)));
            // Each tenant's writes stay in their order.
            if (dialect.DividesWrites)
                batch = [.. batch.OrderBy(work => work.Tenant?.Value ?? 0)];

            for (var done = 0; done < batch.Count;)
                done += Commit(batch, done);
        }

        connection?.Dispose();
        ended.SetResult();
    }

    /// <summary>Writes works from <paramref name="start"/> on in one transaction and answers them.</summary>
    /// <returns>How many were answered.</returns>
    int Commit(List<Work> batch, int start)
    {
        var end = batch.Count;
        if (dialect.DividesWrites && batch.FindIndex(start, work => work.Tenant != batch[start].Tenant) is var other and >= 0)
            end = other;

        if (Failure(batch, start, ref end) is { } told)
        {
            unanswered = dialect.LosesConnections;
            for (var i = start; i < end; i++)
                batch[i].Fail(told);
            return end - start;
        }

        unanswered = false;
        StorageMetrics.Committed(end - start);
        for (var i = start; i < end; i++)
            batch[i].Committed();
        for (var i = start; i < end; i++)
            batch[i].Answer();
        return end - start;
    }

    /// <summary>Tries until the works are committed, or it is certain that they are not, or it cannot be told.</summary>
    /// <returns>What to tell those who wait; null when all is well.</returns>
    Exception? Failure(List<Work> batch, int start, ref int end)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var transaction = new WriterBatch(id, ++batches, batch[start].Tenant);
            var committing = false;
            try
            {
                Write(batch, start, ref end, transaction, ref committing);
                return null;
            }
#pragma warning disable CA1031 // Whatever happened, the callers must hear of it and the writer must live on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Abandon(failure);
                if (failure is not DbException database)
                    return failure;
                var kind = dialect.Classify(database);
                if (committing && kind == Storage.Failure.ConnectionLost)
                {
                    if (HasCommitted(transaction) is not { } committed)
                        return Failures.Uncertain().ToException();
                    if (committed)
                        return null;
                }

                if (kind is not (Storage.Failure.ConnectionLost or Storage.Failure.Repeatable) || attempt == MaxAttempts || Stopwatch.GetElapsedTime(began) > TriesAgainFor)
                    return dialect.ForCaller(database);
            }
        }
    }

    void Write(List<Work> batch, int start, ref int end, WriterBatch transaction, ref bool committing)
    {
        connection ??= new StoreConnection(dialect.OpenWriter(), dialect, watch);
        connection.BeginWrite(transaction);
        if (!TryRun(connection, batch, start, ref end))
        {
            connection.Rollback();
            connection.BeginWrite(transaction);
            RunSeparately(connection, batch, start, end);
        }

        committing = true;
        connection.Commit();
    }

    /// <returns>Null when it cannot be told.</returns>
    bool? HasCommitted(WriterBatch transaction)
    {
        try
        {
            return dialect.HasCommitted(transaction);
        }
        catch (DbException)
        {
            return null;
        }
    }

    /// <summary>The quick way, without savepoints: works that fail before they wrote anything need no undoing.</summary>
    /// <returns>False when a work failed half-way, so that all must be done again.</returns>
    bool TryRun(StoreConnection on, List<Work> batch, int start, ref int end)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = start; i < end; i++)
        {
            if (i > start && Stopwatch.GetElapsedTime(started) > MaxBatchTime)
            {
                end = i;
                break;
            }

            on.ForgetWrites();
            on.Bind(batch[i].Tenant);
            if (!batch[i].TryRun(on, ConcernsAll, flush: false) && on.HasWritten)
                return false;
        }

        try
        {
            on.Flush();
            return true;
        }
        catch (DbException failure) when (!ConcernsAll(failure))
        {
            // Whose it was shows when they are done one by one.
            return false;
        }
    }

    void RunSeparately(StoreConnection on, List<Work> batch, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            on["SAVEPOINT one_write"].Run();
            on.Bind(batch[i].Tenant);
            if (!batch[i].TryRun(on, ConcernsAll, flush: true))
            {
                on.Forget();
                on["ROLLBACK TO one_write"].Run();
                on.Indexes = null;
            }

            on["RELEASE one_write"].Run();
        }
    }

    /// <summary>Whether a failure lies outside the work that met it, and ends the transaction for all.</summary>
    bool ConcernsAll(Exception failure) =>
        failure is DbException database && dialect.Classify(database) is Storage.Failure.Unavailable or Storage.Failure.DiskError or Storage.Failure.ConnectionLost or Storage.Failure.Repeatable;

    void Abandon(Exception failure)
    {
        try
        {
            connection?.Rollback();
        }
        catch (Exception gone) when (gone is DbException or InvalidOperationException)
        {
            // The engine has rolled back by itself, or cannot; then the connection goes below or the next BEGIN says so.
        }

        // After a failed write or flush nothing in this connection's memory counts: the next batch reads the file anew.
        if (failure is not ScimException)
        {
            connection?.Dispose();
            connection = null;
        }
    }

    abstract class Work(TenantId? tenant, CancellationToken cancel)
    {
        readonly long since = Stopwatch.GetTimestamp();

        public TenantId? Tenant => tenant;

        public abstract bool TryRun(StoreConnection on, Func<Exception, bool> concernsAll, bool flush);
        public abstract void Committed();
        public abstract void Answer();
        public abstract void Fail(Exception failure);
        protected abstract void Cancel(CancellationToken cancelled);

        public bool HasWaited(TimeSpan limit)
        {
            var late = Stopwatch.GetElapsedTime(since) > limit;
            if (late)
                Fail(Failures.Unavailable().ToException());
            return late;
        }

        public bool IsCancelled()
        {
            if (cancel.IsCancellationRequested)
                Cancel(cancel);
            return cancel.IsCancellationRequested;
        }
    }

    sealed class Work<T>(TenantId? tenant, Func<StoreConnection, T> work, Action<T>? committed, Dialect dialect, CancellationToken cancel) : Work(tenant, cancel)
    {
        readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;
        Exception? failure;

        public Task<T> Task => answer.Task;

        public override bool TryRun(StoreConnection on, Func<Exception, bool> concernsAll, bool flush)
        {
            (result, failure) = (default, null);
            try
            {
                result = work(on);
                if (flush)
                    on.Flush();
                return true;
            }
#pragma warning disable CA1031 // The failure is its caller's alone.
            catch (Exception thrown) when (!concernsAll(thrown))
#pragma warning restore CA1031
            {
                failure = thrown is DbException database ? dialect.ForCaller(database) : thrown;
                return false;
            }
        }

        public override void Committed()
        {
            if (failure is null)
                committed?.Invoke(result!);
        }

        public override void Answer()
        {
            if (failure is null)
                answer.SetResult(result!);
            else
                answer.SetException(failure);
        }

        public override void Fail(Exception failure) => answer.TrySetException(failure);

        protected override void Cancel(CancellationToken cancelled) => answer.TrySetCanceled(cancelled);
    }
}
