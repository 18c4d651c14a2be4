using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>
/// The one writer of a file, on a thread of its own. Writes that wait while it commits are committed together next time: many requests,
/// one flush to the disk. Nobody is answered before the commit; one failed write never hurts its neighbours.
/// </summary>
sealed class Writer : IAsyncDisposable
{
    const int MaxBatch = 512;
    const int MaxWaiting = 10_000;

    // A batch with a very large write in it is not made larger still.
    static readonly TimeSpan MaxBatchTime = TimeSpan.FromMilliseconds(50);

    public Writer(Dialect dialect, Action<string>? prepared)
    {
        (this.dialect, this.prepared) = (dialect, prepared);
        connection = new StoreConnection(dialect.OpenWriter(), prepared);
        new Thread(Loop) { Name = "Roster writer", IsBackground = true }.Start();
    }

    readonly Dialect dialect;
    readonly Action<string>? prepared;
    readonly BlockingCollection<Work> waiting = new(MaxWaiting);
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    StoreConnection? connection;

    public int Waiting => waiting.Count;

    /// <summary>Does the work inside a transaction and answers once it is durable.</summary>
    /// <param name="work">May run more than once before it is committed, so it changes nothing but the database. Throwing undoes it.</param>
    /// <param name="committed">Runs after the commit, before anybody is answered and before the next write.</param>
    /// <param name="cancel">Counts until the work begins; from then on the write happens.</param>
    public Task<T> RunAsync<T>(Func<StoreConnection, T> work, Action<T>? committed, CancellationToken cancel)
    {
        var item = new Work<T>(work, committed, dialect, cancel);
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
            batch.RemoveAll(work => work.IsCancelled());

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
        try
        {
            connection ??= new StoreConnection(dialect.OpenWriter(), prepared);
            connection.Begin(dialect.BeginWrite);
            if (!TryRun(connection, batch, start, ref end))
            {
                connection["ROLLBACK"].Run();
                connection.Begin(dialect.BeginWrite);
                RunSeparately(connection, batch, start, end);
            }

            connection["COMMIT"].Run();
            StorageMetrics.Committed(end - start);
        }
#pragma warning disable CA1031 // Whatever happened, the callers must hear of it and the writer must live on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Abandon(failure);
            var told = failure is DbException database ? dialect.ForCaller(database) : failure;
            for (var i = start; i < end; i++)
                batch[i].Fail(told);
            return end - start;
        }

        for (var i = start; i < end; i++)
            batch[i].Committed();
        for (var i = start; i < end; i++)
            batch[i].Answer();
        return end - start;
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
            if (!batch[i].TryRun(on, ConcernsAll) && on.HasWritten)
                return false;
        }

        return true;
    }

    void RunSeparately(StoreConnection on, List<Work> batch, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            on["SAVEPOINT one_write"].Run();
            if (!batch[i].TryRun(on, ConcernsAll))
            {
                on["ROLLBACK TO one_write"].Run();
                on.Indexes = null;
            }

            on["RELEASE one_write"].Run();
        }
    }

    /// <summary>Whether a failure lies outside the work that met it, and ends the transaction for all.</summary>
    bool ConcernsAll(Exception failure) =>
        failure is DbException database && dialect.Classify(database) is Failure.Unavailable or Failure.DiskError;

    void Abandon(Exception failure)
    {
        try
        {
            connection?["ROLLBACK"].Run();
        }
        catch (DbException)
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

    abstract class Work(CancellationToken cancel)
    {
        public abstract bool TryRun(StoreConnection on, Func<Exception, bool> concernsAll);
        public abstract void Committed();
        public abstract void Answer();
        public abstract void Fail(Exception failure);
        protected abstract void Cancel(CancellationToken cancelled);

        public bool IsCancelled()
        {
            if (cancel.IsCancellationRequested)
                Cancel(cancel);
            return cancel.IsCancellationRequested;
        }
    }

    sealed class Work<T>(Func<StoreConnection, T> work, Action<T>? committed, Dialect dialect, CancellationToken cancel) : Work(cancel)
    {
        readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;
        Exception? failure;

        public Task<T> Task => answer.Task;

        public override bool TryRun(StoreConnection on, Func<Exception, bool> concernsAll)
        {
            (result, failure) = (default, null);
            try
            {
                result = work(on);
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
