using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>A row of <c>indexed_attribute</c>.</summary>
/// <param name="Tenant">0 for an index of every tenant.</param>
sealed record StoredIndex(long Id, TenantId Tenant, string Type, string Path, bool Complete, long FilledTo)
{
    public const string Columns = "id, tenant, type, path, complete, filled_to";

    public bool IsOf(string type, string path) => string.Equals(Type, type, StringComparison.Ordinal) && string.Equals(Path, path, StringComparison.Ordinal);

    const string FilledToSql = "SELECT filled_to FROM indexed_attribute WHERE id = @id";

    /// <summary>How far it is filled. That grows without a new generation, so a snapshot may be behind.</summary>
    public long FilledToNow(StoreConnection on) => on[FilledToSql].Scalar(("@id", Id)) as long? ?? FilledTo;

    public static StoredIndex Read(StoreConnection.Rows rows) =>
        new(rows.Number(0), new TenantId(rows.Number(1)), rows.Text(2), rows.Text(3), rows.Number(4) == 1, rows.Number(5));
}

/// <summary>All indexes as they were when the indexes had been changed <paramref name="generation"/> times.</summary>
sealed class IndexSnapshot(ImmutableArray<ResourceType> types, long generation, ImmutableArray<StoredIndex> stored)
{
    static readonly TenantId Everybody = new(0);

    readonly ConcurrentDictionary<(TenantId, string), IndexedType> known = new();
    readonly ImmutableHashSet<TenantId> special = [.. stored.Select(s => s.Tenant)];

    public long Generation => generation;

    public ImmutableArray<StoredIndex> Stored => stored;

    public IndexedType Of(TenantId tenant, string type)
    {
        var owner = special.Contains(tenant) ? tenant : Everybody;
        return known.TryGetValue((owner, type), out var indexed) ? indexed : known.GetOrAdd((owner, type), _ => Make(owner, type));
    }

    IndexedType Make(TenantId tenant, string name)
    {
        var type = ValueIndex.TypeOf(types, name) ?? throw new ArgumentException($"The store was not opened with a resource type '{name}'.", nameof(name));
        var own = stored.Where(s => (s.Tenant == tenant || s.Tenant == Everybody) && string.Equals(s.Type, name, StringComparison.Ordinal)).ToList();
        return new IndexedType(
            type,
            [.. own.Select(s => (s.Id, ValueIndex.PathOf(type, s.Path) ?? throw new StorageException($"The data has an index on '{s.Path}' of {name}, which its schemas do not define.")))],
            [.. own.Where(s => !s.Complete).Select(s => s.Id)]);
    }
}
