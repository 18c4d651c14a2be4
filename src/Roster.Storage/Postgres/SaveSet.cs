using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using static Roster.Storage.ResourceWriter;

namespace Roster.Storage.Postgres;

/// <summary>
/// Saves of one tenant that are done together: new resources by one statement for all of them; of those that change, the stored rows are found by one.
/// What such statements cannot tell apart, a name that is taken or a deleted resource that comes back, is left to <see cref="ResourceWriter"/>, which
/// does it by itself and knows what to answer.
/// </summary>
sealed class SaveSet(TenantId tenant, Dialect dialect, ResourceReader reader, ResourceWriter writer)
{
    // Bytes of documents that one statement takes.
    const int MaxBytes = 4 << 20;

    /// <returns>The effective changes, in the order of the saves; null for what is to be done by itself. Nothing of that has been written.</returns>
    public IReadOnlyList<ResourceChange?> Save(StoreConnection on, IReadOnlyList<Prepared> saves)
    {
        var effective = new ResourceChange?[saves.Count];
        Create(on, saves, effective);
        Update(on, saves, effective);
        return effective;
    }

    // ---- Create

    const string InsertSql = """
        INSERT INTO resource (tenant, type, id, tombstone, version, created, modified, unique_value, display_name, external_id, active, checksum, password_hash, document)
        SELECT @tenant, new.type, new.id, 0, 1, new.at, new.at, new.unique_value, new.display_name, new.external_id, new.active, new.checksum, new.password_hash, new.document
          FROM unnest(@types, @ids, @times, @uniques, @names, @externals, @actives, @checksums, @passwords, @documents, @revived)
               AS new (type, id, at, unique_value, display_name, external_id, active, checksum, password_hash, document, revived)
         WHERE EXISTS (SELECT 1 FROM tenant WHERE id = @tenant AND purge_begun IS NULL)
           AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.tenant = @tenant AND r.type = new.type AND r.unique_value = new.revived AND r.tombstone > 0)
        ON CONFLICT DO NOTHING
        RETURNING row_id, id
        """;

    const string InsertValuesSql = """
        INSERT INTO resource_value (tenant, resource, path, element, text, number, instant)
        SELECT @tenant, new.resource, new.path, new.element, new.text, new.number, new.instant
          FROM unnest(@resources, @paths, @elements, @texts, @numbers, @instants) AS new (resource, path, element, text, number, instant)
        """;

    const string InsertLogSql = """
        INSERT INTO change (tenant, resource, at, client, correlation, version, kind, delta)
        SELECT @tenant, new.resource, new.at, new.client, new.correlation, 1, @kind, new.delta
          FROM unnest(@resources, @times, @clients, @correlations, @deltas) AS new (resource, at, client, correlation, delta)
        """;

    void Create(StoreConnection on, IReadOnlyList<Prepared> saves, ResourceChange?[] effective)
    {
        var bytes = 0;
        var places = Enumerable.Range(0, saves.Count).Where(i => IsPlainCreate(saves[i]) && (bytes += saves[i].Document!.Document.Utf8.Length) <= MaxBytes).ToList();
        if (places.Count < 2)
            return;

        var rows = Insert(on, [.. places.Select(i => saves[i])]);
        var created = places.FindAll(i => rows.ContainsKey(saves[i].Change.Key.Id));
        foreach (var i in created)
            effective[i] = saves[i].Change with { After = New(saves[i]) };

        var values = created.SelectMany(i => saves[i].Document!.Values.Select(value => (Row: rows[saves[i].Change.Key.Id], Value: value))).ToList();
        if (values.Count > 0)
        {
            on[InsertValuesSql].Queue(
                ("@tenant", tenant.Value), ("@resources", Column(values, v => v.Row)), ("@paths", Column(values, v => v.Value.Path)),
                ("@elements", Column(values, v => (long)v.Value.Element)), ("@texts", Texts(values, v => v.Value.Text)),
                ("@numbers", Column(values, v => v.Value.Number)), ("@instants", Column(values, v => v.Value.Instant)));
        }

        if (created.Count > 0)
        {
            // As for a single one, the log does not repeat the document.
            on[InsertLogSql].Queue(
                ("@tenant", tenant.Value), ("@kind", (long)ChangeKind.Create), ("@resources", Column(created, i => rows[saves[i].Change.Key.Id])),
                ("@times", Column(created, i => saves[i].Change.At.UtcTicks)), ("@clients", Texts(created, i => saves[i].Caller.ClientId)),
                ("@correlations", Texts(created, i => saves[i].Caller.CorrelationId)), ("@deltas", Texts(created, i => ChangeDelta.Of(effective[i]! with { Attributes = [] }))));
        }
    }

    bool IsPlainCreate(Prepared save) =>
        save.Change is { Kind: ChangeKind.Create, Members.IsEmpty: true, CatalogueAdditions.IsEmpty: true }
        && writer.IsIndexable(save.Document!)
        && !save.Type.UniqueValues.Any(unique => save.Document!.Values.Any(value => value.Path == unique.Id));

    /// <returns>The rows of those that were created, by id.</returns>
    Dictionary<string, long> Insert(StoreConnection on, List<Prepared> creates)
    {
        var rows = new Dictionary<string, long>(creates.Count);
        using var inserted = on[InsertSql].ReadWritten(
            ("@tenant", tenant.Value), ("@types", Texts(creates, c => c.Change.Key.Type)), ("@ids", Texts(creates, c => c.Change.Key.Id)),
            ("@times", Column(creates, c => c.Change.At.UtcTicks)), ("@uniques", Texts(creates, c => c.Document!.UniqueValue)),
            ("@names", Texts(creates, c => c.Document!.DisplayName)), ("@externals", Texts(creates, c => c.Document!.ExternalId)),
            ("@actives", Column(creates, c => Flag(c.Document!.Active))),
            ("@checksums", Column(creates, c => Checksum.Of(c.Change.Key.Id, c.Change.At.UtcTicks, Bytes(c.Document!.Document)))),
            ("@passwords", Texts(creates, c => c.Change.PasswordHash)), ("@documents", Column(creates, c => Bytes(c.Document!.Document))),
            ("@revived", Texts(creates, c => c.Revival?.UniqueValue)));
        while (inserted.Next())
            rows.Add(inserted.Text(1), inserted.Number(0));
        return rows;
    }

    static T[] Column<TItem, T>(List<TItem> items, Func<TItem, T> of) => [.. items.Select(of)];

    object Texts<TItem>(List<TItem> items, Func<TItem, string?> of) => dialect.List(items.Select(of));

    // ---- Update

    void Update(StoreConnection on, IReadOnlyList<Prepared> saves, ResourceChange?[] effective)
    {
        // Who is changed twice is changed by each in turn.
        var places = Enumerable.Range(0, saves.Count)
            .Where(i => saves[i].Change is { Kind: ChangeKind.Update, Members.IsEmpty: true, CatalogueAdditions.IsEmpty: true })
            .GroupBy(i => saves[i].Change.Key).Where(group => group.Count() == 1).Select(group => group.Single())
            .ToList();
        if (places.Count < 2)
            return;

        var stored = reader.FindRows(on, [.. places.Select(i => saves[i].Change.Key)]);
        foreach (var i in places)
        {
            on.ForgetWrites();
            try
            {
                if (stored.TryGetValue(saves[i].Change.Key, out var found))
                    effective[i] = writer.Update(on, saves[i], found);
            }
            catch (ScimException) when (!on.HasWritten)
            {
                // It will be told so by itself.
            }
        }
    }
}
