using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>What a file holds that was found whole.</summary>
/// <param name="Schema">The version of its schema.</param>
/// <param name="Documents">How many documents there are; each fits its checksum.</param>
public sealed record CheckedFile(long Schema, long Tenants, long Documents, long Bytes);

/// <summary>Tells whether a file is whole: that its pages and indexes fit together, which the engine knows, and that each document is what was written, which only its checksum knows.</summary>
static class SqliteCheck
{
    /// <param name="file">A file that nobody else has open.</param>
    /// <exception cref="StorageException">It is damaged, of a newer version, or not ours.</exception>
    public static CheckedFile Run(string file, CancellationToken cancel)
    {
        try
        {
            using var connection = (SqliteConnection)new SqliteDialect(file).OpenReader();
            var schema = SqliteMigrations.Version(connection, file);
            if (schema == 0)
                throw new StorageException($"'{file}' holds no data of Roster.");
            if (Text(connection, "PRAGMA integrity_check(1)") is not "ok" and var wrong)
                throw new StorageException($"'{file}' is damaged: {wrong}");

            return new CheckedFile(schema, Number(connection, "SELECT count(*) FROM tenant"), Documents(connection, file, cancel), new FileInfo(file).Length);
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"'{file}' cannot be read as a database: {failure.Message}", failure);
        }
    }

    const string DocumentsSql = "SELECT row_id, type, id, created, checksum, document FROM resource";

    static long Documents(SqliteConnection connection, string file, CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = DocumentsSql;
        using var rows = command.ExecuteReader();
        var documents = 0L;
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            var (id, document, checksum) = (rows.GetString(2), rows.GetFieldValue<byte[]>(5), rows.GetInt64(4));
            // What was purged keeps a row without a document.
            if (document.Length == 0 && checksum == 0)
                continue;
            if (Checksum.Of(id, rows.GetInt64(3), document) != checksum)
                throw new StorageException($"'{file}' is damaged: row {rows.GetInt64(0)} of table 'resource' ({rows.GetString(1)} '{id}') does not fit its checksum.");
            documents++;
        }

        return documents;
    }

    static string? Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
