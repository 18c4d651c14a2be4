using System.Globalization;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>Brings the file's schema up to date with the embedded scripts, which are applied once each and in the order of their names.</summary>
static class SqliteMigrations
{
    const int Latest = 1;

    /// <exception cref="StorageException">The file is newer than this program, or a script failed.</exception>
    public static void Apply(SqliteConnection connection, string file)
    {
        // Two processes may open a new folder at once; the second finds the work done.
        using var turn = Turn(file + ".migrate");

        var version = Version(connection);
        if (version == Latest)
            return;
        if (version > Latest)
            throw new StorageException($"'{file}' was written by a newer version of Roster (schema {version}, this one knows {Latest}). Use that version, or restore an older backup.");

        using var shared = new SharedConnection(connection);
        var result = DeployChanges.To.SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrations).Assembly, name => name.Contains(".Migrations.Sqlite.", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StorageException($"The schema of '{file}' could not be brought up to date at '{result.ErrorScript?.Name}': {result.Error.Message}", result.Error);
    }

    static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    static FileStream Turn(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
