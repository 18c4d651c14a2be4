using System.Collections.Frozen;
using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>Which attributes of which resource types have rows in <c>resource_value</c>.</summary>
sealed class ValueIndex
{
    ValueIndex(IEnumerable<IndexedType> types) => this.types = types.ToFrozenDictionary(t => t.Type.Name, StringComparer.Ordinal);

    readonly FrozenDictionary<string, IndexedType> types;

    public IndexedType Of(string type) =>
        types.TryGetValue(type, out var indexed) ? indexed : throw new ArgumentException($"The store was not opened with a resource type '{type}'.", nameof(type));

    /// <summary>Makes the index what the options say, and fills what is new from the documents.</summary>
    public static async Task<ValueIndex> OpenAsync(StorageOptions options, Database database, CancellationToken cancel)
    {
        var stored = await database.Readers.ReadAsync(List, cancel);
        var missing = new List<IndexedAttribute>();
        if (!options.Indexed.IsDefault)
        {
            foreach (var indexed in options.Indexed)
                Check(indexed, options.ResourceTypes);

            missing.AddRange(options.Indexed.Where(wanted => !stored.Any(s => s.Complete && s.Is(wanted))));
            foreach (var dropped in stored.Where(s => !s.Complete || !options.Indexed.Any(s.Is)))
                await DropAsync(dropped.Id, database, cancel);
            foreach (var attribute in missing)
                await database.Writer.RunAsync(on => on[InsertSql].Run(("@type", attribute.ResourceType), ("@path", attribute.Path.ToString())), null, cancel);
            stored = await database.Readers.ReadAsync(List, cancel);
        }

        var index = new ValueIndex(options.ResourceTypes.Select(type => new IndexedType(type, [.. Attributes(type, stored, options.Indexed)])));
        foreach (var attribute in missing)
            await index.FillAsync(attribute, database, cancel);
        if (missing.Count > 0)
            await database.Writer.RunAsync(on => on[CompleteSql].Run(), null, cancel);
        return index;
    }

    sealed record Stored(long Id, string Type, string Path, bool Complete)
    {
        public bool Is(IndexedAttribute attribute) =>
            string.Equals(Type, attribute.ResourceType, StringComparison.Ordinal) && string.Equals(Path, attribute.Path.ToString(), StringComparison.Ordinal);
    }

    const string ListSql = "SELECT id, type, path, complete FROM indexed_attribute ORDER BY id";

    static List<Stored> List(StoreConnection on)
    {
        var stored = new List<Stored>();
        using var rows = on[ListSql].Read();
        while (rows.Next())
            stored.Add(new Stored(rows.Number(0), rows.Text(1), rows.Text(2), rows.Number(3) == 1));
        return stored;
    }

    static void Check(IndexedAttribute indexed, ImmutableArray<ResourceType> types)
    {
        if (!types.Any(t => string.Equals(t.Name, indexed.ResourceType, StringComparison.Ordinal)))
            throw new StorageException($"'{indexed.Path}' cannot be indexed: there is no resource type '{indexed.ResourceType}'.");
        if (indexed.Path.Leaf.IsComplex || indexed.Path.Sub is { MultiValued: true })
            throw new StorageException($"'{indexed.Path}' of {indexed.ResourceType} cannot be indexed: it must be a simple attribute, or a single-valued part of one.");
    }

    static IEnumerable<(long Id, AttributePath Path)> Attributes(ResourceType type, List<Stored> stored, ImmutableArray<IndexedAttribute> indexed)
    {
        foreach (var attribute in stored.Where(s => string.Equals(s.Type, type.Name, StringComparison.Ordinal)))
        {
            // Another process is still filling it, or was ended while it did.
            if (indexed.IsDefault && !attribute.Complete)
                continue;

            var path = indexed.IsDefault ? PathOf(type, attribute.Path) : indexed.First(attribute.Is).Path;
            yield return (attribute.Id, path ?? throw new StorageException($"The data has an index on '{attribute.Path}' of {type.Name}, which its schemas do not define."));
        }
    }

    /// <summary>The path with that text, if the type has it.</summary>
    static AttributePath? PathOf(ResourceType type, string text) =>
        type.Schema.Attributes.Concat([CommonAttributes.ExternalId]).SelectMany(a => Paths(null, a))
            .Concat(type.Extensions.SelectMany(e => e.Schema.Attributes.SelectMany(a => Paths(e.Schema.Id, a))))
            .FirstOrDefault(path => string.Equals(path.ToString(), text, StringComparison.Ordinal));

    static IEnumerable<AttributePath> Paths(string? extension, AttributeDefinition attribute) =>
        [new AttributePath(extension, attribute), .. attribute.SubAttributes.Select(sub => new AttributePath(extension, attribute, sub))];

    const string InsertSql = "INSERT INTO indexed_attribute (type, path, complete) VALUES (@type, @path, 0) ON CONFLICT DO NOTHING";

    const string CompleteSql = "UPDATE indexed_attribute SET complete = 1 WHERE complete = 0";

    const string DropSql = "DELETE FROM indexed_attribute WHERE id = @id";

    // An index belongs to the installation, so it goes for every tenant.
    const string DropValuesSql = "DELETE FROM resource_value WHERE path = @id AND tenant = @tenant";

    const string TenantsSql = "SELECT id FROM tenant ORDER BY id";

    static async Task DropAsync(long id, Database database, CancellationToken cancel)
    {
        foreach (var tenant in await database.Readers.ReadAsync(Tenants, cancel))
            await database.Writer.RunAsync(on => on[DropValuesSql].Run(("@id", id), ("@tenant", tenant)), null, cancel);
        await database.Writer.RunAsync(on => on[DropSql].Run(("@id", id)), null, cancel);
    }

    static List<long> Tenants(StoreConnection on)
    {
        var tenants = new List<long>();
        using var rows = on[TenantsSql].Read();
        while (rows.Next())
            tenants.Add(rows.Number(0));
        return tenants;
    }

    const string NextSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0 AND r.row_id > @after
         ORDER BY r.row_id
         LIMIT 500
        """;

    async Task FillAsync(IndexedAttribute attribute, Database database, CancellationToken cancel)
    {
        var type = Of(attribute.ResourceType);
        var path = type.Indexed(attribute.Path)!.Value;
        foreach (var tenant in (await database.Readers.ReadAsync(Tenants, cancel)).Select(t => new TenantId(t)))
        {
            var writer = new ResourceWriter(tenant, database.Dialect, new ResourceReader(tenant, database.Dialect));
            for (long? after = 0; after is not null;)
            {
                var from = after.Value;
                after = await database.Writer.RunAsync(on => FillNext(on, tenant, type, path, from, writer), null, cancel);
            }
        }
    }

    static long? FillNext(StoreConnection on, TenantId tenant, IndexedType type, long path, long after, ResourceWriter writer)
    {
        var found = new List<StoredResource>();
        using (var rows = on[NextSql].Read(("@tenant", tenant.Value), ("@type", type.Type.Name), ("@after", after)))
        {
            while (rows.Next())
                found.Add(StoredResource.Read(rows));
        }

        foreach (var (row, resource) in found)
            writer.InsertValues(on, row, [.. type.Index(resource.Document).Values.Where(v => v.Path == path)]);
        return found.Count == 0 ? null : found[^1].Row;
    }
}
