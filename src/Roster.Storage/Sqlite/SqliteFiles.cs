using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>The files of a data folder, as whoever copies them must know them.</summary>
static class SqliteFiles
{
    public const string Database = "roster.db";

    /// <summary>A new file for its owner alone.</summary>
    /// <exception cref="IOException">There is one of that name.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>A file's bytes under a new name, on the disk before this returns.</summary>
    public static void Copy(string source, string target)
    {
        using var from = File.OpenRead(source);
        using var to = Create(target);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    /// <summary>A connection that changes nothing of how the file is kept, and makes none.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        Run(connection, "PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 0; PRAGMA trusted_schema = 0;");
        return connection;
    }

    /// <summary>Ends the write-ahead log, so that the file alone is the whole.</summary>
    /// <exception cref="SqliteException">Another connection has the file open.</exception>
    public static void IntoOneFile(SqliteConnection connection) => Run(connection, "PRAGMA journal_mode = DELETE");

    /// <summary>Removes a database with what SQLite keeps beside it.</summary>
    public static void Remove(string database)
    {
        foreach (var file in new[] { database, database + "-journal", database + "-wal", database + "-shm" })
            File.Delete(file);
    }

    /// <summary>Whether two paths lead to one folder, links followed.</summary>
    public static bool SameFolder(string one, string other) => string.Equals(Real(one), Real(other), StringComparison.Ordinal);

    static string Real(string folder)
    {
        var info = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : info.FullName;
    }

    static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
