using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Roster.Storage.Tests.Migrations;

/// <summary>A file's schema as lines that can be compared: every table, index and trigger without comments and line breaks, the columns, and the statistics that decide about plans.</summary>
static partial class SqliteSchema
{
    [GeneratedRegex(@"--[^\n]*", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    const string Sql = """
        SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'
        UNION ALL
        SELECT 'column ' || s.name || '.' || c.name || ' ' || c.cid || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk
          FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) c WHERE s.type = 'table'
        UNION ALL
        SELECT 'statistics ' || idx || ': ' || stat FROM sqlite_stat1
        UNION ALL
        SELECT 'version ' || user_version FROM pragma_user_version
        ORDER BY 1
        """;

    public static async Task<IReadOnlyList<string>> OfAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(Blanks().Replace(Comment().Replace(rows.GetString(0), ""), " ").Trim());
        return lines;
    }
}
