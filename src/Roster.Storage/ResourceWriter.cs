using System.Collections.Immutable;
using System.Text;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>
/// Applies one change to the resources of one tenant, inside the writer's transaction. Whatever can be refused is refused before the first row is
/// written where that is possible, since undoing costs the whole batch.
/// </summary>
sealed class ResourceWriter(TenantId tenant, Dialect dialect, ResourceReader reader)
{
    /// <summary>A change with all that could be worked out before its turn came.</summary>
    public sealed record Prepared(ResourceChange Change, Caller Caller, IndexedType Type, IndexedDocument? Document, IndexedDocument? Revival, IndexedDocument? Before)
    {
        public static Prepared Of(ResourceChange change, Caller caller, IndexedType type)
        {
            var documentChanges = change.Kind == ChangeKind.Create || (change.Kind == ChangeKind.Update && !change.Attributes.IsEmpty);
            return new Prepared(
                change, caller, type,
                documentChanges ? type.Index(change.Document!) : null,
                change.Revival is { } revival ? type.Index(revival) : null,
                documentChanges && change.Before is { } before ? type.Index(before.Document) : null);
        }

        public Prepared For(IndexedType type) => ReferenceEquals(type, Type) ? this : Of(Change, Caller, type);
    }

    /// <returns>The effective change; null when the stored version is not the expected one.</returns>
    public ResourceChange? Save(StoreConnection on, Prepared prepared) => prepared.Change.Kind switch
    {
        ChangeKind.Create => Create(on, prepared),
        ChangeKind.Update => Update(on, prepared),
        _ => Delete(on, prepared),
    };

    // ---- Create and revive

    ResourceChange Create(StoreConnection on, Prepared prepared)
    {
        var (change, caller, type, document, _, _) = prepared;
        if (prepared.Revival is not null && DeletedTwin(on, prepared) is { } twin)
            return Revive(on, prepared, twin);

        RequireIndexable(type, document!);
        RequireUnique(on, type, document!.Values, 0);
        var members = Members.Resolve(on, tenant, dialect, type.Type, change.Members, group: null);
        var at = change.At.UtcTicks;
        var bytes = Bytes(document!.Document);
        var row = on[dialect.InsertResource].Insert(
            ("@tenant", tenant.Value), ("@type", change.Key.Type), ("@id", change.Key.Id), ("@at", at),
            ("@unique", document.UniqueValue), ("@name", document.DisplayName), ("@external", document.ExternalId), ("@active", Flag(document.Active)),
            ("@checksum", Checksum.Of(change.Key.Id, at, bytes)), ("@password", change.PasswordHash), ("@document", bytes))
            ?? throw (TenantStore.Find(on, tenant) is { PurgeBegunAt: null } ? Taken(type).ToException() : TenantStore.NotThere());

        InsertValues(on, row, document.Values);
        return Created(on, prepared, row, members, New(prepared));
    }

    /// <summary>The resource that a create makes.</summary>
    public static Resource New(Prepared prepared)
    {
        var at = Time(prepared.Change.At.UtcTicks);
        return new Resource { Key = prepared.Change.Key, Version = 1, Created = at, LastModified = at, Document = prepared.Change.Document! };
    }

