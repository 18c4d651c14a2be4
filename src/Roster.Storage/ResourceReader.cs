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

    /// <param name="memory">Where its document is read to; null for memory of its own.</param>
    public Resource? Find(StoreConnection on, ResourceKey key, Load load, DocumentMemory? memory = null) =>
        FindRow(on, key, memory) is { } found ? StoredResource.With([(found, load)], on, dialect, tenant, last: true)[0] : null;

    // What is nearly always asked for.
    static readonly string FindWithGroupsSql = FindWithGroups(Load.Memberships);

    static string FindWithGroups(Load load) => $"""
        SELECT {StoredResource.Columns}, {MemberRows.GroupColumns(load)}
          FROM resource r
               {MemberRows.WithGroups}
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.tombstone = 0
        """;

    /// <summary>Finds a resource with its groups, by one statement where that is enough, which sees one moment without a transaction around it.</summary>
    /// <inheritdoc cref="Find"/>
    public Resource? FindWithGroups(StoreConnection on, ResourceKey key, Load load, DocumentMemory? memory) =>
        FindWithGroups(on, key, load, memory, out var complete) is var found && complete ? found : FindAtOneMoment(on, key, load, memory);

    Resource? FindAtOneMoment(StoreConnection on, ResourceKey key, Load load, DocumentMemory? memory) => ReaderPool.AtOneMoment(on, tenant, at => Find(at, key, load, memory));

    Resource? FindWithGroups(StoreConnection on, ResourceKey key, Load load, DocumentMemory? memory, out bool complete)
    {
        complete = true;
        using var rows = on[(load & StoredResource.OfGroups) == Load.Memberships ? FindWithGroupsSql : FindWithGroups(load)].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        if (!rows.Next())
            return null;

        var found = StoredResource.Unchecked.Read(rows, memory, key);
        var groups = new MemberRows.GroupsAlong(rows, load, StoredResource.ColumnCount);
        do
            groups.Add();
        while (rows.Next());

        var all = groups.Take();
        complete = !all.IsDefault;
        return found.Checked(all).Resource;
    }

    public StoredResource? FindRow(StoreConnection on, ResourceKey key, DocumentMemory? memory = null)
    {
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? StoredResource.Unchecked.Read(rows, memory, key).Checked() : null;
    }

    static readonly KnownTexts<(string Alone, string WithGroups)> RowsSql = new(amongIds => (MakeRowsSql(amongIds, groups: false), MakeRowsSql(amongIds, groups: true)));

    static string MakeRowsSql(string amongIds, bool groups) => $"""
        SELECT {StoredResource.Columns}{(groups ? ", " + MemberRows.TogetherColumn : "")}
          FROM resource r
               {(groups ? MemberRows.WithGroupsTogether("r") : "")}
         WHERE r.tenant = @tenant AND {amongIds} AND r.tombstone = 0
        """;

    /// <summary>Those of the resources that are there, by their ids.</summary>
    /// <param name="groups">Whether each comes with the groups that it is in, which not every database can tell along with it.</param>
    public static Dictionary<string, StoredResource> FindRows(StoreConnection on, Dialect dialect, TenantId tenant, IEnumerable<string> ids, bool groups = false)
    {
        var found = new Dictionary<string, StoredResource>(StringComparer.Ordinal);
        var sql = RowsSql.Of(dialect.AmongTexts("r.id", "@ids"));
        using var rows = on[groups ? sql.WithGroups : sql.Alone].Read(("@tenant", tenant.Value), ("@ids", dialect.List(ids)));
        while (rows.Next())
        {
            var stored = StoredResource.Read(rows, groups ? StoredResource.ColumnCount : null);
            found[stored.Resource.Key.Id] = stored;
        }

        return found;
    }

    const string VersionSql = """
        SELECT version
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public long? FindVersion(StoreConnection on, ResourceKey key)
    {
        using var rows = on[VersionSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? rows.Number(0) : null;
    }

    const string PasswordHashSql = """
        SELECT password_hash
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public string? FindPasswordHash(StoreConnection on, ResourceKey key) =>
        on[PasswordHashSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as string;

    /// <summary>Answers a query by the indexes as they are known. Whether they still are so comes along with what is read, and is looked at before the end; else it is answered anew.</summary>
    public ResourcePage Query(StoreConnection on, ResourceQuery query, ValueIndex index, ValueTexts? texts, CancellationToken cancel)
    {
        var known = index.Latest;
        try
        {
            if (ResourceSearch.Run(tenant, dialect, on, query, known, index, texts, cancel) is { } page)
                return page;
        }
        catch (Exception refused) when (refused is Scim.Messages.ScimException or SchemaChangedException)
        {
            // By other indexes it may not be.
            if (index.AsOf(on) == known)
                throw;
        }

        return ResourceSearch.Run(tenant, dialect, on, query, index.AsOf(on), index, texts, cancel)!;
    }
}
