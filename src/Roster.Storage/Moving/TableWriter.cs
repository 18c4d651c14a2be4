using System.Data.Common;
using System.Globalization;
using Roster.Scim;

namespace Roster.Storage.Moving;

/// <summary>Writes pages of rows as they were read, each page a transaction.</summary>
sealed class TableWriter(MoveEnd end, StoreConnection on)
{
    const int RowsAtOnce = 20;

    public void Write(MovedTable table, IReadOnlyList<object?[]> page)
    {
        Begin(on);
        if (table.PerTenant)
        {
            foreach (var ofOne in page.GroupBy(row => (long)row[table.TenantColumn]!))
            {
                on.Enter(new TenantId(ofOne.Key));
                Insert(table, ofOne);
            }
        }
        else
        {
            Insert(table, page);
        }

        on.Commit();
    }

    public static void Begin(StoreConnection on) => on.BeginWrite(new WriterBatch(Guid.Empty, 0, null));

    /// <summary>Writes rows in the transaction that there is.</summary>
    public void Insert(MovedTable table, IEnumerable<object?[]> page)
    {
        foreach (var rows in page.Chunk(RowsAtOnce))
        {
            var values = rows.SelectMany(row => row).Select((value, i) => (string.Create(CultureInfo.InvariantCulture, $"@v{i}"), value));
            try
            {
                on[Sql(table, rows.Length)].Run([.. values]);
            }
            catch (DbException refused)
            {
                throw new StorageException($"'{end.Name}' does not take the rows of table '{table.Name}' from {Key(table, rows[0])} to {Key(table, rows[^1])}: {refused.Message}", refused);
            }
        }
    }

    static string Sql(MovedTable table, int rows)
    {
        var width = table.Columns.Length;
        var tuples = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"@v{i}")))})");
        return $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) VALUES {string.Join(", ", tuples)}";
    }

    // A token's hash is its key, and is not told.
    static string Key(MovedTable table, object?[] row) =>
        $"({string.Join(", ", table.KeyOf(row).Select(value => value switch { byte[] => "…", _ => Convert.ToString(value, CultureInfo.InvariantCulture) }))})";
}
