using System.Globalization;
using System.Text;
using Npgsql;

namespace Roster.Testing;

/// <summary>All that is stored for a data folder: its files, or the values in every table of its database.</summary>
public static class StoredBytes
{
    /// <returns>Text in which each character is a byte.</returns>
    public static async Task<string> OfAsync(string folder) => TestEngine.AdminConnectionString(folder) is { } database
        ? await InDatabaseAsync(database)
        : string.Concat(Directory.EnumerateFiles(folder).Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));

    static async Task<string> InDatabaseAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var tables = new List<string>();
        await using (var names = await source.CreateCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'").ExecuteReaderAsync())
        {
            while (await names.ReadAsync())
                tables.Add(names.GetString(0));
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = await source.CreateCommand("SELECT * FROM " + table).ExecuteReaderAsync();
            var values = new object[rows.FieldCount];
            while (await rows.ReadAsync())
            {
                rows.GetValues(values);
                foreach (var value in values)
                    text.AppendLine(value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
