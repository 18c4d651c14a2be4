using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>
/// The schemas and resource types of each tenant's own. A change is checked against every stored resource that it concerns while writes go on, then, in one
/// short transaction, against those that were written meanwhile; what is checked against the older version afterwards is refused by the store.
/// </summary>
public sealed class OwnSchemaStore
{
    /// <summary>Offenders that a refusal lists.</summary>
    const int MaxOffenders = 20;

    internal OwnSchemaStore(Database database, ValueIndex index, IndexBuilder builder) => (this.database, this.index, this.builder) = (database, index, builder);

    readonly Database database;
    readonly ValueIndex index;
    readonly IndexBuilder builder;

    /// <summary>A tenant's own schemas, at most a second old; a write that was checked against an older version is refused.</summary>
    public OwnSchemas Of(TenantId tenant) => index.Latest.SchemasOf(tenant);

    /// <summary>The installation's resource types, with the attributes of every door.</summary>
    public ImmutableArray<ResourceType> Installed => index.Types;

    internal static OwnSchemas Read(long version, string definition)
    {
        var json = JsonNode.Parse(definition)!;
        return new OwnSchemas(
            version,
            [.. json["schemas"]!.AsArray().Select(s => OwnSchemasJson.ReadSchema(s!.AsObject()))],
            [.. json["resourceTypes"]!.AsArray().Select(t => OwnSchemasJson.ReadStored(t!.AsObject()))]);
    }

    static string Write(OwnSchemas own) => new JsonObject
    {
        ["schemas"] = new JsonArray([.. own.Schemas.Select(OwnSchemasJson.Write)]),
        ["resourceTypes"] = new JsonArray([.. own.ResourceTypes.Select(OwnSchemasJson.Write)]),
    }.ToJsonString();

    // ---- Changing

    /// <param name="change">Makes the new value of the present one.</param>
    /// <exception cref="ScimException">
    /// What <paramref name="change"/> throws; 404 when there is no such tenant; 409 with <see cref="ScimError.Offenders"/> when stored resources contradict the
    /// change, or when somebody else changes the tenant's schemas at the same moment.
    /// </exception>
    public async Task<OwnSchemas> ChangeAsync(TenantId tenant, Func<OwnSchemas, OwnSchemas> change, CancellationToken cancel)
    {
        var snapshot = await index.RefreshAsync(database, cancel);
        var before = snapshot.SchemasOf(tenant);
        var after = change(before);
        if (ReferenceEquals(before, after))
            return before;

        after = after with { Version = before.Version + 1 };
        var concerned = Concerned(snapshot.TypesOf(tenant), after.Extend(index.Types));
        var seen = await LookThroughAsync(tenant, concerned, cancel);
        await database.Writer.RunAsync(tenant, on => Save(on, tenant, before, after, concerned, seen), null, cancel);
        await index.RefreshAsync(database, cancel);
        builder.Wake();
        return index.Latest.SchemasOf(tenant);
    }

    /// <summary>A resource type that changes.</summary>
    sealed record Concern(string Name, ResourceType? Before, ResourceType? After)
    {
        /// <summary>The attributes that become unique.</summary>
        public ImmutableArray<AttributePath> NewlyUnique { get; } = After is null ? [] : [.. After.UniquePaths.Except(Before?.UniquePaths ?? [])];
    }

    static List<Concern> Concerned(ImmutableArray<ResourceType> before, ImmutableArray<ResourceType> after) =>
    [
        .. before.Select(t => t.Name).Union(after.Select(t => t.Name), StringComparer.Ordinal)
            .Select(name => new Concern(name, ValueIndex.TypeOf(before, name), ValueIndex.TypeOf(after, name)))
            .Where(c => !Same(c.Before, c.After)),
    ];

    static bool Same(ResourceType? before, ResourceType? after) =>
        ReferenceEquals(before, after)
        || (before is not null && after is not null && ReferenceEquals(before.Schema, after.Schema) && before.Endpoint == after.Endpoint
            && before.Extensions.Select(e => (e.Schema, e.Required)).SequenceEqual(after.Extensions.Select(e => (e.Schema, e.Required))));

