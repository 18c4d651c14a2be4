using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>What a restore put into the folder.</summary>
/// <param name="Kept">The file in which the data from before is kept; null when there was none.</param>
public sealed record Restored(CheckedFile File, string? Kept);

/// <summary>Puts a backup into a data folder. What is there is either the data from before or the whole backup, also after a crash half-way.</summary>
public static class SqliteRestore
{
    /// <param name="replace">Whether data that the folder has may be replaced; it is kept aside.</param>
    /// <param name="now">Names the file in which it is kept.</param>
    /// <exception cref="StorageException">The folder is in use or has data, or the file is damaged, of a newer version, or no backup.</exception>
    public static Restored Run(string file, string folder, bool replace, DateTimeOffset now, CancellationToken cancel)
    {
        var (source, database) = (Path.GetFullPath(file), Path.Combine(folder, SqliteFiles.Database));
        using var held = DataFolderLock.TryAcquire(folder) ?? throw new StorageException($"A server runs on '{folder}'. Stop it first.");
        if (!File.Exists(source))
            throw new StorageException($"There is no file '{source}'.");
        if (File.Exists(source + "-wal") && new FileInfo(source + "-wal").Length > 0)
            throw new StorageException($"'{source}' is not the whole: a part of it is in '{source}-wal'. Make a backup of its folder by 'roster backup', and restore that.");
        if (File.Exists(database) && !replace)
            throw new StorageException($"'{folder}' has data. Give --force to replace it; it is kept aside.");

        var partial = $"{database}.{Guid.NewGuid():N}.partial";
        try
        {
            SqliteFiles.Copy(source, partial);
            var found = SqliteCheck.Run(partial, cancel);
            var kept = File.Exists(database) ? KeepAside(database, now) : null;
            // A log that belongs to another file would be taken for this one's.
            File.Delete(database + "-wal");
            File.Delete(database + "-shm");
            File.Move(partial, database, overwrite: true);
            return new Restored(found, kept);
        }
        finally
        {
            SqliteFiles.Remove(partial);
        }
    }

    static string KeepAside(string database, DateTimeOffset now)
    {
        var kept = Path.Combine(Path.GetDirectoryName(database)!, string.Create(CultureInfo.InvariantCulture, $"roster-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.db"));
        var log = kept + "-wal";
        // Before anything opens the database: a log that does not fit to a damaged one is gone with the first who does.
        if (File.Exists(database + "-wal"))
            SqliteFiles.Copy(database + "-wal", log);
        try
        {
            using var before = SqliteFiles.Open(database);
            SqliteFiles.IntoOneFile(before);
            File.Delete(log);
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is Busy or Locked)
        {
            File.Delete(log);
            throw new StorageException($"Another program has '{database}' open. End it first.", busy);
        }
        catch (SqliteException)
        {
            // Too damaged to be opened, which may be why there is a restore: it is kept as it is, with its log.
        }

        SqliteFiles.Copy(database, kept);
        return kept;
    }

    const int Busy = 5, Locked = 6;
}
