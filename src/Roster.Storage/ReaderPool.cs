using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>The connections that read: opened when first needed, at most so many at once.</summary>
sealed class ReaderPool : IAsyncDisposable
{
    const int MaxAttempts = 3;

    public ReaderPool(Dialect dialect, int size, Action<string>? watch)
    {
        (this.dialect, this.size, this.watch) = (dialect, size, watch);
        free = new SemaphoreSlim(size, size);
        rest = new Timer(_ => MoveOn());
    }

    readonly Dialect dialect;
    readonly int size;
    readonly Action<string>? watch;
    readonly SemaphoreSlim free;
    readonly ConcurrentStack<StoreConnection> idle = new();

    // Comes when connections may have stayed at a moment without being used again.
    readonly Timer rest;

    // Whether it will come.
    int awaited;

    // Whether the last read that ended was not answered.
    volatile bool unanswered;

    /// <summary>Reads what is no tenant's.</summary>
    public ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancel) => ReadAsync(null, read, cancel);

    /// <param name="tenant">Whose resources may be read; null for nobody's.</param>
    /// <param name="read">Runs again from the start when a connection is lost.</param>
    public async ValueTask<T> ReadAsync<T>(TenantId? tenant, Func<StoreConnection, T> read, CancellationToken cancel)
    {
        using var measured = StorageMetrics.Reading();
        return await UseAsync(tenant, read, cancel);
    }

    async ValueTask<T> UseAsync<T>(TenantId? tenant, Func<StoreConnection, T> read, CancellationToken cancel)
    {
        var asked = Stopwatch.GetTimestamp();
        await free.WaitAsync(cancel);
        try
        {
            if (unanswered && Stopwatch.GetElapsedTime(asked) > Patience.Queueing)
                throw Failures.Unavailable().ToException();
            return ReadAgain(tenant, read, asked);
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

    T ReadAgain<T>(TenantId? tenant, Func<StoreConnection, T> read, long asked)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = Read(tenant, read);
                unanswered = false;
                return result;
            }
            catch (DbException lost) when (dialect.LosesConnections && dialect.Classify(lost) == Failure.ConnectionLost)
            {
                dialect.ForgetConnections();
                if (attempt == MaxAttempts || Stopwatch.GetElapsedTime(asked) > Patience.TryingAgain)
                {
                    unanswered = true;
                    throw;
                }
            }
        }
    }

    T Read<T>(TenantId? tenant, Func<StoreConnection, T> read)
    {
        StoreConnection? connection;
        while (idle.TryPop(out connection) && connection.IsStale)
            connection.Dispose();
        connection ??= new StoreConnection(dialect.OpenReader(), dialect, watch) { Pool = this };
        try
        {
            if (dialect.Stay > TimeSpan.Zero)
                Settle(connection);
            connection.Bind(tenant);
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

    void Settle(StoreConnection connection)
    {
        connection.Settle();
        if (connection.Stays)
            Rest();
    }

    // A moment that somebody sees keeps the write-ahead log from beginning anew.
    void MoveOn()
    {
        Volatile.Write(ref awaited, 0);
        var places = 0;
        while (places < size && free.Wait(0))
            places++;

        var taken = new Stack<StoreConnection>(places);
        while (taken.Count < places && idle.TryPop(out var connection))
            taken.Push(connection);

        // Those that are in use come back.
        var again = places < size;
        foreach (var connection in taken)
        {
            try
            {
                if (connection.IsOverdue)
                    connection.MoveOn();
                again |= connection.Stays;
                idle.Push(connection);
            }
            catch (DbException)
            {
                connection.Dispose();
            }
        }

        if (places > 0)
            free.Release(places);
        if (again)
            Rest();
    }

    void Rest()
    {
        if (Interlocked.Exchange(ref awaited, 1) == 0)
            rest.Change(4 * dialect.Stay, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc cref="SnapshotAsync{T}(TenantId?, Func{StoreConnection, T}, CancellationToken)"/>
    public ValueTask<T> SnapshotAsync<T>(Func<StoreConnection, T> read, CancellationToken cancel) => SnapshotAsync(null, read, cancel);

    /// <summary>Reads several times as of one moment.</summary>
    public ValueTask<T> SnapshotAsync<T>(TenantId? tenant, Func<StoreConnection, T> read, CancellationToken cancel) =>
        ReadAsync(tenant, on => AtOneMoment(on, tenant, read), cancel);

    /// <summary>Reads for several callers at once, who are measured one by one.</summary>
    /// <param name="severalTimes">Whether more than one statement must see one moment.</param>
    public ValueTask<T> ReadForAllAsync<T>(TenantId tenant, Func<StoreConnection, T> read, bool severalTimes) =>
        UseAsync(tenant, severalTimes ? on => AtOneMoment(on, tenant, read) : read, CancellationToken.None);

    /// <summary>Reads several times as of one moment, on a connection that somebody has already.</summary>
    public static T AtOneMoment<T>(StoreConnection connection, TenantId? tenant, Func<StoreConnection, T> read)
    {
        connection.BeginRead(tenant);
        T result;
        try
        {
            result = read(connection);
        }
        catch (Exception failure) when (failure is not DbException)
        {
            connection.Rollback();
            throw;
        }

        connection.Commit();
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync();
        while (idle.TryPop(out var connection))
            connection.Dispose();
        free.Dispose();
    }
}
