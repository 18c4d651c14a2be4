using Roster.Scim;

namespace Roster.Storage;

/// <summary>One open database: the writer, the readers and what makes caches notice changes.</summary>
sealed class Database(Dialect dialect, int readers, Action<string>? watch) : IAsyncDisposable
{
    public Dialect Dialect { get; } = dialect;

    public Writer Writer { get; } = new(dialect, watch);

    public ReaderPool Readers { get; } = new(dialect, readers, watch);

    public Administration Administration { get; } = new(dialect, watch);

    /// <inheritdoc cref="AdministerAsync{T}(TenantId?, Func{StoreConnection, T}, CancellationToken)"/>
    public Task<T> AdministerAsync<T>(Func<StoreConnection, T> write, CancellationToken cancel) => AdministerAsync(null, write, cancel);

    /// <summary>Writes something that caches hold.</summary>
    /// <param name="tenant">Whose writes must not come between what is looked up and what is written; null for nobody's.</param>
    public Task<T> AdministerAsync<T>(TenantId? tenant, Func<StoreConnection, T> write, CancellationToken cancel) => Writer.RunAsync(
        tenant,
        on =>
        {
            var result = write(on);
            Administration.Advance(on);
            return result;
        },
        _ => Administration.Invalidate(),
        cancel);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Readers.Dispose();
        Administration.Dispose();
        (Dialect as IDisposable)?.Dispose();
    }
}
