using System.Collections.Immutable;
using System.Globalization;
using Roster.Scim;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>
/// Which attributes of which resource types have rows in <c>resource_value</c>, and which types a tenant has at all. Any process may change that at any time, so each transaction looks,
/// at one number: a write makes the rows of every index that there is, and a query uses only those that are complete.
/// </summary>
sealed class ValueIndex
{
    ValueIndex(ImmutableArray<ResourceType> types) => (this.types, latest) = (types, new IndexSnapshot(types, -1, [], ImmutableDictionary<TenantId, StoredSchemas>.Empty));

    readonly ImmutableArray<ResourceType> types;
    volatile IndexSnapshot latest;

    public ImmutableArray<ResourceType> Types => types;

    /// <summary>The indexes as they were known last; good enough to prepare by, not to write or ask by.</summary>
    public IndexSnapshot Latest => latest;

    const string GenerationSql = "SELECT indexes FROM administration WHERE id = 1";

    /// <summary>A column for a statement that is run anyway, for <see cref="See"/>.</summary>
    public const string GenerationColumn = $"({GenerationSql})";

    /// <summary>Takes note of the number that a statement of the connection's transaction brought along, if it is that of indexes that are known.</summary>
    public static void See(StoreConnection on, long generation, IndexSnapshot known)
    {
        if (generation == known.Generation)
            on.Indexes ??= known;
    }

    const string ListSql = $"SELECT {StoredIndex.Columns} FROM indexed_attribute WHERE dropped = 0 ORDER BY id";

    /// <summary>The indexes as the connection's transaction sees them.</summary>
    public IndexSnapshot AsOf(StoreConnection on)
    {
        if (on.Indexes is { } seen)
            return seen;

        var generation = Convert.ToInt64(on[GenerationSql].Scalar(), CultureInfo.InvariantCulture);
        var known = latest;
        return on.Indexes = known.Generation == generation ? known : new IndexSnapshot(types, generation, List(on), Own(on));
    }

    // Of every tenant: it is no tenant's own request that reads it.
    const string OwnSql = "SELECT tenant, version, definition FROM own_schemas";

    static ImmutableDictionary<TenantId, StoredSchemas> Own(StoreConnection on)
    {
        var own = ImmutableDictionary.CreateBuilder<TenantId, StoredSchemas>();
        using var rows = on[OwnSql].Read();
        while (rows.Next())
            own[new TenantId(rows.Number(0))] = new StoredSchemas(rows.Number(1), rows.Text(2));
        return own.ToImmutable();
    }

    /// <summary>Makes what is committed the latest.</summary>
    public ValueTask<IndexSnapshot> RefreshAsync(Database database, CancellationToken cancel) => database.Readers.SnapshotAsync(on => latest = AsOf(on), cancel);

    const string AdvanceSql = "UPDATE administration SET indexes = indexes + 1 WHERE id = 1";

    /// <summary>To be called in the transaction of every write to <c>indexed_attribute</c> or <c>own_schemas</c>.</summary>
    public static void Advance(StoreConnection on)
    {
        on[AdvanceSql].Run();
        on.Indexes = null;
    }

    static ImmutableArray<StoredIndex> List(StoreConnection on)
    {
        var stored = ImmutableArray.CreateBuilder<StoredIndex>();
        using var rows = on[ListSql].Read();
        while (rows.Next())
            stored.Add(StoredIndex.Read(rows));
        return stored.DrainToImmutable();
    }

    // ---- Names

