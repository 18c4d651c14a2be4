using System.Data.Common;
using Npgsql;

namespace Roster.Storage.Postgres;

/// <summary>
/// Has the database look at tables that have grown quickly. By itself it does so once a minute; until then it takes them for what they were, and a search in a
/// directory that is being filled for the first time takes many times as long.
/// </summary>
sealed class PostgresStatistics : IAsyncDisposable
{
    static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);

    const int LookSeconds = 60;

    // Half of such a table, and of no small one, has changed since it was last looked at.
    const string GrownSql = """
        SELECT string_agg(format('%I.%I', schemaname, relname), ', ')
          FROM pg_stat_user_tables
         WHERE schemaname = current_schema() AND n_live_tup >= 500 AND n_mod_since_analyze >= n_live_tup / 2
        """;

    public PostgresStatistics(NpgsqlDataSource source)
    {
        this.source = source;
        looking = Task.Run(LookAsync);
    }

    readonly NpgsqlDataSource source;
    readonly CancellationTokenSource stop = new();
    readonly Task looking;

    async Task LookAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(LooksEvery, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await using var connection = await source.OpenConnectionAsync(stop.Token);
                await using var grown = new NpgsqlCommand(GrownSql, connection);
                if (await grown.ExecuteScalarAsync(stop.Token) is not string tables)
                    continue;
                // Where another node looks already, this one does not wait for it.
                await using var look = new NpgsqlCommand($"ANALYZE (SKIP_LOCKED) {tables}", connection) { CommandTimeout = LookSeconds };
                await look.ExecuteNonQueryAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is DbException or IOException or InvalidOperationException)
            {
                // Nothing depends on it; the next time comes soon.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
    }
}
