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

    const int MaxAttempts = 5;

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
    public Task<T> RunAsync<T>(TenantId? tenant, Func<StoreConnection, T> work, Action<T>? committed, CancellationToken cancel) =>
        Enqueue(new Work<T>(tenant, work, committed, dialect, cancel));

    /// <summary>Does like <see cref="RunAsync{T}"/> something that can be done together with others like it.</summary>
    /// <param name="together">
    /// Does several at once and returns the result of each, or null for one that is to be done by itself and of which nothing has been written.
    /// </param>
    public Task<T?> RunAsync<TItem, T>(
        TenantId tenant, TItem item, Func<StoreConnection, TItem, T?> work, Func<StoreConnection, IReadOnlyList<TItem>, IReadOnlyList<T?>> together,
        Action<T?>? committed, CancellationToken cancel)
        where T : class =>
        Enqueue(new JointWork<TItem, T>(tenant, item, work, together, committed, dialect, cancel));

    Task<T> Enqueue<T>(Work<T> work)
    {
        try
        {
            return waiting.TryAdd(work, 0, CancellationToken.None) ? StorageMetrics.WritingAsync(work.Task) : Task.FromException<T>(Failures.Overloaded().ToException());
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
        if (unanswered && batch[start].HasWaited(Patience.Queueing))
            return 1;

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
        dialect.Committed();
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
                if (kind == Storage.Failure.ConnectionLost)
                    dialect.ForgetConnections();
                if (committing && kind == Storage.Failure.ConnectionLost)
                {
                    var rest = Patience.Certainty - Stopwatch.GetElapsedTime(began);
                    if (HasCommitted(transaction, rest > Patience.ALook ? rest : Patience.ALook) is not { } committed)
                        return Failures.Uncertain().ToException();
                    if (committed)
                        return null;
                }

                if (kind is not (Storage.Failure.ConnectionLost or Storage.Failure.Repeatable) || attempt == MaxAttempts || Stopwatch.GetElapsedTime(began) > Patience.TryingAgain)
                    return dialect.ForCaller(database);
            }
        }
    }

    void Write(List<Work> batch, int start, ref int end, WriterBatch transaction, ref bool committing)
    {
        if (connection is { IsStale: true })
        {
            connection.Dispose();
            connection = null;
        }

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
    bool? HasCommitted(WriterBatch transaction, TimeSpan within)
    {
        // On a thread of its own, which ends by itself when it is not waited for any more.
        var asked = Task.Factory.StartNew(() => dialect.HasCommitted(transaction), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
#pragma warning disable VSTHRD002 // Two threads of their own.
            return asked.Wait(within) ? asked.Result : null;
#pragma warning restore VSTHRD002
        }
        catch (AggregateException failure) when (failure.InnerException is DbException)
        {
            return null;
        }
    }

    /// <summary>The quick way, without savepoints: works that fail before they wrote anything need no undoing.</summary>
    /// <returns>False when a work failed half-way, so that all must be done again.</returns>
    bool TryRun(StoreConnection on, List<Work> batch, int start, ref int end)
    {
        var started = Stopwatch.GetTimestamp();
        if (RunTogether(on, batch, start, end) is not { } done)
            return false;

        try
        {
            for (var i = start + done; i < end; i++)
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

            on.Flush();
            return true;
        }
        catch (DbException failure) when (!ConcernsAll(failure))
        {
            // Whose it was shows when they are done one by one.
            return false;
        }
    }

    /// <summary>Does at once what can be, and puts it first: what waits at the same time has no order.</summary>
    /// <returns>How many were done; null when all must be done again.</returns>
    int? RunTogether(StoreConnection on, List<Work> batch, int start, int end)
    {
        var works = batch[start..end];
        if (works.OfType<IJointWork>().FirstOrDefault() is not { } joint)
            return 0;

        try
        {
            on.Bind(works[0].Tenant);
            var done = joint.RunTogether(on, works).ToHashSet();
            var place = start;
            foreach (var work in works.OrderBy(work => !done.Contains(work)))
                batch[place++] = work;
            return done.Count;
        }
#pragma warning disable CA1031 // Whose failure it is shows when they are done one by one.
        catch (Exception failure) when (!ConcernsAll(failure))
#pragma warning restore CA1031
        {
            return null;
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

    interface IJointWork
    {
        /// <summary>Does those works that are like this one.</summary>
        /// <returns>Those that are done.</returns>
        IReadOnlyCollection<Work> RunTogether(StoreConnection on, IReadOnlyList<Work> works);
    }

    sealed class JointWork<TItem, T>(
        TenantId tenant, TItem item, Func<StoreConnection, TItem, T?> work, Func<StoreConnection, IReadOnlyList<TItem>, IReadOnlyList<T?>> together,
        Action<T?>? committed, Dialect dialect, CancellationToken cancel)
        : Work<T?>(tenant, on => work(on, item), committed, dialect, cancel), IJointWork
        where T : class
    {
        TItem Item => item;

        public IReadOnlyCollection<Work> RunTogether(StoreConnection on, IReadOnlyList<Work> works)
        {
            var alike = works.OfType<JointWork<TItem, T>>().ToList();
            if (alike.Count < 2)
                return [];

            var done = new List<Work>(alike.Count);
            var results = together(on, [.. alike.Select(work => work.Item)]);
            foreach (var (work, result) in alike.Zip(results).Where(pair => pair.Second is not null))
            {
                work.Done(result);
                done.Add(work);
            }

            return done;
        }
    }

    class Work<T>(TenantId? tenant, Func<StoreConnection, T> work, Action<T>? committed, Dialect dialect, CancellationToken cancel) : Work(tenant, cancel)
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

        protected void Done(T known) => (result, failure) = (known, null);

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
