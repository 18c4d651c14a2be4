using System.Collections.Concurrent;

namespace Roster.Storage;

/// <summary>When which provisioning token was last used: collected in memory, written together, so that reading with a token writes nothing.</summary>
sealed class TokenUses : IAsyncDisposable
{
    public TokenUses(Database database, TimeProvider clock, TimeSpan every)
    {
        (this.database, this.clock) = (database, clock);
        timer = clock.CreateTimer(_ => _ = WriteAsync(), null, every, every);
    }

    readonly Database database;
    readonly TimeProvider clock;
    readonly ITimer timer;

    // No more than there are tokens: only those that were found are noted.
    ConcurrentDictionary<string, long> noted = new(StringComparer.Ordinal);

    public void Note(ReadOnlyMemory<byte> hash) => noted[Convert.ToHexString(hash.Span)] = clock.GetUtcNow().UtcTicks;

    const string UsedSql = "UPDATE token SET used_at = @at WHERE hash = @hash AND (used_at IS NULL OR used_at < @at)";

    public async Task WriteAsync()
    {
        if (noted.IsEmpty)
            return;

        var written = Interlocked.Exchange(ref noted, new(StringComparer.Ordinal));
        try
        {
            await database.Writer.RunAsync(
                null,
                on =>
                {
                    foreach (var (hash, at) in written)
                        on[UsedSql].Run(("@at", at), ("@hash", Convert.FromHexString(hash)));
                    return true;
                },
                null,
                CancellationToken.None);
        }
        catch (Exception failure) when (failure is Scim.Messages.ScimException or ObjectDisposedException)
        {
            // The disk takes nothing at the moment: they go with the next minute's.
            foreach (var (hash, at) in written)
                noted.TryAdd(hash, at);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await WriteAsync();
    }
}
