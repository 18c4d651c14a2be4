using Roster.Storage.Moving;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests.Moving;

/// <summary>A table or column that a move does not know would be left behind.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class MovedTablesTests : IAsyncLifetime
{
    readonly TestFolder folder = new();

    static IEnumerable<MovedTable> Moved => MovedTables.Others.Add(MovedTables.Administration);

    public async ValueTask InitializeAsync() => await (await OpenAsync(folder.Path)).DisposeAsync();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_table_and_column_of_the_schema_is_moved_as_what_it_holds() => Assert.Equal(
        (await SqliteLinesAsync(folder.Path, """
            SELECT s.name || '.' || c.name || ' ' || CASE c.type WHEN 'TEXT' THEN 'Text' WHEN 'BLOB' THEN 'Bytes' WHEN 'DOUBLE PRECISION' THEN 'Real' ELSE 'Number' END
              FROM sqlite_schema s JOIN pragma_table_info(s.name) c
             WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND s.name NOT IN ('SchemaVersions', 'population')
            """)).Order(StringComparer.Ordinal),
        Moved.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c.Name} {c.Content}")).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Rows_are_told_apart_by_the_primary_key() => Assert.Equal(
        (await SqliteLinesAsync(folder.Path, """
            SELECT s.name || ' ' || (SELECT group_concat(c.name, ', ' ORDER BY c.pk) FROM pragma_table_info(s.name) c WHERE c.pk > 0)
              FROM sqlite_schema s
             WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND s.name NOT IN ('SchemaVersions', 'population')
            """)).Order(StringComparer.Ordinal),
        Moved.Select(t => $"{t.Name} {string.Join(", ", t.Key)}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_column_that_the_engine_numbers_goes_on_after_a_move()
    {
        var numbered = await SqliteLinesAsync(folder.Path, "SELECT s.name FROM sqlite_schema s WHERE s.sql LIKE '%INTEGER PRIMARY KEY%' AND s.name NOT IN ('SchemaVersions', 'administration')");

        Assert.Equal(numbered.Order(StringComparer.Ordinal), Moved.Where(t => t.Numbered is not null).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_an_engine_may_keep_apart_by_tenant_says_whose_it_is() => Assert.All(Moved.Where(t => t.PerTenant), t => Assert.True(t.TenantColumn >= 0, t.Name));
}
