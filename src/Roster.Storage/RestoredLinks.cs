using System.Collections.Immutable;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>Ties a restored resource to the groups that it was in and the members that it had. Those that are gone are left out.</summary>
sealed class RestoredLinks(StoreConnection on, TenantId tenant, Dialect dialect, long row)
{
    readonly HashSet<long> linked = [];

    /// <returns>The groups that it is in again.</returns>
    public ImmutableArray<string> Join(ImmutableArray<string> groups) => Link(groups, MemberRows.InsertSql(dialect, "value", "@row"));

    /// <returns>The members that it has again.</returns>
    public ImmutableArray<string> Admit(ImmutableArray<string> members) => Link(members, MemberRows.InsertSql(dialect, "@row", "value"));

    ImmutableArray<string> Link(ImmutableArray<string> ids, string insert)
    {
        var living = Living(ids);
        if (living.Count == 0)
            return [];

        on[insert].Run(("@tenant", tenant.Value), ("@row", row), ("@rows", dialect.List(living.Select(l => l.Row))));
        linked.UnionWith(living.Select(l => l.Row));
        return [.. living.Select(l => l.Id)];
    }

    /// <summary>In the order asked for, which is the order of membership.</summary>
    List<(long Row, string Id)> Living(ImmutableArray<string> ids)
    {
        if (ids.IsEmpty)
            return [];

        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        using (var rows = on[$"""
            SELECT r.row_id, r.id
              FROM resource r
             WHERE r.tenant = @tenant AND {dialect.AmongTexts("r.id", "@ids")} AND r.tombstone = 0
            """].Read(("@tenant", tenant.Value), ("@ids", dialect.List(ids))))
        {
            while (rows.Next())
                found[rows.Text(1)] = rows.Number(0);
        }

        return [.. ids.Where(found.ContainsKey).Distinct(StringComparer.Ordinal).Select(id => (found[id], id))];
    }

    /// <summary>Everybody who is tied again gets a version of their own, as with every change of members.</summary>
    public void CountVersions(long at)
    {
        if (linked.Count == 0)
            return;
        on[$"""
            UPDATE resource
               SET version = version + 1, modified = CASE WHEN modified < @at THEN @at ELSE modified END
             WHERE tenant = @tenant AND {dialect.AmongNumbers("row_id", "@rows")} AND row_id <> @row
            """].Run(("@tenant", tenant.Value), ("@row", row), ("@at", at), ("@rows", dialect.List(linked)));
    }
}
