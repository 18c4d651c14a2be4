using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>A row of <c>indexed_attribute</c>.</summary>
/// <param name="Tenant">0 for an index of every tenant.</param>
/// <param name="Demanded">Whether a schema needs it, to keep the attribute unique.</param>
sealed record StoredIndex(long Id, TenantId Tenant, string Type, string Path, bool Complete, long FilledTo, bool Demanded)
{
    public const string Columns = "id, tenant, type, path, complete, filled_to, demanded";

    public bool IsOf(string type, string path) => string.Equals(Type, type, StringComparison.Ordinal) && string.Equals(Path, path, StringComparison.Ordinal);

    const string FilledToSql = "SELECT filled_to FROM indexed_attribute WHERE id = @id";

    /// <summary>How far it is filled. That grows without a new generation, so a snapshot may be behind.</summary>
    public long FilledToNow(StoreConnection on) => on[FilledToSql].Scalar(("@id", Id)) as long? ?? FilledTo;

    public static StoredIndex Read(Rows rows) =>
        new(rows.Number(0), new TenantId(rows.Number(1)), rows.Text(2), rows.Text(3), rows.Number(4) == 1, rows.Number(5), rows.Number(6) == 1);
}

/// <summary>A row of <c>own_schemas</c>, read when it is needed first: many organizations, few definitions.</summary>
sealed class StoredSchemas(long version, string definition)
{
    readonly Lazy<OwnSchemas> read = new(() => OwnSchemaStore.Read(version, definition));

    public OwnSchemas Read() => read.Value;
}

/// <summary>All indexes and all organizations' own schemas, as they were when they had been changed <paramref name="generation"/> times.</summary>
sealed class IndexSnapshot(ImmutableArray<ResourceType> types, long generation, ImmutableArray<StoredIndex> stored, ImmutableDictionary<TenantId, StoredSchemas> own)
{
    static readonly TenantId Everybody = new(0);

    readonly ConcurrentDictionary<(TenantId, string), IndexedType> known = new();
    readonly ImmutableHashSet<TenantId> special = [.. stored.Select(s => s.Tenant), .. own.Keys];

    public long Generation => generation;

    public ImmutableArray<StoredIndex> Stored => stored;

    public OwnSchemas SchemasOf(TenantId tenant) => own.TryGetValue(tenant, out var schemas) ? schemas.Read() : OwnSchemas.None;

    /// <summary>The resource types that a tenant has: every attribute of every door, and its own.</summary>
    public ImmutableArray<ResourceType> TypesOf(TenantId tenant) => SchemasOf(tenant).Extend(types);

    /// <exception cref="SchemaChangedException">The tenant has no such type, or no longer.</exception>
    public IndexedType Of(TenantId tenant, string type)
    {
        var owner = special.Contains(tenant) ? tenant : Everybody;
        return known.TryGetValue((owner, type), out var indexed) ? indexed : known.GetOrAdd((owner, type), _ => Make(owner, type));
    }

    IndexedType Make(TenantId tenant, string name)
    {
        var type = ValueIndex.TypeOf(TypesOf(tenant), name) ?? throw new SchemaChangedException();
        var indexes = stored.Where(s => (s.Tenant == tenant || s.Tenant == Everybody) && string.Equals(s.Type, name, StringComparison.Ordinal)).ToList();
        return new IndexedType(
            type,
            [.. indexes.Select(s => (s.Id, ValueIndex.PathOf(type, s.Path) ?? throw new StorageException($"The data has an index on '{s.Path}' of {name}, which its schemas do not define.")))],
            [.. indexes.Where(s => !s.Complete).Select(s => s.Id)]);
    }
}
