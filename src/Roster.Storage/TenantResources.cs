using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Storage.Postgres;

namespace Roster.Storage;

/// <summary>One tenant's resources: reads on the pool, writes by way of the writer.</summary>
sealed class TenantResources : IResourceStore
{
    public TenantResources(TenantId tenant, Database database, ValueIndex index, CatalogueStore catalogues)
    {
        (this.tenant, this.database, this.index, this.catalogues) = (tenant, database, index, catalogues);
        reader = new ResourceReader(tenant, database.Dialect);
        writer = new ResourceWriter(tenant, database.Dialect, reader);
        set = database.Dialect.IsRemote ? new SaveSet(tenant, database.Dialect, writer) : null;
    }

    readonly TenantId tenant;
    readonly Database database;
    readonly ValueIndex index;
    readonly CatalogueStore catalogues;
    readonly ResourceReader reader;
    readonly ResourceWriter writer;
    readonly SaveSet? set;

    public ValueTask<Resource?> FindAsync(ResourceKey key, Load load, DocumentMemory? memory, CancellationToken cancel)
    {
        if (!load.IncludesMembers() && database.PointReads is { } together)
            return new(together.FindAsync(tenant, key, load, cancel));

        return load switch
        {
            Load.Document => database.Readers.ReadAsync(tenant, (reader, key, load, memory), static (on, asked) => asked.reader.Find(on, asked.key, asked.load, asked.memory), cancel),
            _ when load.IncludesMembers() || !load.HasFlag(Load.Memberships) => FindAtOneMomentAsync(key, load, memory, cancel),
            _ => database.Readers.ReadAsync(tenant, (reader, key, load, memory), static (on, asked) => asked.reader.FindWithGroups(on, asked.key, asked.load, asked.memory), cancel),
        };
    }

    ValueTask<Resource?> FindAtOneMomentAsync(ResourceKey key, Load load, DocumentMemory? memory, CancellationToken cancel) =>
        database.Readers.SnapshotAsync(tenant, on => reader.Find(on, key, load, memory), cancel);

    // Among others' reads the whole resource comes as cheaply.
    public async ValueTask<long?> FindVersionAsync(ResourceKey key, CancellationToken cancel) => database.PointReads is { } together
        ? (await together.FindAsync(tenant, key, Load.Document, cancel))?.Version
        : await database.Readers.ReadAsync(tenant, (reader, key), static (on, asked) => asked.reader.FindVersion(on, asked.key), cancel);

    // Which indexes are complete is asked as of the same moment as everything else.
    public async Task<ResourcePage> QueryAsync(ResourceQuery query, CancellationToken cancel) =>
        await AloneAsync(query, cancel) ?? await database.Readers.SnapshotAsync(tenant, on => reader.Query(on, query, index, database.Texts, cancel), cancel);

    // By the indexes that are known; if they are others meanwhile, the statement tells.
    ValueTask<ResourcePage?> AloneAsync(ResourceQuery query, CancellationToken cancel)
    {
        var known = index.Latest;
        if (TypePlan.OfOnly(query, tenant, database.Dialect, known) is not { } part)
            return default;
        if (KeyedSearch.Of(query, part, known) is { } search)
            return FindAsync(search, cancel);
        return CountedPage.Of(query, part, database.Dialect, known) is { } page
            ? database.Readers.ReadAsync(tenant, (page, tenant), static (on, asked) => asked.page.Find(on, asked.tenant), cancel)
            : default;
    }

    ValueTask<ResourcePage?> FindAsync(KeyedSearch search, CancellationToken cancel) => database.PointReads is { } together
        ? new(together.FindAsync(tenant, search, cancel))
        : database.Readers.ReadAsync(tenant, (search, tenant), static (on, asked) => asked.search.Find(on, asked.tenant), cancel);

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
        if (StoredResource.Shown(change.At) is var shown && shown != change.At)
            change = change with { At = shown };

        // Parsing happens here, on the caller's time, not on the one writer's; it is done again when an index came or went in between.
        var prepared = ResourceWriter.Prepared.Of(change, caller, index.Latest.Of(tenant, change.Key.Type));
        return set is null
            ? database.Writer.RunAsync(tenant, on => Save(on, prepared), Committed, cancel)
            : database.Writer.RunAsync(tenant, prepared, Save, SaveTogether, Committed, cancel);
    }

    ResourceChange? Save(StoreConnection on, ResourceWriter.Prepared prepared) =>
        Current(on, prepared) is { } current ? writer.Save(on, current) : throw new SchemaChangedException();

    IReadOnlyList<ResourceChange?> SaveTogether(StoreConnection on, IReadOnlyList<ResourceWriter.Prepared> saves) =>
        set!.Save(on, [.. saves.Select(prepared => Current(on, prepared))]);

    /// <returns>The save as the indexes now are; null when it was checked against schemas that are not those of now.</returns>
    ResourceWriter.Prepared? Current(StoreConnection on, ResourceWriter.Prepared prepared)
    {
        var (change, indexes) = (prepared.Change, index.AsOf(on));
        return indexes.SchemasOf(tenant).Version == change.SchemaVersion || change.Kind == ChangeKind.Delete ? prepared.For(indexes.Of(tenant, change.Key.Type)) : null;
    }

    void Committed(ResourceChange? effective)
    {
        if (effective?.CatalogueAdditions.IsEmpty == false)
            database.Administration.Invalidate();
    }

    public Task<IReadOnlyList<CatalogueUse>> MissingFromCatalogueAsync(IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel) =>
        catalogues.MissingAsync(tenant, uses, cancel);

    public Task<string?> FindPasswordHashAsync(ResourceKey key, CancellationToken cancel) =>
        database.Readers.ReadAsync(tenant, on => reader.FindPasswordHash(on, key), cancel).AsTask();
}
