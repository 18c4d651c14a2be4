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

    public Resource? Find(StoreConnection on, ResourceKey key, Load load) => FindRow(on, key)?.With(load, on, tenant);

    public StoredResource? FindRow(StoreConnection on, ResourceKey key)
    {
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? StoredResource.Read(rows) : null;
    }

    /// <summary>Those of many resources that are there.</summary>
    public Dictionary<ResourceKey, StoredResource> FindRows(StoreConnection on, IReadOnlyCollection<ResourceKey> keys)
    {
        var found = new Dictionary<ResourceKey, StoredResource>(keys.Count);
        using var rows = on[$"""
            SELECT {StoredResource.Columns}
              FROM resource r
             WHERE r.tenant = @tenant AND r.id IN {dialect.InList("@ids")} AND r.tombstone = 0
            """].Read(("@tenant", tenant.Value), ("@ids", dialect.List(keys.Select(key => key.Id))));
        while (rows.Next())
        {
            var stored = StoredResource.Read(rows);
            found.Add(stored.Resource.Key, stored);
        }

        return found;
    }

    const string PasswordHashSql = """
        SELECT password_hash
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public string? FindPasswordHash(StoreConnection on, ResourceKey key) =>
        on[PasswordHashSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as string;

    /// <param name="typeOf">What is indexed of a type, by its name.</param>
    public ResourcePage Query(StoreConnection on, ResourceQuery query, Func<string, IndexedType> typeOf, CancellationToken cancel) =>
        ResourceSearch.Run(tenant, dialect, on, query, typeOf, cancel);
}
