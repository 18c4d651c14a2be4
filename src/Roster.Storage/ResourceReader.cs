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

    /// <param name="typeOf">What is indexed of a type, by its name.</param>
    public ResourcePage Query(StoreConnection on, ResourceQuery query, Func<string, IndexedType> typeOf, CancellationToken cancel) =>
        ResourceSearch.Run(tenant, dialect, on, query, typeOf, cancel);
}
