using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using static Roster.Storage.ResourceWriter;

namespace Roster.Storage.Postgres;

/// <summary>
/// Saves of one tenant that are done together: new resources by one statement for all of them; of those that change, the stored rows are found by one; and changes of
/// members as <see cref="MemberSet"/> has it.
/// What such statements cannot tell apart, a name that is taken or a deleted resource that comes back, is left to <see cref="ResourceWriter"/>, which
/// does it by itself and knows what to answer.
/// </summary>
sealed class SaveSet(TenantId tenant, Dialect dialect, ResourceWriter writer)
{
    // Bytes of documents that one statement takes.
    const int MaxBytes = 4 << 20;

    /// <param name="saves">Null for one that is to be done by itself.</param>
    /// <returns>The effective changes, in the order of the saves; null for what is to be done by itself. Nothing of that has been written.</returns>
    public IReadOnlyList<ResourceChange?> Save(StoreConnection on, IReadOnlyList<Prepared?> saves)
    {
        var effective = new ResourceChange?[saves.Count];
        var known = saves.Index().Where(save => save.Item is not null).Select(save => new Place(save.Index, save.Item!)).ToList();
        // Of those that want the same id, one gets it; who is changed twice is changed by each in turn.
        Create(on, [.. Fitting(known.Where(place => IsPlainCreate(place.Save)).DistinctBy(place => place.Save.Change.Key.Id))], effective);
        Update(on, [.. known.Where(place => IsPlainUpdate(place.Save)).GroupBy(place => place.Save.Change.Key).Where(group => group.Count() == 1).Select(group => group.Single())], effective);
        ChangeMembers(on, [.. known.Where(place => MemberSet.Takes(place.Save))], effective);
        return effective;
    }

    /// <summary>A save and where it stands among the others.</summary>
    sealed record Place(int Index, Prepared Save);

