using Roster.Scim;

namespace Roster.Storage;

/// <summary>All writes of this process. Where several writers can work at once, each tenant has one of them, so that its writes share commits.</summary>
sealed class Writer(Dialect dialect, Action<string>? watch) : IAsyncDisposable
{
    // More would not help: they wait for the same disk.
    const int Lanes = 4;

    readonly WriterLane[] lanes = [.. Enumerable.Range(0, dialect.DividesWrites ? Lanes : 1).Select(_ => new WriterLane(dialect, watch))];

    /// <inheritdoc cref="WriterLane.RunAsync{T}"/>
    public Task<T> RunAsync<T>(TenantId? tenant, Func<StoreConnection, T> work, Action<T>? committed, CancellationToken cancel) =>
        lanes[(tenant?.Value ?? 0) % lanes.Length].RunAsync(tenant, work, committed, cancel);

    /// <inheritdoc cref="WriterLane.RunAsync{TItem, T}"/>
    public Task<T?> RunAsync<TItem, T>(
        TenantId tenant, TItem item, Func<StoreConnection, TItem, T?> work, Func<StoreConnection, IReadOnlyList<TItem>, IReadOnlyList<T?>> together,
        Action<T?>? committed, CancellationToken cancel)
        where T : class =>
        lanes[tenant.Value % lanes.Length].RunAsync(tenant, item, work, together, committed, cancel);

    public int Waiting => lanes.Sum(lane => lane.Waiting);

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            await lane.DisposeAsync();
    }
}
