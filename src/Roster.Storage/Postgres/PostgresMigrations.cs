using System.Globalization;
using System.Text;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace Roster.Storage.Postgres;

/// <summary>Brings a database's schema up to date with the embedded scripts. Nodes that start at once take turns.</summary>
static class PostgresMigrations
{
    static readonly string[] Divided = ["catalogue", "resource", "resource_value", "member", "change"];

    const string Folder = ".Migrations.Postgres.";

    /// <param name="partitions">Into how many parts a new database divides the tables that are the tenants'; 0 for not at all.</param>
    /// <exception cref="StorageException">The database is newer than this program, a script failed, or the role may see every tenant's rows.</exception>
    public static void Apply(NpgsqlDataSource source, int partitions)
    {
        using var turn = source.OpenConnection();
        RequirePlainRole(turn);
        // Held by the session, as each script is a transaction of its own.
        Run(turn, "SELECT pg_advisory_lock(hashtextextended('roster.migrations', 0))");
        try
        {
            var upgrade = DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(source))
                .WithScripts(Scripts(partitions))
                .WithVariablesDisabled()
                .WithTransactionPerScript()
                .LogToNowhere()
                .Build();
            var known = upgrade.GetDiscoveredScripts().Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
            if (upgrade.GetExecutedScripts().FirstOrDefault(done => !known.Contains(done)) is { } unknown)
                throw new StorageException($"The database was written by a newer version of Roster (it has '{unknown}'). Use that version, or restore an older backup.");

            var result = upgrade.PerformUpgrade();
            if (!result.Successful)
                throw new StorageException($"The schema of the database could not be brought up to date at '{result.ErrorScript?.Name}': {result.Error.Message}", result.Error);
        }
        finally
        {
            Run(turn, "SELECT pg_advisory_unlock(hashtextextended('roster.migrations', 0))");
        }
    }

    const string RoleSql = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";

    static void RequirePlainRole(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(RoleSql, connection);
        if (command.ExecuteScalar() is string role)
        {
            throw new StorageException(
                $"The database role '{role}' passes over row-level security, which keeps organizations apart. Connect as an ordinary role that owns the database: CREATE ROLE roster LOGIN PASSWORD '...'; CREATE DATABASE roster OWNER roster;");
        }
    }

    static IEnumerable<SqlScript> Scripts(int partitions)
    {
        var assembly = typeof(PostgresMigrations).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return new SqlScript(name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..], InPartitions(reader.ReadToEnd(), partitions));
        }
    }

    static string InPartitions(string script, int partitions) => partitions == 0 ? script : script
        .Replace("/*divided*/", "PARTITION BY HASH (tenant)", StringComparison.Ordinal)
        .Replace("/*partitions*/", string.Join('\n', Divided.SelectMany(table => Enumerable.Range(0, partitions).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"CREATE TABLE {table}_{i} PARTITION OF {table} FOR VALUES WITH (MODULUS {partitions}, REMAINDER {i});")))), StringComparison.Ordinal);

    static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
