using Npgsql;
using Roster.Storage;
using Roster.Storage.Tests;

namespace Roster.Testing.Tests;

/// <summary>Databases of data folders are copies of one, and must be no less different from each other for that.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class TestEngineTests : IDisposable
{
    readonly TestFolder one = new();
    readonly TestFolder other = new();

    [Fact]
    public async Task A_database_begins_with_tables_that_are_as_empty_as_a_migration_leaves_them()
    {
        await using var connection = new NpgsqlConnection(TestEngine.AdminConnectionString(one.Path));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT concat_ws(' ', tablename, (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', tablename), false, true, '')))[1])
              FROM pg_tables
             WHERE schemaname = 'public'
            """, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var counts = new List<string>();
        while (await rows.ReadAsync())
            counts.Add(rows.GetString(0));

        Assert.Contains("resource 0", counts);
        var scripts = typeof(RosterStore).Assembly.GetManifestResourceNames().Count(name => name.Contains(".Migrations.Postgres.", StringComparison.Ordinal));
        Assert.Equal(["administration 1", $"schemaversions {scripts}"], counts.Where(count => !count.EndsWith(" 0", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_store_has_a_key_of_its_own()
    {
        await using var first = await TestStores.OpenAsync(one.Path);
        await using var second = await TestStores.OpenAsync(other.Path);

        Assert.NotEqual(first.CursorKey.ToArray(), second.CursorKey.ToArray());
    }

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }
}
