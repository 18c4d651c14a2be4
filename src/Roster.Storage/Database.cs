namespace Roster.Storage;

/// <summary>One open data folder: the writer, the readers and what makes caches notice changes.</summary>
sealed class Database(Dialect dialect, int readers, Action<string>? prepared) : IAsyncDisposable
{
    public Dialect Dialect { get; } = dialect;

    public Writer Writer { get; } = new(dialect, prepared);

    public ReaderPool Readers { get; } = new(dialect, readers, prepared);

    public Administration Administration { get; } = new(dialect, prepared);

    /// <summary>Writes something that caches hold.</summary>
    public Task<T> AdministerAsync<T>(Func<StoreConnection, T> write, CancellationToken cancel) => Writer.RunAsync(
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
    }
}
