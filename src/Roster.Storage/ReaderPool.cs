using System.Collections.Concurrent;
using System.Data.Common;

namespace Roster.Storage;

/// <summary>The connections that read: opened when first needed, at most so many at once.</summary>
sealed class ReaderPool(Dialect dialect, int size, Action<string>? prepared) : IDisposable
{
    readonly SemaphoreSlim free = new(size, size);
    readonly ConcurrentStack<StoreConnection> idle = new();

    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancel)
    {
        using var measured = StorageMetrics.Reading();
        await free.WaitAsync(cancel);
        try
        {
            if (!idle.TryPop(out var connection))
                connection = new StoreConnection(dialect.OpenReader(), prepared) { Pool = this };
            try
            {
                var result = read(connection);
                idle.Push(connection);
                return result;
            }
            catch (Exception failure)
            {
                // What a failed read left behind is not worth knowing: the next one opens afresh.
                if (failure is Scim.Messages.ScimException or OperationCanceledException)
                    idle.Push(connection);
                else
                    connection.Dispose();
                throw;
            }
        }
        catch (DbException failure)
        {
            throw dialect.ForCaller(failure);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Reads several times as of one moment.</summary>
    public ValueTask<T> SnapshotAsync<T>(Func<StoreConnection, T> read, CancellationToken cancel) => ReadAsync(
        connection =>
        {
            connection.Begin(dialect.BeginRead);
            try
            {
                return read(connection);
            }
            finally
            {
                connection["COMMIT"].Run();
            }
        },
        cancel);

    public void Dispose()
    {
        while (idle.TryPop(out var connection))
            connection.Dispose();
        free.Dispose();
    }
}
