using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>Finds and lists the resources of one tenant, on a connection that sees one moment.</summary>
sealed class ResourceReader(TenantId tenant, Dialect dialect)
{
    const string FindSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.tombstone = 0
        """;

    public Resource? Find(StoreConnection on, ResourceKey key, Load load) =>
        FindRow(on, key) is { } found ? StoredResource.With([(found, load)], on, dialect, tenant, last: true)[0] : null;

    static readonly string FindWithGroupsSql = FindWithGroups(names: false);

    static readonly string FindWithNamedGroupsSql = FindWithGroups(names: true);

    // As one statement sees one moment, no transaction is needed around it. The groups are few and sorted here: the engine would carry the document through its sorting.
    static string FindWithGroups(bool names) => $"""
        SELECT {StoredResource.Columns}, {MemberRows.Columns(names, "g")}, m.row_id,
               EXISTS (SELECT 1 FROM member n WHERE n.tenant = @tenant AND n.member_row = m.group_row)
          FROM resource r
               LEFT JOIN member m ON m.tenant = @tenant AND m.member_row = r.row_id
               LEFT JOIN resource g ON g.tenant = @tenant AND g.row_id = m.group_row
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.tombstone = 0
        """;

    /// <summary>Finds a resource with its groups by one statement.</summary>
    /// <param name="complete">Whether that was all. Where its groups are in groups themselves and those count, they are not in what is found.</param>
    public Resource? FindWithGroups(StoreConnection on, ResourceKey key, Load load, out bool complete)
    {
        complete = true;
        var names = load.HasFlag(Load.Names);
        using var rows = on[names ? FindWithNamedGroupsSql : FindWithGroupsSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        if (!rows.Next())
            return null;

        var found = StoredResource.Read(rows).Resource;
        if (rows.IsNull(StoredResource.ColumnCount))
            return found with { Memberships = [] };

        var groups = new MemberRows.MemberReader(rows, names, StoredResource.ColumnCount);
        var direct = new List<(long Place, Member Group)>(4);
        do
        {
            var group = groups.Read();
            direct.Add((groups.Row, group));
            complete &= !load.HasFlag(Load.IndirectMemberships) || rows.Number(groups.End) == 0;
        }
        while (rows.Next());

        direct.Sort(static (one, other) => one.Place.CompareTo(other.Place));
        return found with { Memberships = [.. direct.Select(d => d.Group)] };
    }

    public StoredResource? FindRow(StoreConnection on, ResourceKey key)
    {
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? StoredResource.Read(rows) : null;
    }

    /// <summary>Those of the resources that are there, by their ids.</summary>
    public static Dictionary<string, StoredResource> FindRows(StoreConnection on, Dialect dialect, TenantId tenant, IEnumerable<string> ids)
    {
        var sql = $"""
            SELECT {StoredResource.Columns}
              FROM resource r
             WHERE r.tenant = @tenant AND {dialect.AmongTexts("r.id", "@ids")} AND r.tombstone = 0
            """;
        var found = new Dictionary<string, StoredResource>(StringComparer.Ordinal);
        using var rows = on[sql].Read(("@tenant", tenant.Value), ("@ids", dialect.List(ids)));
        while (rows.Next())
        {
            var stored = StoredResource.Read(rows);
            found[stored.Resource.Key.Id] = stored;
        }

        return found;
    }

    const string VersionSql = """
        SELECT version
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public long? FindVersion(StoreConnection on, ResourceKey key) =>
        on[VersionSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as long?;

    const string PasswordHashSql = """
        SELECT password_hash
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public string? FindPasswordHash(StoreConnection on, ResourceKey key) =>
        on[PasswordHashSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as string;

    /// <summary>Answers a query by the indexes as they are known. Whether they still are so comes along with what is read, and is looked at before the end; else it is answered anew.</summary>
    public ResourcePage Query(StoreConnection on, ResourceQuery query, ValueIndex index, CancellationToken cancel)
    {
        var known = index.Latest;
        try
        {
            if (ResourceSearch.Run(tenant, dialect, on, query, known, index, cancel) is { } page)
                return page;
        }
        catch (Exception refused) when (refused is Scim.Messages.ScimException or SchemaChangedException)
        {
            // By other indexes it may not be.
            if (index.AsOf(on) == known)
                throw;
        }

        return ResourceSearch.Run(tenant, dialect, on, query, index.AsOf(on), index, cancel)!;
    }
}