    // ---- Looking at what is stored

    /// <summary>What was seen: up to which entry of the change log, and the rows that have a value which becomes unique.</summary>
    sealed record Seen(long Sequence, IReadOnlyList<(string Type, long Row)> Unique);

    const string SequenceSql = "SELECT coalesce(max(sequence), 0) FROM change WHERE tenant = @tenant";

    const string NextSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0 AND r.row_id > @after
         ORDER BY r.row_id
         LIMIT 1000
        """;

    async Task<Seen> LookThroughAsync(TenantId tenant, List<Concern> concerned, CancellationToken cancel)
    {
        var sequence = await database.Readers.ReadAsync(tenant, on => Number(on[SequenceSql].Scalar(("@tenant", tenant.Value))), cancel);
        var offenders = new List<Offender>();
        var unique = new List<(string, long)>();
        foreach (var concern in concerned.Where(c => c.Before is not null))
        {
            for (long? after = 0; after is not null && offenders.Count <= MaxOffenders;)
            {
                var from = after.Value;
                after = await database.Readers.ReadAsync(
                    tenant,
                    on =>
                    {
                        using var rows = on[NextSql].Read(("@tenant", tenant.Value), ("@type", concern.Name), ("@after", from));
                        return Look(rows, concern, offenders, unique);
                    },
                    cancel);
            }
        }

        return offenders.Count > 0 ? throw Contradicted(offenders) : new Seen(sequence, unique);
    }

    /// <returns>The last row looked at; null when there was none.</returns>
    static long? Look(Rows rows, Concern concern, List<Offender> offenders, List<(string, long)> unique)
    {
        long? last = null;
        var newly = new IndexedType(concern.After ?? concern.Before!, [.. concern.NewlyUnique.Select((path, i) => ((long)i, path))]);
        while (rows.Next())
        {
            var (row, resource) = StoredResource.Read(rows);
            last = row;
            if (SchemaConflicts.Find(resource.Document.ToJson(), concern.Before, concern.After) is { } problem)
                offenders.Add(new Offender(concern.Name, resource.Key.Id, problem));
            else if (!concern.NewlyUnique.IsEmpty && !newly.Index(resource.Document).Values.IsEmpty)
                unique.Add((concern.Name, row));
        }

        return last;
    }

    // ---- Saving

    const string LaterSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0
           AND r.row_id IN (SELECT c.resource FROM change c WHERE c.tenant = @tenant AND c.sequence > @sequence)
        """;

    const string SaveSql = """
        INSERT INTO own_schemas (tenant, version, definition)
        VALUES (@tenant, @version, @definition)
        ON CONFLICT (tenant) DO UPDATE SET version = @version, definition = @definition
        """;

    bool Save(StoreConnection on, TenantId tenant, OwnSchemas before, OwnSchemas after, List<Concern> concerned, Seen seen)
    {
        if (TenantStore.Find(on, tenant) is not { PurgeBegunAt: null })
            throw TenantStore.NotThere();
        if (index.AsOf(on).SchemasOf(tenant).Version != before.Version)
            throw ClientStore.Conflict("Somebody else changed the organization's schemas at the same moment; look at them and try again.");

        var offenders = new List<Offender>();
        var unique = seen.Unique.ToList();
        foreach (var concern in concerned.Where(c => c.Before is not null))
        {
            using var rows = on[LaterSql].Read(("@tenant", tenant.Value), ("@type", concern.Name), ("@sequence", seen.Sequence));
            Look(rows, concern, offenders, unique);
        }

        if (offenders.Count > 0)
            throw Contradicted(offenders);

        DropIndexes(on, tenant, after);
        on[SaveSql].Run(("@tenant", tenant.Value), ("@version", after.Version), ("@definition", Write(after)));
        ValueIndex.Advance(on);
        foreach (var concern in concerned.Where(c => !c.NewlyUnique.IsEmpty))
            MakeUnique(on, tenant, concern, unique.Where(u => u.Type == concern.Name).Select(u => u.Row).Distinct());
        return true;
    }

