using Npgsql;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>A database that grows quickly plans by what it holds, however long its own look at its tables takes to come.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PostgresStatisticsTests
{
    const int Many = 600;

    static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Tables_that_have_grown_are_looked_at_and_others_are_not()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString }, None);
        foreach (var table in new[] { "resource", "population" })
            await database.ExecuteAsAdminAsync($"ALTER TABLE {table} SET (autovacuum_enabled = false)");
        var tenant = (await store.Tenants.AddAsync("one", None)).Id;

        await CreateAsync("first");
        await AnalyzedAsync("resource", 1);
        // That is again as many.
        await CreateAsync("further");
        await AnalyzedAsync("resource", 2);

        Assert.Equal(0, await TimesAsync("population"));

        Task CreateAsync(string name) =>
            Task.WhenAll(Enumerable.Range(0, Many).Select(i => store.For(tenant).TrySaveAsync(Create($"{name}-{i}", new() { ["userName"] = $"{name}-{i}" }), Caller(tenant), None)));

        async Task AnalyzedAsync(string table, long times)
        {
            for (var i = 0; await TimesAsync(table) < times; i++)
            {
                Assert.True(i < 300, $"'{table}' was not looked at within half a minute.");
                await Task.Delay(100);
            }
        }

        async Task<long> TimesAsync(string table)
        {
            await using var connection = new NpgsqlConnection(database.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT analyze_count FROM pg_stat_user_tables WHERE relname = @table", connection) { Parameters = { new("table", table) } };
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
