using Microsoft.Data.Sqlite;
using Roster.Storage.Moving;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests.Moving;

/// <summary>A move is whole or says that it is not.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class StoreMoveTests : IAsyncLifetime
{
    readonly TestFolder source = new();
    readonly TestFolder target = new();

    SqliteMoveEnd From => new(source.Path);

    SqliteMoveEnd To => new(target.Path);

    public async ValueTask InitializeAsync() => await StoredVersion.MakeAsync(StoredVersion.Names.Last(), source.Path);

    public ValueTask DisposeAsync()
    {
        source.Dispose();
        target.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_row_is_the_same_afterwards()
    {
        await ManyAsync(1_300);
        var before = await RowsAsync(source);

        var moved = StoreMove.Run(From, To, default);

        Assert.Equal(before, await RowsAsync(target));
        Assert.Equal(before, await RowsAsync(source));
        Assert.Equal(1_300, moved.Single(t => t.Table == "catalogue").Rows - 1);
        Assert.All(moved.Where(t => t.Table is not "administration"), t => Assert.True(t.Rows > 1 || t.Table is "own_schemas", t.Table));
    }

    // What a start has put there.
    const string Emptied = "DELETE FROM indexed_attribute; UPDATE administration SET generation = 0, indexes = 0, probed_at = 0, cursor_key = NULL";

    [Fact]
    public async Task Numbers_go_on_where_they_were()
    {
        await ExecuteAsync(source, "UPDATE sqlite_sequence SET seq = 777 WHERE name = 'tenant'; UPDATE sqlite_sequence SET seq = 888 WHERE name = 'change'");

        StoreMove.Run(From, To, default);

        await using var store = await OpenAsync(target);
        Assert.Equal(778, (await store.Tenants.AddAsync("next", default)).Id.Value);
        Assert.Equal(888, await NumberAsync(target, "SELECT seq FROM sqlite_sequence WHERE name = 'change'"));
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("token")]
    [InlineData("resource")]
    [InlineData("change")]
    public async Task After_an_interruption_the_target_says_that_it_is_not_whole_and_a_second_move_begins_afresh(string table)
    {
        await ManyAsync(700);
        await (await OpenAsync(target)).DisposeAsync();
        await ExecuteAsync(target, $"{Emptied}; CREATE TRIGGER gremlin BEFORE INSERT ON {table} WHEN (SELECT count(*) FROM {table}) > 0 BEGIN SELECT RAISE(ABORT, 'enough'); END");
        Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default));
        await ExecuteAsync(target, "DROP TRIGGER gremlin");

        Assert.Contains("not whole", (await Assert.ThrowsAsync<StorageException>(() => OpenAsync(target))).Message, StringComparison.Ordinal);
        using (var third = new TestFolder())
            Assert.Contains("not whole", Assert.Throws<StorageException>(() => StoreMove.Run(To, new SqliteMoveEnd(third.Path), default)).Message, StringComparison.Ordinal);

        StoreMove.Run(From, To, default);
        Assert.Equal(await RowsAsync(source), await RowsAsync(target));
        await (await OpenAsync(target)).DisposeAsync();
    }

    [Fact]
    public async Task A_cancelled_move_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => StoreMove.Run(From, To, cancelled.Token));
    }

    [Theory]
    [InlineData("UPDATE client SET name = name || '!'", "table 'client'")]
    [InlineData("DELETE FROM client WHERE id = NEW.id", "table 'client'")]
    public async Task A_target_that_does_not_hold_what_was_written_is_found(string work, string told)
    {
        await (await OpenAsync(target)).DisposeAsync();
        await ExecuteAsync(target, $"{Emptied}; CREATE TRIGGER gremlin AFTER INSERT ON client BEGIN {work}; END");

        var error = Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => OpenAsync(target));
    }

    [Fact]
    public async Task A_row_that_the_target_does_not_take_is_named()
    {
        await (await OpenAsync(target)).DisposeAsync();
        await ExecuteAsync(target, $"{Emptied}; CREATE TRIGGER gremlin BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'not me'); END");

        var error = Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default));

        Assert.Contains("table 'change' from (1) to (20): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("not me", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_was_used_is_refused_and_left_alone()
    {
        await using (var store = await OpenAsync(target))
            await store.Tenants.AddAsync("mine", default);
        var before = await RowsAsync(target);

        Assert.Contains("has data", Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default)).Message, StringComparison.Ordinal);

        Assert.Equal(before, await RowsAsync(target));
        await (await OpenAsync(target)).DisposeAsync();
    }

    [Fact]
    public void A_server_on_either_side_refuses_a_move()
    {
        using (DataFolderLock.TryAcquire(source.Path))
            Assert.Contains($"'{source.Path}'", Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default)).Message, StringComparison.Ordinal);
        using (DataFolderLock.TryAcquire(target.Path))
            Assert.Contains($"'{target.Path}'", Assert.Throws<StorageException>(() => StoreMove.Run(From, To, default)).Message, StringComparison.Ordinal);
        Assert.Contains("itself", Assert.Throws<StorageException>(() => StoreMove.Run(From, From, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_without_data_is_refused_and_not_made()
    {
        var nothing = Path.Combine(target.Path, "nothing");

        Assert.Contains("no data", Assert.Throws<StorageException>(() => StoreMove.Run(new SqliteMoveEnd(nothing), To, default)).Message, StringComparison.Ordinal);

        Assert.False(Directory.Exists(nothing));
    }

    /// <summary>Names of several tenants in turn, so that a page has rows of all of them and a table has several pages.</summary>
    Task ManyAsync(int count) => ExecuteAsync(source, $"""
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
        INSERT INTO catalogue (tenant, catalogue, name) SELECT 1 + i % 3, 'roles', 'role ' || i FROM n;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
        INSERT INTO resource_value (resource, path, element, tenant, number) SELECT 9000 + i, 1, i % 2, 1 + i % 3, i / 7.0 FROM n;
        """);

    static Task<RosterStore> OpenAsync(TestFolder folder) => RosterStore.OpenAsync(new StorageOptions { Folder = folder.Path }, default);

    /// <summary>Every row of every table, in the order of its key.</summary>
    static async Task<List<string>> RowsAsync(TestFolder folder)
    {
        var lines = new List<string>();
        await using var connection = await ConnectAsync(folder);
        foreach (var table in MovedTables.Others.Add(MovedTables.Administration))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(" || '|' || ", table.Columns.Select(c => $"typeof({c.Name}) || quote({c.Name})"))} FROM {table.Name} ORDER BY {string.Join(", ", table.Key)}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                lines.Add($"{table.Name} {rows.GetString(0)}");
        }

        return lines;
    }

    static async Task ExecuteAsync(TestFolder folder, string sql)
    {
        await using var connection = await ConnectAsync(folder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    static async Task<long> NumberAsync(TestFolder folder, string sql)
    {
        await using var connection = await ConnectAsync(folder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task<SqliteConnection> ConnectAsync(TestFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
