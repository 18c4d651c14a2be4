using Npgsql;
using Roster.Scim;
using Roster.Storage.Moving;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>What PostgreSQL adds of its own: tables by the same names, tenants kept apart by the database too, and parts.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PostgresSchemaTests : IAsyncLifetime
{
    // DbUp's list of scripts, and where a lost commit is looked up: both are the database's own.
    static readonly string[] NotMoved = ["population", "resource_name", "schemaversions", "writer"];

    PostgresDatabase database = null!;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => database = await PostgresDatabase.CreateAsync();

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    Task<RosterStore> OpenAsync(int partitions = 0) =>
        RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString, Partitions = partitions }, None);

    [Fact]
    public async Task Its_tables_and_columns_are_those_that_a_move_copies()
    {
        await (await OpenAsync()).DisposeAsync();

        var columns = await RowsAsync("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1");

        Assert.Equal(
            MovedTables.Others.Add(MovedTables.Administration).SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c.Name}")).Order(StringComparer.Ordinal),
            columns.Where(c => !NotMoved.Contains(c.Split('.')[0], StringComparer.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_statement_that_names_no_tenant_sees_and_writes_those_of_its_transaction_alone()
    {
        await using var store = await OpenAsync();
        var (one, two) = (await store.Tenants.AddAsync("one", None), await store.Tenants.AddAsync("two", None));
        foreach (var tenant in new[] { one, two })
        {
            await store.For(tenant.Id).TrySaveAsync(Create("u1", new() { ["userName"] = tenant.Name }), Caller(tenant.Id), None);
            await store.For(tenant.Id).TrySaveAsync(Create("g1", new() { ["displayName"] = tenant.Name }, "Group", "u1"), Caller(tenant.Id), None);
        }

        foreach (var table in new[] { "resource", "member", "change" })
        {
            Assert.Empty(await RowsAsync($"SELECT tenant::text FROM {table}"));
            Assert.Equal([$"{one.Id.Value}"], await RowsAsync($"SELECT DISTINCT tenant::text FROM {table}", one.Id));
        }

        Assert.Equal(["0"], await RowsAsync($"WITH gone AS (DELETE FROM resource WHERE tenant = {two.Id.Value} RETURNING 1) SELECT count(*)::text FROM gone", one.Id));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync($"INSERT INTO member (tenant, group_row, member_row, member_id, member_type) VALUES ({two.Id.Value}, 1, 1, 'u', 'User') RETURNING 'x'", one.Id));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("BYPASSRLS")]
    public async Task A_role_that_passes_over_that_is_refused(string right)
    {
        await database.ExecuteAsAdminAsync($"ALTER ROLE {database.Name} {right}");

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());

        Assert.Contains("row-level security", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_of_the_tenants_can_be_divided_when_the_database_is_new()
    {
        await using (var store = await OpenAsync(partitions: 3))
        {
            for (var i = 0; i < 6; i++)
            {
                var tenant = await store.Tenants.AddAsync($"tenant-{i}", None);
                await store.For(tenant.Id).TrySaveAsync(Create("u1", new() { ["userName"] = "amara" }), Caller(tenant.Id), None);
                Assert.NotNull(await store.For(tenant.Id).FindAsync(new("User", "u1"), Scim.Resources.Load.Document, None));
            }
        }

        Assert.Equal(["3"], await RowsAsync("SELECT count(*)::text FROM pg_inherits WHERE inhparent = 'resource'::regclass"));
        await (await OpenAsync()).DisposeAsync();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 4)]
    public async Task Of_the_text_that_is_found_by_its_parts_a_megabyte_waits_at_most(int partitions, int indexes)
    {
        await using var store = await OpenAsync(partitions);

        Assert.Equal(
            Enumerable.Repeat("gin_pending_list_limit=1024", indexes),
            await RowsAsync("SELECT array_to_string(i.reloptions, ',') FROM pg_class i JOIN pg_am a ON a.oid = i.relam WHERE i.relkind = 'i' AND a.amname = 'gin'"));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("displayName")]
    [InlineData("title")]
    public async Task Text_that_no_index_has_room_for_is_refused_and_named(string attribute)
    {
        await using var store = await OpenAsync();
        var tenant = await store.Tenants.AddAsync("one", None);
        // Unlike each other, so that nothing can be made shorter.
        var random = new Random(7);
        string Text(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(0x4E00, 0x9FFF))]);
        Task<Scim.Resources.ResourceChange?> CreateAsync(string id, int length) =>
            store.For(tenant.Id).TrySaveAsync(Create(id, new() { ["userName"] = id, [attribute] = Text(length) }), Caller(tenant.Id), None);

        Assert.NotNull(await CreateAsync("u1", 830));
        var error = (await Assert.ThrowsAsync<Scim.Messages.ScimException>(() => CreateAsync("u2", 1024))).Error;

        Assert.Equal((400, "invalidValue"), (error.Status, error.ScimType));
        Assert.Contains($"'{attribute}'", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        await RowsAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_later.sql', now()) RETURNING 'x'");

        Assert.Contains("newer version", (await Assert.ThrowsAsync<StorageException>(() => OpenAsync())).Message, StringComparison.Ordinal);
    }

    /// <summary>As the role that Roster connects as.</summary>
    async Task<List<string>> RowsAsync(string sql, TenantId? bound = null)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        if (bound is { } tenant)
        {
            await using var bind = new NpgsqlCommand($"SELECT set_config('roster.tenant', '{tenant.Value}', false)", connection);
            await bind.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