    const string DeletedTwinSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.unique_value = @unique AND r.tombstone > 0
         ORDER BY r.deleted_at DESC, r.row_id DESC
         LIMIT 1
        """;

    StoredResource? DeletedTwin(StoreConnection on, Prepared prepared)
    {
        if (prepared.Revival!.UniqueValue is not { } unique)
            return null;
        using var rows = on[DeletedTwinSql].Read(("@tenant", tenant.Value), ("@type", prepared.Change.Key.Type), ("@unique", unique));
        return rows.Next() ? StoredResource.Read(rows) : null;
    }

    const string ReviveSql = """
        UPDATE resource
           SET deleted_at = NULL, tombstone = 0, version = version + 1, modified = @modified, unique_value = @unique, display_name = @name, external_id = @external,
               active = @active, checksum = @checksum, password_hash = @password, document = @document
         WHERE tenant = @tenant AND row_id = @row
        """;

    ResourceChange Revive(StoreConnection on, Prepared prepared, StoredResource twin)
    {
        var (change, revived) = (prepared.Change, prepared.Revival!);
        RequireIndexable(prepared.Type, revived);
        RequireUnique(on, prepared.Type, revived.Values, twin.Row);
        var members = Members.Resolve(on, tenant, dialect, prepared.Type.Type, change.Members, group: null);
        var old = twin.Resource;
        var modified = Math.Max(change.At.UtcTicks, old.LastModified.UtcTicks);
        var bytes = Bytes(revived.Document);
        try
        {
            on[ReviveSql].Run(
                ("@tenant", tenant.Value), ("@row", twin.Row), ("@modified", modified),
                ("@unique", revived.UniqueValue), ("@name", revived.DisplayName), ("@external", revived.ExternalId), ("@active", Flag(revived.Active)),
                ("@checksum", Checksum.Of(old.Key.Id, old.Created.UtcTicks, bytes)), ("@password", change.PasswordHash), ("@document", bytes));
        }
        catch (System.Data.Common.DbException taken) when (dialect.Classify(taken) == Failure.UniqueViolation)
        {
            throw Taken(prepared.Type).ToException();
        }

        InsertValues(on, twin.Row, revived.Values);
        return Created(on, prepared, twin.Row, members, old with { Version = old.Version + 1, LastModified = Time(modified), Document = revived.Document }, old);
    }

    ResourceChange Created(StoreConnection on, Prepared prepared, long row, Members members, Resource after, Resource? revived = null)
    {
        var change = prepared.Change with { Key = after.Key, Attributes = [], Members = members.Apply(on, row, prepared.Change.At.UtcTicks), After = after, Revived = revived is not null };
        AddToCatalogues(on, change);

        // What a new resource began with is not said twice: it is the document, less what later entries say they changed. Saying it here
        // made the file 1.8 times as large. A revival replaces a document that nothing else remembers.
        var logged = revived is null ? change : change with { Attributes = AttributeDiff.Between(revived.Document, after.Document, prepared.Type.Type) };
        Log(on, prepared, change, row, ChangeDelta.Of(logged));
        return change;
    }

    // ---- Update

    const string TouchSql = """
        UPDATE resource
           SET version = version + 1, modified = @modified, password_hash = coalesce(@password, password_hash)
         WHERE tenant = @tenant AND row_id = @row
        """;

    const string UpdateSql = """
        UPDATE resource
           SET version = version + 1, modified = @modified, password_hash = coalesce(@password, password_hash),
               active = @active, checksum = @checksum, document = @document
         WHERE tenant = @tenant AND row_id = @row
        """;

    // Naming an indexed column costs a look at its index even when the value stays, so the names are set only when one of them changes.
    const string UpdateNamesSql = """
        UPDATE resource
           SET version = version + 1, modified = @modified, password_hash = coalesce(@password, password_hash),
               active = @active, checksum = @checksum, document = @document, unique_value = @unique, display_name = @name, external_id = @external
         WHERE tenant = @tenant AND row_id = @row
        """;

    ResourceChange? Update(StoreConnection on, Prepared prepared) =>
        reader.FindRow(on, prepared.Change.Key) is { } stored ? Update(on, prepared, stored) : throw ScimError.NotFound(prepared.Change.Key).ToException();

    /// <inheritdoc cref="Save"/>
    public ResourceChange? Update(StoreConnection on, Prepared prepared, StoredResource stored)
    {
        var change = prepared.Change;
        var (row, before) = (stored.Row, stored.Resource);
        if (change.ExpectedVersion is { } expected && expected != before.Version)
            return null;

        var document = !change.Attributes.IsEmpty && prepared.Document is { } proposed && !proposed.Document.SameAs(before.Document) ? proposed : null;
        var members = Members.Resolve(on, tenant, dialect, prepared.Type.Type, change.Members, row);
        var effective = change with
        {
            Document = document?.Document ?? before.Document,
            Attributes = document is null ? [] : change.Attributes,
            Members = members.Effective,
            After = before,
        };
        if (effective.IsEmpty)
            return effective;

        var modified = Math.Max(change.At.UtcTicks, before.LastModified.UtcTicks);
        if (document is null)
            on[TouchSql].Queue(("@tenant", tenant.Value), ("@row", row), ("@modified", modified), ("@password", change.PasswordHash));
        else
            Replace(on, prepared, stored, document, modified);

        members.Apply(on, row, change.At.UtcTicks);
        AddToCatalogues(on, effective);
        effective = effective with { After = before with { Version = before.Version + 1, LastModified = Time(modified), Document = effective.Document } };
        Log(on, prepared, effective, row, ChangeDelta.Of(effective));
        return effective;
    }

    void Replace(StoreConnection on, Prepared prepared, StoredResource stored, IndexedDocument document, long modified)
    {
        var (row, old) = stored;
        // What the change was made from is what is stored, unless the change is unconditional and another writer came between.
        var before = prepared.Before is { } known && known.Document.SameAs(old.Document) ? known : prepared.Type.Index(old.Document);
        var bytes = Bytes(document.Document);
        var checksum = Checksum.Of(old.Key.Id, old.Created.UtcTicks, bytes);

        RequireIndexable(prepared.Type, document);
        RequireUnique(on, prepared.Type, document.Values, row);
        if (before.UniqueValue == document.UniqueValue && before.DisplayName == document.DisplayName && before.ExternalId == document.ExternalId)
        {
            on[UpdateSql].Queue(
                ("@tenant", tenant.Value), ("@row", row), ("@modified", modified), ("@password", prepared.Change.PasswordHash),
                ("@active", Flag(document.Active)), ("@checksum", checksum), ("@document", bytes));
        }
        else
        {
            try
            {
                on[UpdateNamesSql].Run(
                    ("@tenant", tenant.Value), ("@row", row), ("@modified", modified), ("@password", prepared.Change.PasswordHash),
                    ("@active", Flag(document.Active)), ("@checksum", checksum), ("@document", bytes),
                    ("@unique", document.UniqueValue), ("@name", document.DisplayName), ("@external", document.ExternalId));
            }
            catch (System.Data.Common.DbException taken) when (dialect.Classify(taken) == Failure.UniqueViolation)
            {
                throw Taken(prepared.Type).ToException();
            }
        }

        if (before.Values.AsSpan().SequenceEqual(document.Values.AsSpan()))
            return;
        on[DeleteValuesSql].Queue(("@tenant", tenant.Value), ("@row", row));
        InsertValues(on, row, document.Values);
    }

    // ---- Delete

    const string DeleteSql = """
        UPDATE resource
           SET deleted_at = @at, tombstone = row_id, version = version + 1, modified = @modified
         WHERE tenant = @tenant AND row_id = @row
        """;

    ResourceChange? Delete(StoreConnection on, Prepared prepared)
    {
        var change = prepared.Change;
        if (reader.FindRow(on, change.Key) is not { } stored)
            throw ScimError.NotFound(change.Key).ToException();
        if (change.ExpectedVersion is { } expected && expected != stored.Resource.Version)
            return null;

        // Document and password hash stay in the row, the groups in the log: an operator can bring the resource back whole.
        var linked = StoredResource.With([(stored, Load.Members | Load.Memberships)], on, dialect, tenant, last: false)[0];
        on[DeleteSql].Queue(
            ("@tenant", tenant.Value), ("@row", stored.Row), ("@at", change.At.UtcTicks), ("@modified", Math.Max(change.At.UtcTicks, stored.Resource.LastModified.UtcTicks)));
        on[DeleteValuesSql].Queue(("@tenant", tenant.Value), ("@row", stored.Row));
        on.Expect(linked.Members.Length + linked.Memberships.Length);
        Members.RemoveAll(on, tenant, stored.Row, change.At.UtcTicks);

        var effective = change with
        {
            Before = stored.Resource,
            Document = null,
            Attributes = [],
            Members = new MembersChange([], [.. linked.Members.Select(m => m.Value)]),
            PasswordHash = null,
            After = null,
        };
        Log(on, prepared, effective, stored.Row, ChangeDelta.Of(effective, [.. linked.Memberships.Select(m => m.Value)]), stored.Resource.Version + 1);
        return effective;
    }

    // ---- What all share

    /// <summary>Refuses text that the engine has no room for in an index.</summary>
    /// <exception cref="ScimException">400 <c>invalidValue</c>.</exception>
    void RequireIndexable(IndexedType type, IndexedDocument document)
    {
        if (IsIndexable(document))
            return;

        var path = !IsIndexable(document.UniqueValue) ? type.Unique!.Name
            : !IsIndexable(document.DisplayName) ? type.DisplayName!.Name
            : !IsIndexable(document.ExternalId) ? type.ExternalId!.Name
            : type.Attributes.First(a => a.Id == document.Values.First(value => !IsIndexable(value.Text)).Path).Path.ToString();
        throw ScimError.InvalidValue($"'{path}' is too long to be looked up by: it can have {dialect.MaxIndexedBytes} bytes of UTF-8 at most.").ToException();
    }

    /// <summary>Whether the engine has room in its indexes for all that the document is found by.</summary>
    public bool IsIndexable(IndexedDocument document) =>
        dialect.MaxIndexedBytes == int.MaxValue
        || (IsIndexable(document.UniqueValue) && IsIndexable(document.DisplayName) && IsIndexable(document.ExternalId) && document.Values.All(value => IsIndexable(value.Text)));

    // No character takes more than three bytes for each of its two-byte units.
    bool IsIndexable(string? text) => text is null || text.Length * 3 <= dialect.MaxIndexedBytes || Encoding.UTF8.GetByteCount(text) <= dialect.MaxIndexedBytes;

    const string InsertValueSql = """
        INSERT INTO resource_value (tenant, resource, path, element, text, number, instant)
        VALUES (@tenant, @resource, @path, @element, @text, @number, @instant)
        """;

    const string DeleteValuesSql = "DELETE FROM resource_value WHERE tenant = @tenant AND resource = @row";

    // While an index is filled, a later write may have been there first.
    const string FillValueSql = $"{InsertValueSql} ON CONFLICT DO NOTHING";

    public void FillValues(StoreConnection on, long row, IEnumerable<IndexedValue> values) => Insert(on, FillValueSql, row, values);

    public void InsertValues(StoreConnection on, long row, ImmutableArray<IndexedValue> values) => Insert(on, InsertValueSql, row, values);

    const string TakenSql = "SELECT 1 FROM resource_value WHERE tenant = @tenant AND path = @path AND text = @text AND resource <> @row LIMIT 1";

    /// <summary>
    /// Refuses a value of a unique attribute that another living resource has. Deleted ones have no values here. It holds because one writer looks and
    /// writes in one transaction.
    /// </summary>
    /// <param name="row">The resource's own row; 0 for one that is being made.</param>
    /// <exception cref="ScimException">409 <c>uniqueness</c>.</exception>
    public void RequireUnique(StoreConnection on, IndexedType type, ImmutableArray<IndexedValue> values, long row)
    {
        foreach (var (id, path) in type.UniqueValues)
        {
            foreach (var value in values)
            {
                if (value.Path == id && on[TakenSql].Scalar(("@tenant", tenant.Value), ("@path", id), ("@text", value.Text), ("@row", row)) is not null)
                    throw ScimError.Unique($"Another {type.Type.Name} has this '{path}' already; it must be unique.").ToException();
            }
        }
    }

    void Insert(StoreConnection on, string sql, long row, IEnumerable<IndexedValue> values)
    {
        foreach (var value in values)
        {
            on[sql].Queue(
                ("@tenant", tenant.Value), ("@resource", row), ("@path", value.Path), ("@element", (long)value.Element),
                ("@text", value.Text), ("@number", value.Number), ("@instant", value.Instant));
        }
    }

    const string AddToCatalogueSql = """
        INSERT INTO catalogue (tenant, catalogue, name)
        VALUES (@tenant, @catalogue, @name)
        ON CONFLICT DO NOTHING
        """;

    void AddToCatalogues(StoreConnection on, ResourceChange change)
    {
        var added = 0;
        foreach (var use in change.CatalogueAdditions)
            added += on[AddToCatalogueSql].Run(("@tenant", tenant.Value), ("@catalogue", use.Catalogue), ("@name", use.Name));
        if (added > 0)
            Administration.Advance(on);
    }

    const string LogSql = """
        INSERT INTO change (tenant, resource, at, client, correlation, version, kind, delta)
        VALUES (@tenant, @resource, @at, @client, @correlation, @version, @kind, @delta)
        """;

    void Log(StoreConnection on, Prepared prepared, ResourceChange effective, long row, string delta, long? version = null) =>
        Log(on, prepared.Caller, effective.At, row, version ?? effective.After!.Version, effective.Revived ? ChangeLog.Revive : (long)effective.Kind, delta);

    public void Log(StoreConnection on, Caller caller, DateTimeOffset at, long row, long version, long kind, string delta) => on[LogSql].Queue(
        ("@tenant", tenant.Value), ("@resource", row), ("@at", at.UtcTicks), ("@client", caller.ClientId), ("@correlation", caller.CorrelationId),
        ("@version", version), ("@kind", kind), ("@delta", delta));

    public static ScimError Taken(IndexedType type) => ScimError.Unique(
        type.Unique is { } unique ? $"Another {type.Type.Name} has this '{unique.Name}' already; it must be unique." : $"Another {type.Type.Name} has this id already.");

    public static byte[] Bytes(Document document) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(document.Utf8, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : document.Utf8.ToArray();

    public static long? Flag(bool? value) => value is null ? null : value.Value ? 1 : 0;

    static DateTimeOffset Time(long ticks) => StoredResource.Time(ticks);
}
