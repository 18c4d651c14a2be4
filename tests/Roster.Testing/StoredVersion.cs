using Microsoft.Data.Sqlite;

namespace Roster.Testing;

/// <summary>
/// Data folders as servers with earlier schemas left them: three organizations with clients, tokens, users, nested groups, deleted and purged ones, own schemas, indexes and
/// their changes. <c>tests/tools/version-fixture.py</c> makes the text of one.
/// </summary>
public static class StoredVersion
{
    /// <summary>The first client of organization <c>default</c> in each of them.</summary>
    public const string ClientId = "fixture";
    public const string ClientSecret = "the-fixture-has-a-secret-that-everybody-knows";

    /// <summary>Which there are, by name.</summary>
    public static IEnumerable<string> Names => typeof(StoredVersion).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("version", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Name(int version) => FormattableString.Invariant($"version{version}");

    /// <summary>Makes the database in a folder.</summary>
    public static async Task MakeAsync(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        using var text = new StreamReader(typeof(StoredVersion).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no '{name}'.", nameof(name)));
        await using var command = connection.CreateCommand();
        command.CommandText = await text.ReadToEndAsync();
        await command.ExecuteNonQueryAsync();
    }
}
