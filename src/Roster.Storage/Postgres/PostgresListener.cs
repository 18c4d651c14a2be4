using System.Data.Common;
using Npgsql;

namespace Roster.Storage.Postgres;

/// <summary>Hears from the database when another node changed what this one's caches hold. While it cannot listen, their age makes them look.</summary>
sealed class PostgresListener : IAsyncDisposable
{
    static readonly TimeSpan TriesAgainAfter = TimeSpan.FromSeconds(1);

    public PostgresListener(NpgsqlDataSource source, Action changed)
    {
        (this.source, this.changed) = (source, changed);
        listening = Task.Run(ListenAsync);
    }

    readonly NpgsqlDataSource source;
    readonly Action changed;
    readonly CancellationTokenSource stop = new();
    readonly Task listening;

    async Task ListenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stop.Token);
                connection.Notification += (_, _) => changed();
                // Whoever moves the data must not do so under a node.
                await using (var listen = new NpgsqlCommand($"LISTEN roster; SELECT pg_try_advisory_lock_shared({PostgresMoveEnd.Lock})", connection))
                    await listen.ExecuteNonQueryAsync(stop.Token);
                // What was told before is not told again.
                changed();
                while (true)
                    await connection.WaitAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is DbException or IOException or InvalidOperationException)
            {
                await Task.Delay(TriesAgainAfter, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await listening;
        stop.Dispose();
    }
}
