using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>Copies a data folder into one file as of one moment, also while a server writes.</summary>
public static class SqliteBackup
{
    /// <param name="file">Where the backup shall be. Nothing of that name is there until the backup is whole and was checked.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="StorageException">There is nothing to back up, the file may not be written there, or what was written is damaged.</exception>
    public static CheckedFile Write(string folder, string file, bool overwrite, CancellationToken cancel)
    {
        var (source, target) = (Path.Combine(folder, SqliteFiles.Database), Path.GetFullPath(file));
        if (!File.Exists(source))
            throw new StorageException($"There is no data in '{folder}' to back up.");
        if (SqliteFiles.SameFolder(Path.GetDirectoryName(target)!, folder))
            throw new StorageException($"'{target}' is in the data folder; a backup belongs elsewhere.");
        if (File.Exists(target) && !overwrite)
            throw new StorageException($"'{target}' is there already. Give another name, or --force to replace it.");

        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            SqliteFiles.Create(partial).Dispose();
            Copy(source, partial);
            var found = SqliteCheck.Run(partial, cancel);
            File.Move(partial, target, overwrite);
            return found;
        }
        catch (SqliteException failure)
        {
            throw new StorageException($"The backup of '{source}' failed: {failure.Message}", failure);
        }
        finally
        {
            SqliteFiles.Remove(partial);
        }
    }

    static void Copy(string source, string target)
    {
        using var from = SqliteFiles.Open(source);
        using var to = SqliteFiles.Open(target);
        // All pages in one step, which reads as of one moment: writers go on, and nothing has to be copied again because of them.
        from.BackupDatabase(to);
        SqliteFiles.IntoOneFile(to);
    }
}
