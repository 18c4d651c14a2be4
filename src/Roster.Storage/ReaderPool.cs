using System.Collections.Immutable;
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
        (this.dialect, this.watch) = (dialect, watch);
        free = new SemaphoreSlim(size, size);
        places = [.. Enumerable.Range(0, size).Select(_ => new Place())];
        rest = new Timer(_ => MoveOn());
    }

    readonly Dialect dialect;
    readonly Action<string>? watch;
    readonly SemaphoreSlim free;

    // The first that is free is taken, so that the first connections are used most, and what they have in memory.
    readonly ImmutableArray<Place> places;

    sealed class Place
    {
        int taken;

        /// <summary>Null until it is needed. Whoever has taken the place uses it.</summary>
        public StoreConnection? Connection { get; set; }

        public bool TryTake() => Volatile.Read(ref taken) == 0 && Interlocked.CompareExchange(ref taken, 1, 0) == 0;

        public void Leave() => Volatile.Write(ref taken, 0);

        public void Close()
        {
            Connection?.Dispose();
            Connection = null;
        }
    }

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
    public ValueTask<T> ReadAsync<T>(TenantId? tenant, Func<StoreConnection, T> read, CancellationToken cancel) => ReadAsync(tenant, read, static (on, read) => read(on), cancel);

    /// <inheritdoc cref="ReadAsync{T}(TenantId?, Func{StoreConnection, T}, CancellationToken)"/>
    /// <param name="what">What <paramref name="read"/> needs to know, so that it can be one and the same.</param>
    public async ValueTask<T> ReadAsync<TWhat, T>(TenantId? tenant, TWhat what, Func<StoreConnection, TWhat, T> read, CancellationToken cancel)
    {
        using var measured = StorageMetrics.Reading();
        return await UseAsync(tenant, what, read, cancel);
    }

    async ValueTask<T> UseAsync<TWhat, T>(TenantId? tenant, TWhat what, Func<StoreConnection, TWhat, T> read, CancellationToken cancel)
    {
        var asked = Stopwatch.GetTimestamp();
        await free.WaitAsync(cancel);
        try
        {
            if (unanswered && Stopwatch.GetElapsedTime(asked) > Patience.Queueing)
                throw Failures.Unavailable().ToException();
            return ReadAgain(tenant, what, read, asked);
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

    T ReadAgain<TWhat, T>(TenantId? tenant, TWhat what, Func<StoreConnection, TWhat, T> read, long asked)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = Read(tenant, what, read);
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

    T Read<TWhat, T>(TenantId? tenant, TWhat what, Func<StoreConnection, TWhat, T> read)
    {
        var place = Take();
        try
        {
            if (place.Connection is { IsStale: true })
                place.Close();
            var connection = place.Connection ??= new StoreConnection(dialect.OpenReader(), dialect, watch) { Pool = this };
            if (dialect.Stay > TimeSpan.Zero)
                Settle(connection);
            connection.Bind(tenant);
            return read(connection, what);
        }
        catch (Exception failure)
        {
            // What a failed read left behind is not worth knowing: the next one opens afresh.
            if (failure is not (Scim.Messages.ScimException or OperationCanceledException))
                place.Close();
            throw;
        }
        finally
        {
            place.Leave();
        }
    }

    // As many are free as may read, but for the moments in which somebody looks after one.
    Place Take()
    {
        var wait = new SpinWait();
        while (true)
        {
            foreach (var place in places)
            {
                if (place.TryTake())
                    return place;
            }

            wait.SpinOnce();
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
        var again = false;
        foreach (var place in places)
        {
            // Those that are in use come back.
            if (place.TryTake())
                again |= MoveOn(place);
            else
                again = true;
        }

        if (again)
            Rest();
    }

    static bool MoveOn(Place place)
    {
        try
        {
            if (place.Connection is { IsOverdue: true } connection)
                connection.MoveOn();
        }
        catch (DbException)
        {
            place.Close();
        }

        var stays = place.Connection is { Stays: true };
        place.Leave();
        return stays;
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
        UseAsync<Func<StoreConnection, T>, T>(tenant, read, severalTimes ? (on, read) => AtOneMoment(on, tenant, read) : static (on, read) => read(on), CancellationToken.None);

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

    // Whoever was answered may be here before the read that answered has ended.
    static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    /// <summary>Ends when those who read have ended, or takes their connections from them after five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync();
        using (var patience = new CancellationTokenSource(Ending))
        {
            try
            {
                foreach (var _ in places)
                    await free.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // What they read is lost to them.
            }
        }

        foreach (var place in places)
            place.Close();
        free.Dispose();
    }
}
