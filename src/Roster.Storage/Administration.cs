using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Roster.Storage;

/// <summary>
/// Tells the caches when tenants, clients, tokens or catalogues changed: at once after a write of this process, within half a second of being
/// asked after a write of another, and sooner where the database tells. All such writes count up one number; writes of resources leave it alone, so that they empty no cache.
/// </summary>
sealed class Administration(Dialect dialect, Action<string>? watch) : IDisposable
{
    const int MaxAgeMilliseconds = 500;

    readonly Lock gate = new();
    StoreConnection? watcher;
    volatile Task looking = Task.CompletedTask;
    long checkedAt = long.MinValue / 2;
    long dataVersion = -1;
    long generation = -1;

    /// <summary>Raised when what was cached may be out of date.</summary>
    public event EventHandler? Changed;

    /// <summary>How long ago <see cref="CheckAsync"/> last looked; zero when it never did.</summary>
    public TimeSpan Age => Volatile.Read(ref checkedAt) is >= 0 and var at ? TimeSpan.FromMilliseconds(Environment.TickCount64 - at) : TimeSpan.Zero;

    const string AdvanceSql = "UPDATE administration SET generation = generation + 1 WHERE id = 1";

    /// <summary>To be called in the transaction of every administrative write.</summary>
    public static void Advance(StoreConnection on) => on[AdvanceSql].Run();

    /// <summary>To be called once an administrative write of this process that takes something away is committed.</summary>
    public void Invalidate() => Changed?.Invoke(this, EventArgs.Empty);

    const string KeySql = "SELECT cursor_key FROM administration WHERE id = 1";

    const string MakeKeySql = "UPDATE administration SET cursor_key = @key WHERE id = 1 AND cursor_key IS NULL";

    /// <summary>The key that cursors are sealed with. Every process on the data has the same, so that a cursor is good at all of them, and after a restart.</summary>
    public static async Task<byte[]> CursorKeyAsync(Database database, CancellationToken cancel) =>
        await database.Readers.ReadAsync(on => on[KeySql].Scalar() as byte[], cancel)
        ?? await database.Writer.RunAsync(
            null,
            on =>
            {
                on[MakeKeySql].Run(("@key", RandomNumberGenerator.GetBytes(32)));
                return (byte[])on[KeySql].Scalar()!;
            },
            null,
            cancel);

    const string GenerationSql = "SELECT generation FROM administration WHERE id = 1";

    /// <summary>To be awaited before a cache answers.</summary>
    /// <exception cref="Scim.Messages.ScimException">503 when it cannot be told whether something changed.</exception>
    public ValueTask CheckAsync() =>
        Environment.TickCount64 - Volatile.Read(ref checkedAt) < MaxAgeMilliseconds && looking.IsCompletedSuccessfully ? default : new(LookedAsync());

    // Of many requests that find the database gone, one look waits for it, and none of their threads.
    Task LookedAsync()
    {
        lock (gate)
        {
            if (Environment.TickCount64 - Volatile.Read(ref checkedAt) >= MaxAgeMilliseconds && looking.IsCompleted)
                looking = Task.Run(Look);
            return looking;
        }
    }

    void Look()
    {
        try
        {
            Compare();
        }
        catch (DbException failure)
        {
            Disconnect();
            throw dialect.ForCaller(failure);
        }
        finally
        {
            Volatile.Write(ref checkedAt, Environment.TickCount64);
        }
    }

    void Compare()
    {
        var version = Number(dialect.DataVersion);
        if (version == dataVersion)
            return;

        // Before the caches hear of it: they are filled by reads, which else might go on seeing the moment before.
        dialect.Committed();
        dataVersion = version;
        var current = Number(GenerationSql);
        if (current == generation)
            return;

        generation = current;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    // A connection that was lost while nobody asked is replaced.
    long Number(string sql)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            return Ask(sql);
        }
        catch (DbException lost) when (dialect.LosesConnections && dialect.Classify(lost) == Failure.ConnectionLost)
        {
            dialect.ForgetConnections();
            Disconnect();
            if (Stopwatch.GetElapsedTime(asked) > Patience.TryingAgain)
                throw;
            return Ask(sql);
        }
    }

    long Ask(string sql)
    {
        if (watcher is { IsStale: true })
            Disconnect();
        watcher ??= new StoreConnection(dialect.OpenReader(), dialect, watch);
        return Convert.ToInt64(watcher[sql].Scalar(), CultureInfo.InvariantCulture);
    }

    void Disconnect()
    {
        watcher?.Dispose();
        watcher = null;
    }

    public void Dispose() => watcher?.Dispose();
}
