using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>One tenant's resources: reads on the pool, writes by way of the writer.</summary>
sealed class TenantResources(TenantId tenant, Database database, ValueIndex index, CatalogueStore catalogues) : IResourceStore
{
    readonly ResourceReader reader = new(tenant, database.Dialect);
    readonly ResourceWriter writer = new(tenant, database.Dialect, new ResourceReader(tenant, database.Dialect));

    public Task<Resource?> FindAsync(ResourceKey key, Load load, CancellationToken cancel)
    {
        if (!load.IncludesMembers() && database.PointReads is { } together)
            return together.FindAsync(tenant, key, load, cancel);

        return load == Load.Document
            ? database.Readers.ReadAsync(tenant, on => reader.Find(on, key, load), cancel).AsTask()
            : database.Readers.SnapshotAsync(tenant, on => reader.Find(on, key, load), cancel).AsTask();
    }

    // Which indexes are complete is asked as of the same moment as everything else.
    public Task<ResourcePage> QueryAsync(ResourceQuery query, CancellationToken cancel) =>
        database.Readers.SnapshotAsync(
            tenant,
            on =>
            {
                var indexes = index.AsOf(on);
                return reader.Query(on, query, type => indexes.Of(tenant, type), cancel);
            },
            cancel).AsTask();

    public Task<MemberPage?> MembersAsync(ResourceKey group, MemberQuery query, CancellationToken cancel) => database.Readers.SnapshotAsync(
        tenant,
        on => reader.FindRow(on, group) is { } found ? MemberRows.Page(on, database.Dialect, tenant, found.Row, query, cancel) : null, cancel).AsTask();

    public Task<IReadOnlyDictionary<string, string>> NamesAsync(string type, IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        database.Readers.SnapshotAsync<IReadOnlyDictionary<string, string>>(tenant, on => MemberRows.Names(on, tenant, type, ids), cancel).AsTask();

    public async Task<ResourceChange?> TrySaveAsync(ResourceChange change, Caller caller, CancellationToken cancel)
    {
        try
        {
            return await SaveAsync(change, caller, cancel);
        }
        catch (SchemaChangedException)
        {
            // Whoever tries again asks for the schemas first.
            await index.RefreshAsync(database, cancel);
            throw;
        }
    }

    Task<ResourceChange?> SaveAsync(ResourceChange change, Caller caller, CancellationToken cancel)
    {
        if (caller.Tenant != tenant)
            throw new ArgumentException("The caller belongs to another tenant.", nameof(caller));
        if (change.Kind != ChangeKind.Delete && change.Document is null)
            throw new ArgumentException("Only a delete has no document.", nameof(change));
        // Members are compared without regard to case and ids exactly; with lower-case ids that is the same.
        if (change.Kind == ChangeKind.Create && !string.Equals(Folding.Fold(change.Key.Id), change.Key.Id, StringComparison.Ordinal))
            throw new ArgumentException("An id is made in lower case.", nameof(change));

        // Filters judge times as they are shown, in milliseconds; stored to the same, every place agrees on them.
        change = change with { At = StoredResource.Shown(change.At) };

        // Parsing happens here, on the caller's time, not on the one writer's; it is done again when an index came or went in between.
        var prepared = ResourceWriter.Prepared.Of(change, caller, index.Latest.Of(tenant, change.Key.Type));
        return database.Writer.RunAsync(
            tenant,
            on => index.AsOf(on).SchemasOf(tenant).Version == change.SchemaVersion || change.Kind == ChangeKind.Delete
                ? writer.Save(on, prepared.For(index.AsOf(on).Of(tenant, change.Key.Type)))
                : throw new SchemaChangedException(),
            effective =>
            {
                if (effective?.CatalogueAdditions.IsEmpty == false)
                    database.Administration.Invalidate();
            },
            cancel);
    }

    public Task<IReadOnlyList<CatalogueUse>> MissingFromCatalogueAsync(IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel) =>
        catalogues.MissingAsync(tenant, uses, cancel);

    public Task<string?> FindPasswordHashAsync(ResourceKey key, CancellationToken cancel) =>
        database.Readers.ReadAsync(tenant, on => reader.FindPasswordHash(on, key), cancel).AsTask();
}
