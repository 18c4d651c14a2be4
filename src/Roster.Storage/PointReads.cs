using System.Diagnostics;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>
/// Finds resources by their ids, and by other values that an index knows, where each statement is a way over a network: what waits while others are read is
/// read together next time, as the writer commits together. Nothing waits longer for it: whatever is there when a reader is free is taken at once.
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
    public Task<Resource?> FindAsync(TenantId tenant, ResourceKey key, Load load, CancellationToken cancel) => EnqueueAsync(tenant, new WantedResource(key, load, cancel));

    /// <summary>The page as of a moment after the call; null when the search has to be done by itself.</summary>
    public Task<ResourcePage?> FindAsync(TenantId tenant, KeyedSearch search, CancellationToken cancel) => EnqueueAsync(tenant, new WantedPage(search, cancel));

    Task<T?> EnqueueAsync<T>(TenantId tenant, Wanted<T> wanted)
        where T : class
    {
        bool starts;
        lock (change)
        {
            if (count == MaxWaiting)
                return Task.FromException<T?>(Failures.TooManyReads().ToException());

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
            await pool.ReadForAllAsync(tenant, on => Answer(on, tenant, batch), severalTimes: batch.Exists(wanted => wanted.Load.HasFlag(Load.Memberships) && !MemberRows.AreTogether(wanted.Load)));
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
        foreach (var alike in batch.OfType<WantedResource>().GroupBy(wanted => MemberRows.AreTogether(wanted.Load)))
            FindResources(on, tenant, [.. alike], groups: alike.Key);
        foreach (var alike in batch.OfType<WantedPage>().GroupBy(wanted => wanted.Search.Sql))
            FindPages(on, tenant, [.. alike]);

        var found = batch.SelectMany(wanted => wanted.Found ?? [], (wanted, stored) => (stored, stored.Lacking(wanted.Load))).ToList();
        var resources = StoredResource.With(found, on, dialect, tenant, last: true);
        var from = 0;
        foreach (var wanted in batch)
        {
            var end = from + (wanted.Found?.Count ?? 0);
            wanted.Answer(resources[from..end]);
            from = end;
        }

        return true;
    }

    void FindResources(StoreConnection on, TenantId tenant, List<WantedResource> batch, bool groups)
    {
        var found = ResourceReader.FindRows(on, dialect, tenant, batch.Select(wanted => wanted.Key.Id), groups);
        // An id is unique, whatever the type.
        foreach (var wanted in batch)
            wanted.Found = found.TryGetValue(wanted.Key.Id, out var stored) && stored.Resource.Key == wanted.Key ? [stored] : [];
    }

    void FindPages(StoreConnection on, TenantId tenant, List<WantedPage> batch)
    {
        var found = KeyedSearch.Find(on, dialect, tenant, batch.ConvertAll(wanted => wanted.Search));
        foreach (var (wanted, its) in batch.Zip(found))
            wanted.Found = its;
    }

    abstract class Wanted(CancellationToken cancel)
    {
        readonly long since = Stopwatch.GetTimestamp();

        public abstract Load Load { get; }

        /// <summary>The rows that it is answered from; null when they are not all.</summary>
        public List<StoredResource>? Found { get; set; }

        /// <param name="resources">What was found, whole.</param>
        public abstract void Answer(Resource[] resources);

        public abstract void Fail(Exception failure);

        protected abstract void Cancel(CancellationToken cancelled);

        public bool IsCancelled()
        {
            if (cancel.IsCancellationRequested)
                Cancel(cancel);
            return cancel.IsCancellationRequested;
        }

        public bool HasWaited(TimeSpan limit)
        {
            var late = Stopwatch.GetElapsedTime(since) > limit;
            if (late)
                Fail(Failures.Unavailable().ToException());
            return late;
        }
    }

    /// <summary>Answered once: what comes later does not count.</summary>
    abstract class Wanted<T>(CancellationToken cancel) : Wanted(cancel)
        where T : class
    {
        readonly TaskCompletionSource<T?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T?> Task => answer.Task;

        protected abstract T? Of(Resource[] resources);

        public override void Answer(Resource[] resources) => answer.TrySetResult(Of(resources));

        public override void Fail(Exception failure) => answer.TrySetException(failure);

        protected override void Cancel(CancellationToken cancelled) => answer.TrySetCanceled(cancelled);
    }

    sealed class WantedResource(ResourceKey key, Load load, CancellationToken cancel) : Wanted<Resource>(cancel)
    {
        public ResourceKey Key => key;

        public override Load Load => load;

        protected override Resource? Of(Resource[] resources) => resources.FirstOrDefault();
    }

    sealed class WantedPage(KeyedSearch search, CancellationToken cancel) : Wanted<ResourcePage>(cancel)
    {
        public KeyedSearch Search => search;

        public override Load Load => search.Load;

        protected override ResourcePage? Of(Resource[] resources) => Found is null ? null : search.Page(resources);
    }
}
