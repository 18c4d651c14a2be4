using System.Collections.Concurrent;
using Npgsql;
using Roster.Storage.Postgres;

namespace Roster.Testing;

/// <summary>
/// Which engine the stores of the tests run on: SQLite, or with <c>ROSTER_TEST_ENGINE=postgres</c> a PostgreSQL database for each data folder. <c>./test</c> runs the
/// tests on both; those of one engine alone have the trait <c>Engine</c>, and so have those to which the engine makes no difference.
/// </summary>
public static class TestEngine
{
    public const string Trait = "Engine";
    public const string Sqlite = "SQLite";
    public const string Postgres = "PostgreSQL";

    const string Owner = "roster";

    // What the others are copies of: it has the tables, and nothing that a server puts into them.
    const string Migrated = "migrated";

    static readonly ConcurrentDictionary<string, Lazy<string>> Databases = new(StringComparer.Ordinal);
    static readonly Lazy<PostgresServer> Server = new(() => Await(StartAsync));

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("ROSTER_TEST_ENGINE") is "postgres";

    /// <summary>The database that stands for a data folder, made when it is first asked for; null on SQLite.</summary>
    public static string? ConnectionString(string folder) => IsPostgres ? Databases.GetOrAdd(folder, _ => new Lazy<string>(Create)).Value : null;

    /// <summary>The same database with every right; null on SQLite.</summary>
    public static string? AdminConnectionString(string folder)
    {
        if (ConnectionString(folder) is not { } own)
            return null;
        return new NpgsqlConnectionStringBuilder(own) { Username = PostgresServer.Admin, Password = null, Pooling = false }.ConnectionString;
    }

    /// <summary>To be called where the folder is deleted.</summary>
    public static void Drop(string folder)
    {
        if (Databases.TryRemove(folder, out var database))
            Await(() => ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(database.Value).Database} WITH (FORCE)"));
    }

    static string Create()
    {
        var name = "roster_" + Guid.NewGuid().ToString("N");
        Await(() => ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Migrated} STRATEGY file_copy OWNER {Owner}"));
        return Connection(Server.Value, name).ConnectionString;
    }

    // As an operator is told to make it: a role that can log in and nothing else.
    static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.Shared;
        await server.ExecuteAsync($"CREATE ROLE {Owner} LOGIN PASSWORD '{Owner}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS");
        await server.ExecuteAsync($"CREATE DATABASE {Migrated} OWNER {Owner}");
        // Nobody may be connected to what is copied.
        await using (var source = NpgsqlDataSource.Create(Connection(server, Migrated)))
            PostgresMigrations.Apply(source, partitions: 0);
        return server;
    }

    static NpgsqlConnectionStringBuilder Connection(PostgresServer server, string database) => new()
    {
        Host = "127.0.0.1", Port = server.Port, Database = database, Username = Owner, Password = Owner, Timeout = 15, CommandTimeout = 30,
    };

    static async Task<bool> ExecuteAsync(string sql)
    {
        await Server.Value.ExecuteAsync(sql);
        return true;
    }

    // The options of a store are values and are made where nothing can be awaited.
#pragma warning disable VSTHRD002 // On a thread of the pool, which waits for nothing that waits for us.
    static T Await<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