    static IEnumerable<Place> Fitting(IEnumerable<Place> places)
    {
        var bytes = 0;
        return places.TakeWhile(place => (bytes += place.Save.Document!.Document.Utf8.Length) <= MaxBytes);
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

    bool IsPlainCreate(Prepared save) =>
        save.Change is { Kind: ChangeKind.Create, Members.IsEmpty: true, CatalogueAdditions.IsEmpty: true }
        && writer.IsIndexable(save.Document!)
        && !save.Type.UniqueValues.Any(unique => save.Document!.Values.Any(value => value.Path == unique.Id));

    void Create(StoreConnection on, List<Place> places, ResourceChange?[] effective)
    {
        if (places.Count < 2)
            return;

        var created = Insert(on, places);
        if (created.Count == 0)
            return;

        foreach (var (index, save, _) in created)
            effective[index] = save.Change with { After = New(save) };

        var values = created.SelectMany(c => c.Save.Document!.Values, (c, value) => (c.Row, Value: value)).ToList();
        if (values.Count > 0)
        {
            on[InsertValuesSql].Queue(
                ("@tenant", tenant.Value), ("@resources", Column(values, v => v.Row)), ("@paths", Column(values, v => v.Value.Path)),
                ("@elements", Column(values, v => (long)v.Value.Element)), ("@texts", Texts(values, v => v.Value.Text)),
                ("@numbers", Column(values, v => v.Value.Number)), ("@instants", Column(values, v => v.Value.Instant)));
        }

        Log(on, created.ConvertAll(c => (c.Save, c.Row, effective[c.Index]!)));
    }

    /// <returns>Those that were created, with their rows.</returns>
    List<(int Index, Prepared Save, long Row)> Insert(StoreConnection on, List<Place> places)
    {
        var creates = places.ConvertAll(place => place.Save);
        var byId = places.ToDictionary(place => place.Save.Change.Key.Id, StringComparer.Ordinal);
        var created = new List<(int, Prepared, long)>(places.Count);
        using var inserted = on[InsertSql].ReadWritten(
            ("@tenant", tenant.Value), ("@types", Texts(creates, c => c.Change.Key.Type)), ("@ids", Texts(creates, c => c.Change.Key.Id)),
            ("@times", Column(creates, c => c.Change.At.UtcTicks)), ("@uniques", Texts(creates, c => c.Document!.UniqueValue)),
            ("@names", Texts(creates, c => c.Document!.DisplayName)), ("@externals", Texts(creates, c => c.Document!.ExternalId)),
            ("@actives", Column(creates, c => Flag(c.Document!.Active))),
            ("@checksums", Column(creates, c => Checksum.Of(c.Change.Key.Id, c.Change.At.UtcTicks, Bytes(c.Document!.Document)))),
            ("@passwords", Texts(creates, c => c.Change.PasswordHash)), ("@documents", Column(creates, c => Bytes(c.Document!.Document))),
            ("@revived", Texts(creates, c => c.Revival?.UniqueValue)));
        while (inserted.Next())
            created.Add((byId[inserted.Text(1)].Index, byId[inserted.Text(1)].Save, inserted.Number(0)));
        return created;
    }

    // ---- Update

    static bool IsPlainUpdate(Prepared save) => save.Change is { Kind: ChangeKind.Update, Members.IsEmpty: true, CatalogueAdditions.IsEmpty: true };

    void Update(StoreConnection on, List<Place> places, ResourceChange?[] effective)
    {
        if (places.Count < 2)
            return;

        var stored = ResourceReader.FindRows(on, dialect, tenant, places.Select(place => place.Save.Change.Key.Id));
        foreach (var (index, save) in places)
        {
            on.ForgetWrites();
            try
            {
                if (stored.TryGetValue(save.Change.Key.Id, out var found) && found.Resource.Key == save.Change.Key)
                    effective[index] = writer.Update(on, save, found);
            }
            catch (ScimException) when (!on.HasWritten)
            {
                // It will be told so by itself.
            }
        }
    }

    // ---- Members

    void ChangeMembers(StoreConnection on, List<Place> places, ResourceChange?[] effective)
    {
        if (places.Count < 2)
            return;

        var changed = new List<(Prepared, long, ResourceChange)>(places.Count);
        foreach (var (place, change) in places.Zip(MemberSet.Save(on, tenant, dialect, places.ConvertAll(place => place.Save))))
        {
            if (change is not { } done)
                continue;
            effective[place.Index] = done.Effective;
            if (!done.Effective.IsEmpty)
                changed.Add((place.Save, done.Row, done.Effective));
        }

        if (changed.Count > 0)
            Log(on, changed);
    }

    // ---- What all share

    const string InsertLogSql = """
        INSERT INTO change (tenant, resource, at, client, correlation, version, kind, delta)
        SELECT @tenant, new.resource, new.at, new.client, new.correlation, new.version, new.kind, new.delta
          FROM unnest(@resources, @times, @clients, @correlations, @versions, @kinds, @deltas) AS new (resource, at, client, correlation, version, kind, delta)
        """;

    void Log(StoreConnection on, List<(Prepared Save, long Row, ResourceChange Effective)> done) => on[InsertLogSql].Queue(
        ("@tenant", tenant.Value), ("@resources", Column(done, d => d.Row)), ("@times", Column(done, d => d.Effective.At.UtcTicks)),
        ("@clients", Texts(done, d => d.Save.Caller.ClientId)), ("@correlations", Texts(done, d => d.Save.Caller.CorrelationId)),
        ("@versions", Column(done, d => d.Effective.After!.Version)), ("@kinds", Column(done, d => (long)d.Effective.Kind)),
        // As for a single one, the log does not repeat a new document.
        ("@deltas", Texts(done, d => ChangeDelta.Of(d.Effective with { Attributes = [] }))));

    static T[] Column<TItem, T>(List<TItem> items, Func<TItem, T> of) => [.. items.Select(of)];

    object Texts<TItem>(List<TItem> items, Func<TItem, string?> of) => dialect.List(items.Select(of));
}
