using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Roster.Bench.Ceilings;

/// <summary>Statements prepared once and run through SQLite's own interface; one writer, which commits for all who wait.</summary>
sealed class SqliteUsers : IUserStore
{
    readonly string file;
    readonly UserModel model;
    readonly ConcurrentBag<Reader> readers = [];
    readonly GroupCommit<byte[]> commits = new();
    readonly SqliteConnection connection;
    readonly Task writing;

    public SqliteUsers(string file)
    {
        this.file = file;
        // As Roster's own writer is set up.
        connection = Open("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32768; PRAGMA secure_delete = 1;");
        model = UserModel.Read(connection);
        writing = new Writer(connection.Handle!, model).RunAsync(commits);
    }

    public Task ReadAsync(string id, HttpResponse response)
    {
        if (!readers.TryTake(out var reader))
            reader = new Reader(Open("PRAGMA query_only = 1; PRAGMA cache_size = -65536;"), model.Tenant);
        if (!reader.Read(id, response))
            response.StatusCode = StatusCodes.Status404NotFound;
        readers.Add(reader);
        return Task.CompletedTask;
    }

    public Task WriteAsync(byte[] document) => commits.WriteAsync(document);

    // An I/O error on mapped memory would end the process, so neither of the two maps the file.
    SqliteConnection Open(string pragmas)
    {
        var opened = new SqliteConnection($"Data Source={file};Pooling=False");
        opened.Open();
        using var command = opened.CreateCommand();
#pragma warning disable CA2100 // The text is this class's own.
        command.CommandText = "PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 0; " + pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        commits.Complete();
        await writing;
        await connection.DisposeAsync();
        foreach (var reader in readers)
            reader.Dispose();
    }

    sealed class Reader : IDisposable
    {
        readonly SqliteConnection connection;
        readonly sqlite3_stmt find;

        public Reader(SqliteConnection connection, long tenant)
        {
            this.connection = connection;
            find = Prepared(connection.Handle!, "SELECT document FROM resource WHERE tenant = ?1 AND id = ?2");
            sqlite3_bind_int64(find, 1, tenant);
        }

        /// <summary>From SQLite's page into the response's pipe.</summary>
        public bool Read(string id, HttpResponse response)
        {
            sqlite3_bind_text(find, 2, id);
            var found = sqlite3_step(find) == SQLITE_ROW;
            if (found)
                Answer.Copy(response, sqlite3_column_blob(find, 0));
            sqlite3_reset(find);
            return found;
        }

        public void Dispose()
        {
            find.Dispose();
            connection.Dispose();
        }
    }

    sealed class Writer(sqlite3 database, UserModel model)
    {
        readonly sqlite3_stmt begin = Prepared(database, "BEGIN IMMEDIATE");
        readonly sqlite3_stmt commit = Prepared(database, "COMMIT");
        readonly sqlite3_stmt insert = Prepared(database, """
            INSERT INTO resource (tenant, type, id, tombstone, version, created, modified, unique_value, display_name, external_id, active, checksum, document)
            VALUES (?1, 'User', ?2, 0, 1, ?3, ?3, ?4, ?5, ?6, 1, ?3, ?7)
            """);
        readonly sqlite3_stmt insertValue = Prepared(database, "INSERT INTO resource_value (tenant, resource, path, element, text, number, instant) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        readonly sqlite3_stmt log = Prepared(database, "INSERT INTO change (tenant, resource, at, client, correlation, version, kind, delta) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0, ?6)");

        // Other than the model's at whatever time it was made.
        long number = TimeProvider.System.GetUtcNow().UtcTicks / 10_000 % 100_000_000_000;

        public Task RunAsync(GroupCommit<byte[]> commits) => Task.Factory.StartNew(
            () => commits.RunAsync(512, documents =>
            {
                Run(begin);
                documents.ForEach(Insert);
                Run(commit);
                return Task.CompletedTask;
            }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        void Insert(byte[] document)
        {
            var (of, now) = (++number, TimeProvider.System.GetUtcNow().UtcTicks);
            sqlite3_bind_int64(insert, 1, model.Tenant);
            sqlite3_bind_text(insert, 2, Guid.NewGuid().ToString());
            sqlite3_bind_int64(insert, 3, now);
            sqlite3_bind_text(insert, 4, UserModel.TextOf(model.UserName, of));
            sqlite3_bind_text(insert, 5, model.NameOf(of));
            sqlite3_bind_text(insert, 6, UserModel.TextOf(model.ExternalId, of));
            sqlite3_bind_blob(insert, 7, document);
            Run(insert);

            var row = sqlite3_last_insert_rowid(database);
            foreach (var value in model.Values)
                InsertValue(row, value, of);

            sqlite3_bind_int64(log, 1, model.Tenant);
            sqlite3_bind_int64(log, 2, row);
            sqlite3_bind_int64(log, 3, now);
            sqlite3_bind_text(log, 4, model.Client);
            sqlite3_bind_text(log, 5, model.Correlation);
            sqlite3_bind_text(log, 6, model.Delta);
            Run(log);
        }

        void InsertValue(long row, ModelValue value, long of)
        {
            sqlite3_bind_int64(insertValue, 1, model.Tenant);
            sqlite3_bind_int64(insertValue, 2, row);
            sqlite3_bind_int64(insertValue, 3, value.Path);
            sqlite3_bind_int64(insertValue, 4, value.Element);
            if (UserModel.TextOf(value.Text, of) is { } text)
                sqlite3_bind_text(insertValue, 5, text);
            else
                sqlite3_bind_null(insertValue, 5);
            if (value.Number is { } real)
                sqlite3_bind_double(insertValue, 6, real);
            else
                sqlite3_bind_null(insertValue, 6);
            if (value.Instant is { } instant)
                sqlite3_bind_int64(insertValue, 7, instant);
            else
                sqlite3_bind_null(insertValue, 7);
            Run(insertValue);
        }

        void Run(sqlite3_stmt statement)
        {
            if (sqlite3_step(statement) != SQLITE_DONE)
                throw new InvalidOperationException(sqlite3_errmsg(database).utf8_to_string());
            sqlite3_reset(statement);
        }
    }

    static sqlite3_stmt Prepared(sqlite3 database, string sql) => sqlite3_prepare_v2(database, sql, out var statement) == SQLITE_OK
        ? statement
        : throw new InvalidOperationException(sqlite3_errmsg(database).utf8_to_string());
}
