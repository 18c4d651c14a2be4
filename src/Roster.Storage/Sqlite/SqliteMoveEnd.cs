using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Roster.Storage.Moving;

namespace Roster.Storage.Sqlite;

/// <summary>A data folder that is moved from or to.</summary>
public sealed class SqliteMoveEnd(string folder) : MoveEnd
{
    readonly string folder = Path.GetFullPath(folder);

    string Database => Path.Combine(folder, SqliteFiles.Database);

    SqliteDialect Dialect => new(Database);

    public override string Name => folder;

    public override ImmutableArray<(string Key, string? Value)> Configuration => [("Data", folder), ("Storage:ConnectionString", null)];

    internal override bool Exists => File.Exists(Database);

    internal override IDisposable Hold() => DataFolderLock.TryAcquire(folder) ?? throw new StorageException($"A server runs on '{folder}'. Stop it first.");

    internal override void Migrate()
    {
        using var connection = (SqliteConnection)Dialect.OpenWriter();
        SqliteMigrations.Apply(connection, Database);
    }

    internal override StoreConnection Connect() => new(Dialect.OpenWriter(), Dialect, null);

    // Tables that never give a number twice have it noted here; the others go on after the greatest that there is.
    const string NotedSql = "SELECT seq FROM sqlite_sequence WHERE name = @table";

    internal override long LastNumber(StoreConnection on, MovedTable table) =>
        Convert.ToInt64(on[NotedSql].Scalar(("@table", table.Name)) ?? on[$"SELECT max({table.Numbered}) FROM {table.Name}"].Scalar(), CultureInfo.InvariantCulture);

    const string IsNotedSql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = @table AND instr(sql, 'AUTOINCREMENT') > 0";

    const string ForgetSql = "DELETE FROM sqlite_sequence WHERE name = @table";

    const string NoteSql = "INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @number)";

    internal override void GoOnAfter(StoreConnection on, MovedTable table, long number)
    {
        if (on[IsNotedSql].Scalar(("@table", table.Name)) is null)
            return;
        on[ForgetSql].Run(("@table", table.Name));
        on[NoteSql].Run(("@table", table.Name), ("@number", number));
    }
}