    public static ResourceType? TypeOf(ImmutableArray<ResourceType> types, string name) =>
        types.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.Ordinal));

    /// <summary>The path with that text, if the type has it.</summary>
    public static AttributePath? PathOf(ResourceType type, string text, StringComparison letters = StringComparison.Ordinal) =>
        type.Schema.Attributes.Concat([CommonAttributes.ExternalId]).SelectMany(a => Paths(null, a))
            .Concat(type.Extensions.SelectMany(e => e.Schema.Attributes.SelectMany(a => Paths(e.Schema.Id, a))))
            .FirstOrDefault(path => string.Equals(path.ToString(), text, letters));

    static IEnumerable<AttributePath> Paths(string? extension, AttributeDefinition attribute) =>
        [new AttributePath(extension, attribute), .. attribute.SubAttributes.Select(sub => new AttributePath(extension, attribute, sub))];

    /// <summary>Whether values of the attribute can be kept one by one.</summary>
    public static bool CanIndex(AttributePath path) => !path.Leaf.IsComplex && path.Sub is not { MultiValued: true };

    // ---- The installation's own indexes, made when it is opened

    const string InsertSql = "INSERT INTO indexed_attribute (tenant, type, path, complete, filled_to, demanded, dropped) VALUES (0, @type, @path, 0, 0, 0, 0) ON CONFLICT DO NOTHING";

    const string CompleteSql = "UPDATE indexed_attribute SET complete = 1 WHERE complete = 0 AND tenant = 0";

    const string DropSql = "UPDATE indexed_attribute SET dropped = id WHERE id = @id";

    /// <summary>Makes the installation's indexes what the options say, and fills what is new from the documents.</summary>
    public static async Task<ValueIndex> OpenAsync(StorageOptions options, Database database, CancellationToken cancel)
    {
        var index = new ValueIndex(options.ResourceTypes);
        var snapshot = await index.RefreshAsync(database, cancel);
        var stored = snapshot.Stored;
        if (options.Indexed.IsDefault)
            return index;

        foreach (var indexed in options.Indexed)
            Check(indexed, options.ResourceTypes);
        var missing = options.Indexed.Where(wanted => !stored.Any(s => s.Tenant.Value == 0 && s.Complete && Is(s, wanted))).ToList();
        var unwanted = stored.Where(s => s.Tenant.Value == 0
            ? !s.Complete || !options.Indexed.Any(wanted => Is(s, wanted))
            : TypeOf(snapshot.TypesOf(s.Tenant), s.Type) is not { } type || PathOf(type, s.Path) is null).ToList();
        if (missing.Count == 0 && unwanted.Count == 0)
            return index;

        await database.Writer.RunAsync(
            null,
            on =>
            {
                foreach (var one in unwanted)
                    on[DropSql].Run(("@id", one.Id));
                foreach (var one in missing)
                    on[InsertSql].Run(("@type", one.ResourceType), ("@path", one.Path.ToString()));
                Advance(on);
                return true;
            },
            null,
            cancel);
        stored = (await index.RefreshAsync(database, cancel)).Stored;

        foreach (var one in stored.Where(s => s.Tenant.Value == 0 && !s.Complete))
            await index.FillAsync(one, database, cancel);
        await database.Writer.RunAsync(
            null,
            on =>
            {
                on[CompleteSql].Run();
                Advance(on);
                return true;
            },
            null,
            cancel);
        await index.RefreshAsync(database, cancel);
        return index;
    }

    static bool Is(StoredIndex stored, IndexedAttribute attribute) => stored.IsOf(attribute.ResourceType, attribute.Path.ToString());

    static void Check(IndexedAttribute indexed, ImmutableArray<ResourceType> types)
    {
        if (TypeOf(types, indexed.ResourceType) is not { } type)
            throw new StorageException($"'{indexed.Path}' cannot be indexed: there is no resource type '{indexed.ResourceType}'.");
        if (!CanIndex(indexed.Path) || PathOf(type, indexed.Path.ToString()) is null)
            throw new StorageException($"'{indexed.Path}' of {indexed.ResourceType} cannot be indexed: it must be a simple attribute, or a single-valued part of one.");
    }

    // ---- Filling

    const string TenantsSql = "SELECT id FROM tenant ORDER BY id";

    async Task FillAsync(StoredIndex one, Database database, CancellationToken cancel)
    {
        foreach (var tenant in await database.Readers.ReadAsync(Tenants, cancel))
        {
            for (long? after = 0; after is not null;)
            {
                var from = after.Value;
                after = await database.Writer.RunAsync(tenant, on => FillNext(on, database.Dialect, tenant, one, from), null, cancel);
            }
        }
    }

    public static List<TenantId> Tenants(StoreConnection on)
    {
        var tenants = new List<TenantId>();
        using var rows = on[TenantsSql].Read();
        while (rows.Next())
            tenants.Add(new TenantId(rows.Number(0)));
        return tenants;
    }

    const string NextSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0 AND r.row_id > @after
         ORDER BY r.row_id
         LIMIT 250
        """;

    /// <summary>Writes the values of the next few resources of one tenant. Writers that know of the index may have been there first.</summary>
    /// <returns>The last row that was filled; null when there are no more.</returns>
    public long? FillNext(StoreConnection on, Dialect dialect, TenantId tenant, StoredIndex one, long after)
    {
        var found = new List<StoredResource>();
        using (var rows = on[NextSql].Read(("@tenant", tenant.Value), ("@type", one.Type), ("@after", after)))
        {
            while (rows.Next())
                found.Add(StoredResource.Read(rows));
        }

        var type = AsOf(on).Of(tenant, one.Type);
        var writer = new ResourceWriter(tenant, dialect, new ResourceReader(tenant, dialect));
        foreach (var (row, resource) in found)
            writer.FillValues(on, row, type.Index(resource.Document).Values.Where(v => v.Path == one.Id));
        return found.Count == 0 ? null : found[^1].Row;
    }
}
