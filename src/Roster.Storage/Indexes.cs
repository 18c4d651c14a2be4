using System.Globalization;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>An indexed attribute, and how far its index has been built.</summary>
/// <param name="InstallationWide">Whether every tenant has it, so that none can drop it.</param>
/// <param name="Complete">Whether filters use it. Until then they look through documents, and find the same.</param>
/// <param name="Done">How many of the tenant's resources are in it.</param>
/// <param name="Problem">Why building does not get on; null while it does.</param>
public sealed record AttributeIndex(string ResourceType, string Path, bool InstallationWide, bool Complete, long Done, long Total, string? Problem);

/// <summary>The indexed attributes of each tenant, beside the built-in columns. They come and go while the server runs.</summary>
public sealed class Indexes
{
    /// <summary>Indexes that a tenant may add: each costs write rate.</summary>
    public const int MaxPerTenant = 30;

    internal Indexes(Database database, ValueIndex index, IndexBuilder builder) => (this.database, this.index, this.builder) = (database, index, builder);

    readonly Database database;
    readonly ValueIndex index;
    readonly IndexBuilder builder;

    const string TotalSql = "SELECT count(*) FROM resource WHERE tenant = @tenant AND type = @type AND tombstone = 0";

    const string DoneSql = "SELECT count(*) FROM resource WHERE tenant = @tenant AND type = @type AND tombstone = 0 AND row_id <= @row";

    /// <summary>The installation's indexes and those that the tenant added.</summary>
    public Task<IReadOnlyList<AttributeIndex>> ListAsync(TenantId tenant, CancellationToken cancel) => database.Readers.SnapshotAsync<IReadOnlyList<AttributeIndex>>(
        tenant,
        on => [.. index.AsOf(on).Stored.Where(s => s.Tenant.Value == 0 || s.Tenant == tenant).Select(s => Show(on, tenant, s))], cancel).AsTask();

    AttributeIndex Show(StoreConnection on, TenantId tenant, StoredIndex stored)
    {
        var total = Number(on[TotalSql].Scalar(("@tenant", tenant.Value), ("@type", stored.Type)));
        var done = stored.Complete ? total : Number(on[DoneSql].Scalar(("@tenant", tenant.Value), ("@type", stored.Type), ("@row", stored.FilledToNow(on))));
        return new AttributeIndex(stored.Type, stored.Path, stored.Tenant.Value == 0, stored.Complete, done, total, builder.ProblemOf(stored.Id));
    }

    const string InsertSql = "INSERT INTO indexed_attribute (tenant, type, path, complete, filled_to, demanded, dropped) VALUES (@tenant, @type, @path, 0, 0, 0, 0)";

    /// <summary>
    /// Adds an index for one tenant. Writes fill it from now on; what there is already is filled in by the server, in the background and in small steps.
    /// </summary>
    /// <param name="path">A simple attribute or part of one, in any letter case: <c>name.familyName</c>.</param>
    /// <exception cref="ScimException">
    /// 400 when there is no such type or attribute, or it cannot be indexed; 404 when there is no such tenant; 409 when it is indexed, or the tenant has too many.
    /// </exception>
    public async Task<AttributeIndex> AddAsync(TenantId tenant, string resourceType, string path, CancellationToken cancel)
    {
        var (type, attribute) = Resolve(tenant, resourceType, path);
        var text = attribute.ToString();
        var added = await database.Writer.RunAsync(
            tenant,
            on =>
            {
                if (TenantStore.Find(on, tenant) is not { PurgeBegunAt: null })
                    throw TenantStore.NotThere();
                var stored = index.AsOf(on).Stored;
                if (stored.Any(s => (s.Tenant.Value == 0 || s.Tenant == tenant) && s.IsOf(type.Name, text)))
                    throw ClientStore.Conflict($"'{text}' of {type.Name} is indexed already.");
                if (stored.Count(s => s.Tenant == tenant) >= MaxPerTenant)
                    throw ClientStore.Conflict(string.Create(CultureInfo.InvariantCulture, $"An organization can add {MaxPerTenant} indexes at most. Drop one first."));

                on[InsertSql].Run(("@tenant", tenant.Value), ("@type", type.Name), ("@path", text));
                ValueIndex.Advance(on);
                return Show(on, tenant, index.AsOf(on).Stored.Single(s => s.Tenant == tenant && s.IsOf(type.Name, text)));
            },
            null,
            cancel);
        await index.RefreshAsync(database, cancel);
        builder.Wake();
        return added;
    }

    const string DropSql = "UPDATE indexed_attribute SET dropped = id WHERE id = @id";

    /// <summary>Drops an index that the tenant added, complete or not; no filter uses it from now on. Its rows are removed in the background.</summary>
    /// <returns>False when the tenant has no such index.</returns>
    /// <exception cref="ScimException">400 when there is no such type or attribute; 409 when the index is the installation's.</exception>
    public async Task<bool> DropAsync(TenantId tenant, string resourceType, string path, CancellationToken cancel)
    {
        var (type, attribute) = Resolve(tenant, resourceType, path);
        var dropped = await database.Writer.RunAsync(
            tenant,
            on =>
            {
                var stored = index.AsOf(on).Stored.Where(s => s.IsOf(type.Name, attribute.ToString())).ToList();
                if (stored.Find(s => s.Tenant == tenant) is { } own)
                {
                    if (own.Demanded)
                        throw ClientStore.Conflict($"'{attribute}' of {type.Name} is unique by its schema, which this index tells; it cannot be dropped.");
                    on[DropSql].Run(("@id", own.Id));
                    ValueIndex.Advance(on);
                    return true;
                }

                return stored.Exists(s => s.Tenant.Value == 0) ? throw ClientStore.Conflict($"'{attribute}' of {type.Name} is indexed for every organization and cannot be dropped for one.") : false;
            },
            null,
            cancel);
        await index.RefreshAsync(database, cancel);
        builder.Wake();
        return dropped;
    }

    (ResourceType Type, AttributePath Path) Resolve(TenantId tenant, string resourceType, string path)
    {
        var type = index.Latest.TypesOf(tenant).FirstOrDefault(t => string.Equals(t.Name, resourceType, StringComparison.OrdinalIgnoreCase))
            ?? throw ScimError.InvalidValue($"There is no resource type '{ScimError.Quote(resourceType)}'.").ToException();
        var attribute = ValueIndex.PathOf(type, path, StringComparison.OrdinalIgnoreCase)
            ?? throw ScimError.InvalidPath($"{type.Name} has no attribute '{ScimError.Quote(path)}'.").ToException();
        if (!ValueIndex.CanIndex(attribute) || attribute.Attribute.Returned == Returned.Never || attribute.Leaf.Returned == Returned.Never)
            throw ScimError.InvalidPath($"'{attribute}' of {type.Name} cannot be indexed: only a simple attribute that can be read, or a single-valued part of one.").ToException();
        if (IsBuiltIn(index.Latest.Of(tenant, type.Name), attribute))
            throw ClientStore.Conflict($"'{attribute}' of {type.Name} is indexed already.");
        return (type, attribute);
    }

    static bool IsBuiltIn(IndexedType type, AttributePath path) =>
        path is { Extension: null, Sub: null } && (path.Leaf == type.Unique || path.Leaf == type.DisplayName || path.Leaf == type.ExternalId || path.Leaf == type.Active);

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
