using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using Roster.Storage.Moving;

namespace Roster.Storage.Postgres;

/// <summary>A PostgreSQL database that is moved from or to.</summary>
/// <param name="connectionString">As in <see cref="StorageOptions.ConnectionString"/>.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Its connections are closed one by one; what is left lives as long as the command that moves.")]
public sealed class PostgresMoveEnd(string connectionString) : MoveEnd
{
    /// <summary>Held, shared, by each node while it hears the others, and alone by a move.</summary>
    internal const string Lock = "hashtextextended('roster.nodes', 0)";

    readonly PostgresDialect dialect = new(connectionString);

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{Settings.Database} at {Settings.Host}:{Settings.Port}");

    public override ImmutableArray<(string Key, string? Value)> Configuration => [("Storage:ConnectionString", new NpgsqlConnectionStringBuilder(connectionString) { Password = null }.ConnectionString)];

    NpgsqlConnectionStringBuilder Settings { get; } = new(connectionString);

    const string ExistsSql = "SELECT to_regclass('administration') IS NOT NULL";

    internal override bool Exists
    {
        get
        {
            using var connection = Open();
            using var command = new NpgsqlCommand(ExistsSql, connection);
            return command.ExecuteScalar() is true;
        }
    }

    internal override IDisposable Hold()
    {
        var connection = Open();
        using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
        // A node that has just stopped may not have let go yet.
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (command.ExecuteScalar() is true)
                return new Held(connection);
            Thread.Sleep(100);
        }

        connection.Dispose();
        throw new StorageException($"A server runs on '{Name}'. Stop all of them first.");
    }

    NpgsqlConnection Open()
    {
        try
        {
            return dialect.Source.OpenConnection();
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException($"'{Name}' cannot be reached: {failure.Message}", failure);
        }
    }

    // A connection that goes back to the pool would keep the lock.
    sealed class Held(NpgsqlConnection connection) : IDisposable
    {
        public void Dispose()
        {
            using (var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({Lock})", connection))
                command.ExecuteNonQuery();
            connection.Dispose();
        }
    }

    internal override void Migrate() => PostgresMigrations.Apply(dialect.Source, partitions: 0);

    internal override StoreConnection Connect() => new(dialect.OpenWriter(), dialect, null);

    const string LastSql = "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(@table, @column) AS regclass))";

    internal override long LastNumber(StoreConnection on, MovedTable table) => on[LastSql].Scalar(("@table", table.Name), ("@column", table.Numbered)) as long? ?? 0;

    const string GoOnSql = "SELECT setval(CAST(pg_get_serial_sequence(@table, @column) AS regclass), @number)";

    internal override void GoOnAfter(StoreConnection on, MovedTable table, long number)
    {
        if (number > 0)
            on[GoOnSql].Scalar(("@table", table.Name), ("@column", table.Numbered), ("@number", number));
    }

    internal override void LookAtTables(StoreConnection on) => on["ANALYZE"].Run();
}
