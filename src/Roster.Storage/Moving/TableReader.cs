using Roster.Scim;

namespace Roster.Storage.Moving;

/// <summary>Reads whole tables in the order of their keys, a page at a time, each from where the last one ended.</summary>
sealed class TableReader(StoreConnection on)
{
    const long RowsAtOnce = 500;

    // Documents and log entries may be large; a page ends with the row that goes beyond this.
    const long BytesAtOnce = 4_194_304;

    readonly IReadOnlyList<TenantId> all = ValueIndex.Tenants(on);

    public IEnumerable<IReadOnlyList<object?[]>> Pages(MovedTable table)
    {
        if (!table.PerTenant)
            return Pages(table, null);

        return all.SelectMany(tenant =>
        {
            on.Enter(tenant);
            return Pages(table, tenant);
        });
    }

    IEnumerable<IReadOnlyList<object?[]>> Pages(MovedTable table, TenantId? tenant)
    {
        var (first, next) = (Sql(table, tenant, fromStart: true), Sql(table, tenant, fromStart: false));
        object?[]? last = null;
        while (Page(table, last is null ? first : next, tenant, last) is { Count: > 0 } page)
        {
            last = page[^1];
            yield return page;
        }
    }

    static string Sql(MovedTable table, TenantId? tenant, bool fromStart)
    {
        List<string> conditions = [];
        if (tenant is not null)
            conditions.Add("tenant = @tenant");
        if (!fromStart)
            conditions.Add($"({string.Join(", ", table.Key)}) > ({string.Join(", ", table.Key.Select((_, i) => $"@k{i}"))})");

        return $"""
            SELECT {string.Join(", ", table.Columns.Select(c => c.Name))}
              FROM {table.Name}
             {(conditions.Count > 0 ? $"WHERE {string.Join(" AND ", conditions)}" : "")}
             ORDER BY {string.Join(", ", table.Key)}
             LIMIT @count
            """;
    }

    List<object?[]> Page(MovedTable table, string sql, TenantId? tenant, object?[]? last)
    {
        List<(string, object?)> values = [("@count", RowsAtOnce)];
        if (tenant is { } one)
            values.Add(("@tenant", one.Value));
        if (last is not null)
            values.AddRange(table.KeyOf(last).Select((value, i) => ($"@k{i}", value)));

        var page = new List<object?[]>();
        var bytes = 0L;
        using var rows = on[sql].Read([.. values]);
        while (bytes < BytesAtOnce && rows.Next())
        {
            var row = new object?[table.Columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = rows.IsNull(i) ? null : Value(rows, i, table.Columns[i].Content);
                bytes += row[i] switch { string text => 2L * text.Length, byte[] data => data.Length, _ => 8 };
            }

            page.Add(row);
        }

        return page;
    }

    static object Value(Rows rows, int column, Content content) => content switch
    {
        Content.Number => rows.Number(column),
        Content.Real => rows.Real(column),
        Content.Text => rows.Text(column),
        _ => rows.Bytes(column),
    };
}