    const string DropSql = "UPDATE indexed_attribute SET dropped = id WHERE id = @id";

    const string ReleaseSql = "UPDATE indexed_attribute SET demanded = 0 WHERE id = @id";

    /// <summary>Lets go of the tenant's indexes on attributes that will not be there, or not be unique.</summary>
    void DropIndexes(StoreConnection on, TenantId tenant, OwnSchemas after)
    {
        var types = after.Extend(index.Types);
        foreach (var stored in index.AsOf(on).Stored.Where(s => s.Tenant == tenant))
        {
            var type = ValueIndex.TypeOf(types, stored.Type);
            if (type is null || ValueIndex.PathOf(type, stored.Path) is not { } path)
                on[DropSql].Run(("@id", stored.Id));
            else if (stored.Demanded && !type.UniquePaths.Contains(path))
                on[ReleaseSql].Run(("@id", stored.Id));
        }
    }

    const string DemandSql = """
        INSERT INTO indexed_attribute (tenant, type, path, complete, filled_to, demanded, dropped)
        VALUES (@tenant, @type, @path, 1, 0, 1, 0)
        ON CONFLICT (tenant, type, path, dropped) DO UPDATE SET complete = 1, demanded = 1
        """;

    const string OneSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.row_id = @row AND r.tombstone = 0
        """;

    const string SharedSql = """
        SELECT r.type, r.id
          FROM resource r JOIN resource_value v ON v.resource = r.row_id
         WHERE r.tenant = @tenant AND v.tenant = @tenant AND v.path = @path
           AND v.text IN (SELECT w.text FROM resource_value w WHERE w.tenant = @tenant AND w.path = @path GROUP BY w.text HAVING count(DISTINCT w.resource) > 1)
         ORDER BY v.text, r.row_id
         LIMIT 50
        """;

    /// <summary>Indexes the attributes that become unique, with all their values, and looks whether two resources share one.</summary>
    void MakeUnique(StoreConnection on, TenantId tenant, Concern concern, IEnumerable<long> rows)
    {
        foreach (var path in concern.NewlyUnique)
            on[DemandSql].Run(("@tenant", tenant.Value), ("@type", concern.Name), ("@path", path.ToString()));
        ValueIndex.Advance(on);

        var type = index.AsOf(on).Of(tenant, concern.Name);
        var ids = type.UniqueValues.Where(u => concern.NewlyUnique.Contains(u.Path)).ToDictionary(u => u.Id, u => u.Path);
        var writer = new ResourceWriter(tenant, database.Dialect, new ResourceReader(tenant, database.Dialect));
        foreach (var row in rows)
        {
            if (Document(on, tenant, row) is { } document)
                writer.FillValues(on, row, type.Index(document).Values.Where(v => ids.ContainsKey(v.Path)));
        }

        var offenders = new List<Offender>();
        foreach (var (id, path) in ids)
        {
            using var shared = on[SharedSql].Read(("@tenant", tenant.Value), ("@path", id));
            while (shared.Next())
                offenders.Add(new Offender(shared.Text(0), shared.Text(1), $"shares its value of '{path}' with another"));
        }

        if (offenders.Count > 0)
            throw Contradicted(offenders);
    }

    static Document? Document(StoreConnection on, TenantId tenant, long row)
    {
        using var rows = on[OneSql].Read(("@tenant", tenant.Value), ("@row", row));
        return rows.Next() ? StoredResource.Read(rows).Resource.Document : null;
    }

    static ScimException Contradicted(List<Offender> offenders)
    {
        var more = offenders.Count > MaxOffenders ? $" and more than {MaxOffenders - 1} others" : offenders.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {offenders.Count - 1} more") : "";
        var first = offenders[0];
        return new ScimError(409, null, $"What is stored contradicts the change: {first.ResourceType} '{first.Id}' {first.Problem}{more}. Change those resources first; 'offenders' lists them.")
        {
            Offenders = [.. offenders.Take(MaxOffenders)],
        }.ToException();
    }

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
