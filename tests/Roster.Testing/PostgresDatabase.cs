using System.Security.Cryptography;
using Npgsql;

namespace Roster.Testing;

/// <summary>A fresh database that goes with the test, owned by a role that can log in and nothing else: as an operator is told to make it.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    readonly PostgresServer _server;

    PostgresDatabase(PostgresServer server, string name, string password) => (_server, Name, Password) = (server, name, password);

    /// <summary>The database's name, and its owner's.</summary>
    public string Name { get; }

    public string Password { get; }

    /// <summary>Npgsql's keys, as an operator writes them into <c>Storage:ConnectionString</c>.</summary>
    public string ConnectionString => Through(_server.Port);

    /// <param name="server">Null takes the shared one.</param>
    public static async Task<PostgresDatabase> CreateAsync(PostgresServer? server = null)
    {
        server ??= await PostgresServer.Shared;
        var database = new PostgresDatabase(server, "roster_" + Guid.NewGuid().ToString("N"), RandomNumberGenerator.GetHexString(32));
        await server.ExecuteAsync($"CREATE ROLE {database.Name} LOGIN PASSWORD '{database.Password}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS");
        await server.ExecuteAsync($"CREATE DATABASE {database.Name} OWNER {database.Name}");
        return database;
    }

    /// <summary>The same database by way of a proxy on this port.</summary>
    public string Through(int port) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Database = Name, Username = Name, Password = Password }.ConnectionString;

    /// <summary>What its owner may not do, or what the server under test would notice.</summary>
    public Task ExecuteAsAdminAsync(string sql) => _server.ExecuteAsync(sql, Name);

    public async ValueTask DisposeAsync()
    {
        await _server.ExecuteAsync($"DROP DATABASE {Name} WITH (FORCE)");
        await _server.ExecuteAsync($"DROP ROLE {Name}");
    }
}
