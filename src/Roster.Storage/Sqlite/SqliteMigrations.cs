using System.Globalization;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Roster.Storage.Sqlite;

/// <summary>Brings the file's schema up to date with the embedded scripts, which are applied once each and in the order of their names.</summary>
static class SqliteMigrations
{
    /// <summary>The number of the last script, which sets <c>user_version</c> to it. A script that was released never changes again.</summary>
    public const int Latest = 4;

    /// <param name="further">Scripts after those; for tests.</param>
    /// <exception cref="StorageException">The file is newer than this program, or a script failed; then the file is as it was before.</exception>
    public static void Apply(SqliteConnection connection, string file, params IReadOnlyCollection<SqlScript> further)
    {
        // Two processes may open a new folder at once; the second finds the work done.
        using var turn = Turn(file + ".migrate");

        if (Version(connection, file) == Latest + further.Count)
            return;

        using var shared = new SharedConnection(connection);
        var result = DeployChanges.To.SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrations).Assembly, name => name.Contains(".Migrations.Sqlite.", StringComparison.Ordinal))
            .WithScripts(further)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StorageException($"The schema of '{file}' could not be brought up to date at '{result.ErrorScript?.Name}': {result.Error.Message}", result.Error);
    }

    /// <summary>The version of the file's schema; 0 when it has none.</summary>
    /// <exception cref="StorageException">The file is newer than this program.</exception>
    public static long Version(SqliteConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return version <= Latest ? version
            : throw new StorageException($"'{file}' was written by a newer version of Roster (schema {version}, this one knows {Latest}). Use that version, or restore an older backup.");
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
