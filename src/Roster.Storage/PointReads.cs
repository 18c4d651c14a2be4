using System.Diagnostics;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>
/// Finds resources by their keys where each statement is a way over a network: what waits while others are read is read together next time, as
/// the writer commits together. Nothing waits longer for it: whatever is there when a reader is free is taken at once.
/// </summary>
sealed class PointReads(ReaderPool pool, Dialect dialect)
{
    // One reads while the answers of the other are on their way; more would only make the batches smaller.
    const int Readers = 2;
    const int MaxBatch = 128;
    const int MaxWaiting = 10_000;

    readonly Lock change = new();

    // Tenants with something that waits, in turn, and what each of them waits for.
    readonly Queue<TenantId> turns = new();
    readonly Dictionary<TenantId, Queue<Wanted>> waiting = [];
    int count;
    int readers;

    // Whether the last batch found no database.
    volatile bool unanswered;

    /// <summary>The resource as of a moment after the call; null when it is not there.</summary>
    /// <param name="load">Not members, which one resource may have any number of.</param>
    public Task<Resource?> FindAsync(TenantId tenant, ResourceKey key, Load load, CancellationToken cancel)
    {
        var wanted = new Wanted(key, load, cancel);
        bool starts;
        lock (change)
        {
            if (count == MaxWaiting)
                return Task.FromException<Resource?>(Failures.TooManyReads().ToException());

            if (!waiting.TryGetValue(tenant, out var ofTenant))
            {
                waiting[tenant] = ofTenant = new Queue<Wanted>();
                turns.Enqueue(tenant);
            }

            ofTenant.Enqueue(wanted);
            count++;
            starts = readers < Readers;
            readers += starts ? 1 : 0;
        }

        // Not in the context of this caller: it reads for others too.
        if (starts)
            ThreadPool.UnsafeQueueUserWorkItem(static reads => _ = reads.ReadAllAsync(), this, preferLocal: false);
        return StorageMetrics.ReadingAsync(wanted.Task);
    }

    async Task ReadAllAsync()
    {
        while (Next() is var (tenant, batch))
            await ReadAsync(tenant, batch);
    }

    (TenantId Tenant, List<Wanted> Batch)? Next()
    {
        lock (change)
        {
            if (!turns.TryDequeue(out var tenant))
            {
                readers--;
                return null;
            }

            var ofTenant = waiting[tenant];
            var batch = new List<Wanted>(Math.Min(ofTenant.Count, MaxBatch));
            while (batch.Count < MaxBatch && ofTenant.TryDequeue(out var wanted))
                batch.Add(wanted);
            count -= batch.Count;
            if (ofTenant.Count > 0)
                turns.Enqueue(tenant);
            else
                waiting.Remove(tenant);
            return (tenant, batch);
        }
    }

    async Task ReadAsync(TenantId tenant, List<Wanted> batch)
    {
        batch.RemoveAll(wanted => wanted.IsCancelled() || (unanswered && wanted.HasWaited(Patience.Queueing)));
        if (batch.Count == 0)
            return;

        try
        {
            await pool.ReadForAllAsync(tenant, on => Answer(on, tenant, batch), severalTimes: batch.Exists(wanted => wanted.Load.HasFlag(Load.Memberships)));
            unanswered = false;
        }
        catch (ScimException unavailable)
        {
            unanswered = true;
            batch.ForEach(wanted => wanted.Fail(unavailable));
        }
#pragma warning disable CA1031 // Whatever happened, the callers must hear of it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (batch.Count == 1)
            {
                batch[0].Fail(failure);
                return;
            }

            // A damaged row: whose it is shows when they are read one by one.
            foreach (var wanted in batch)
                await ReadAsync(tenant, [wanted]);
        }
    }

    bool Answer(StoreConnection on, TenantId tenant, List<Wanted> batch)
    {
        var found = ResourceReader.FindRows(on, dialect, tenant, batch.Select(wanted => wanted.Key.Id));
        // An id is unique, whatever the type.
        var there = batch.FindAll(wanted => found.TryGetValue(wanted.Key.Id, out var stored) && stored.Resource.Key == wanted.Key);
        var resources = StoredResource.With(there.ConvertAll(wanted => (found[wanted.Key.Id], wanted.Load)), on, dialect, tenant, last: true);
        foreach (var (wanted, resource) in there.Zip(resources))
            wanted.Answer(resource);
        foreach (var wanted in batch)
            wanted.Answer(null);
        return true;
    }

    /// <summary>Answered once: what comes later does not count.</summary>
    sealed class Wanted(ResourceKey key, Load load, CancellationToken cancel)
    {
        readonly long since = Stopwatch.GetTimestamp();
        readonly TaskCompletionSource<Resource?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ResourceKey Key => key;

        public Load Load => load;

        public Task<Resource?> Task => answer.Task;

        public void Answer(Resource? found) => answer.TrySetResult(found);

        public void Fail(Exception failure) => answer.TrySetException(failure);

        public bool IsCancelled() => cancel.IsCancellationRequested && answer.TrySetCanceled(cancel);

        public bool HasWaited(TimeSpan limit)
        {
            var late = Stopwatch.GetElapsedTime(since) > limit;
            if (late)
                Fail(Failures.Unavailable().ToException());
            return late;
        }
    }
}
