using Roster.Scim;

namespace Roster.Storage;

/// <summary>One open database: the writer, the readers and what makes caches notice changes.</summary>
sealed class Database : IAsyncDisposable
{
    public Database(Dialect dialect, StorageOptions options)
    {
        (Dialect, Readers) = (dialect, new ReaderPool(dialect, options.Readers, options.SqlRun));
        PointReads = dialect.IsRemote ? new PointReads(Readers, dialect) : null;
        // Where several write at once, numbers in the change log do not grow from commit to commit.
        Texts = dialect.DividesWrites ? null : new ValueTexts(options.KeptTextBytes, options.Clock);
        (Writer, Administration) = (new Writer(dialect, options.SqlRun), new Administration(dialect, options.SqlRun));
    }

    public Dialect Dialect { get; }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    /// <summary>Reads by key, several at once; null where each is as quick by itself.</summary>
    public PointReads? PointReads { get; }

    /// <summary>Text that is searched through; null where the database has indexes for that.</summary>
    public ValueTexts? Texts { get; }

    public Administration Administration { get; }

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
        await Readers.DisposeAsync();
        Administration.Dispose();
        (Dialect as IDisposable)?.Dispose();
    }
}
