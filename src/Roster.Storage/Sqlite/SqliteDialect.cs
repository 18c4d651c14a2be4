using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Roster.Storage.Sqlite;

/// <summary>SQLite: one file, one writer at a time, readers that never wait for it (write-ahead log).</summary>
sealed class SqliteDialect(string file, Func<long>? maxPages = null) : Dialect
{
    static SqliteDialect()
    {
        // Each connection is used by one thread at a time, and nobody asks how much memory the engine has: it need lock nothing for either. Where something else
        // of the process has opened a database before, both stay as they were, and so does everything else.
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public override DbConnection OpenWriter()
    {
        // FULL: a commit is on the disk before it is answered. Without mmap an I/O error is an error code, with it a signal that ends the process.
        var connection = Open();
        // What is deleted is overwritten with zeros, so that an erased person does not go on in unused parts of the file.
        // The log is copied back every 32 MiB: at the usual 4 MiB a page that many writes touch is copied many times.
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32768; PRAGMA secure_delete = 1;");
        if (maxPages is not null)
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {maxPages()};"));
        return connection;
    }

    public override DbConnection OpenReader()
    {
        var connection = Open();
        Run(connection, "PRAGMA query_only = 1; PRAGMA cache_size = -4096;");
        return connection;
    }

    public override void BeginWrite(StoreConnection on, WriterBatch batch) => on["BEGIN IMMEDIATE"].Run();

    public override void BeginRead(StoreConnection on) => on["BEGIN"].Run();

    // To begin a read and to end it takes locks of the file, longer than most reads.
    public override TimeSpan Stay => TimeSpan.FromMilliseconds(5);

    public override EngineStatement Prepare(StoreConnection on, PendingStatements pending, string sql, bool binds, bool ends) =>
        new SqliteStatement(((SqliteConnection)on.Connection).Handle!, sql);

    public override Failure Classify(DbException failure) => failure is not SqliteException sqlite ? Failure.Other : sqlite.SqliteErrorCode switch
    {
        SqliteConstraint => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey ? Failure.UniqueViolation : Failure.Other,
        SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteFull or SqliteCantOpen => Failure.Unavailable,
        SqliteIoError => Failure.DiskError,
        SqliteCorrupt or SqliteNotADatabase => Failure.Damaged,
        _ => Failure.Other,
    };

    // With RETURNING, or with SELECT beside a trigger, the engine makes and drops a table of its own for each row.
    public override string InsertResource => """
        INSERT OR IGNORE INTO resource (tenant, type, id, tombstone, version, created, modified, unique_value, display_name, external_id, active, checksum, password_hash, document)
        VALUES ((SELECT id FROM tenant WHERE id = @tenant AND purge_begun IS NULL), @type, @id, 0, 1, @at, @at, @unique, @name, @external, @active, @checksum, @password, @document)
        """;

    public override object List(IEnumerable<long> values) => JsonSerializer.Serialize(values);

    public override object List(IEnumerable<string?> values) => JsonSerializer.Serialize(values);

    public override string FromList(string parameter) => $"json_each({parameter})";

    public override string Contains(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    // As bytes: on text substr() stops at a NUL character. UTF-8 suffixes are suffixes of characters. Of no bytes substr() makes NULL, hence the lengths.
    public override string EndsWith(string column, string parameter) =>
        $"(length(CAST({column} AS BLOB)) >= length(CAST({parameter} AS BLOB)) AND substr(CAST({column} AS BLOB), -length(CAST({parameter} AS BLOB))) = CAST({parameter} AS BLOB))";

    public override (long Data, long? Free) Space(StoreConnection on)
    {
        var folder = Path.GetDirectoryName(file)!;
        return (new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length), new DriveInfo(folder).AvailableFreeSpace);
    }

    public override string DataVersion => "PRAGMA data_version";

    SqliteConnection Open()
    {
        // Waiting for another process's write is left to the engine (busy_timeout); the driver's own waiting comes on top and is kept short.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        // A plan does not depend on the values bound: else each new value would have the statement planned again, wherever a partial index might serve.
        if (raw.sqlite3_db_config(connection.Handle, StablePlans, 1, out _) is not 0 and var failed)
            throw new StorageException($"SQLite cannot keep plans stable (code {failed}).");
        Run(connection, "PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 0; PRAGMA cell_size_check = 1; PRAGMA trusted_schema = 0;");
        return connection;
    }

    static void Run(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }

    // SQLITE_DBCONFIG_ENABLE_QPSG, https://sqlite.org/c3ref/c_dbconfig_defensive.html
    const int StablePlans = 1007;

    // Result codes of https://sqlite.org/rescode.html
    const int SqliteBusy = 5, SqliteLocked = 6, SqliteReadOnly = 8, SqliteIoError = 10, SqliteCorrupt = 11, SqliteFull = 13, SqliteCantOpen = 14;
    const int SqliteConstraint = 19, SqliteNotADatabase = 26, SqliteConstraintUnique = 2067, SqliteConstraintPrimaryKey = 1555;
}
