using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Roster.Testing;

/// <summary>
/// Data folders and databases as servers with earlier schemas left them: three organizations with clients, tokens, users, nested groups, deleted and purged ones, own schemas, indexes and
/// their changes. <c>tests/tools/version-fixture.py</c> makes the text of one.
/// </summary>
public static class StoredVersion
{
    /// <summary>The first client of organization <c>default</c> in each of them.</summary>
    public const string ClientId = "fixture";
    public const string ClientSecret = "the-fixture-has-a-secret-that-everybody-knows";

    /// <summary>Which there are, by name.</summary>
    public static IEnumerable<string> Names => Resources("version");

    public static string Name(int version) => FormattableString.Invariant($"version{version}");

    /// <summary>Which there are on PostgreSQL.</summary>
    public static IEnumerable<string> PostgresNames => Resources("postgres").Where(n => !n.EndsWith(".json", StringComparison.Ordinal));

    public static string PostgresName(int version) => FormattableString.Invariant($"postgres{version}");

    static IEnumerable<string> Resources(string kind) => typeof(StoredVersion).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(kind, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Makes the database in a folder.</summary>
    public static async Task MakeAsync(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = await TextAsync(name);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes it in an empty database.</summary>
    public static async Task MakePostgresAsync(string name, PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(await TextAsync(name), connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the server that stored it answered: for each of several callers, by path.</summary>
    public static async Task<JsonArray> AnswersAsync(string name) => JsonNode.Parse(await TextAsync(name + ".json"))!["callers"]!.AsArray();

    static async Task<string> TextAsync(string name)
    {
        using var text = new StreamReader(typeof(StoredVersion).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no '{name}'.", nameof(name)));
        return await text.ReadToEndAsync();
    }
}
