using Npgsql;
using Roster.Testing;

namespace Roster.Storage.Tests.Migrations;

/// <summary>A database's schema as lines that can be compared: every column, index, constraint, sequence, trigger and function, and what keeps the tenants' rows apart.</summary>
static class PostgresSchema
{
    const string Sql = """
        SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default, collation_name, identity_generation) FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT concat_ws(' ', 'table', relname, relkind, relrowsecurity, relforcerowsecurity) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT concat_ws(' ', 'sequence', sequencename, data_type, start_value, increment_by, cycle) FROM pg_sequences WHERE schemaname = 'public'
        UNION ALL
        SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, roles::text, cmd, qual, with_check) FROM pg_policies WHERE schemaname = 'public'
        UNION ALL
        SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql'
        UNION ALL
        SELECT 'script ' || scriptname FROM schemaversions
        """;

    public static async Task<IReadOnlyList<string>> OfAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
