using System.Collections.Immutable;
using System.Globalization;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>A deleted resource that can still be restored.</summary>
/// <param name="UniqueValue">The value of its unique attribute: a user's <c>userName</c>. Null when its type has none.</param>
/// <param name="DeletedBy">The client that deleted it.</param>
/// <param name="Cursor">Where it stands in the list, for the next page.</param>
public sealed record DeletedResource(ResourceKey Key, string? UniqueValue, DateTimeOffset DeletedAt, string? DeletedBy, string Cursor);

/// <summary>What a restore brought back.</summary>
/// <param name="Resource">The resource as it now is.</param>
/// <param name="Groups">The groups that it is a member of again.</param>
/// <param name="MissingGroups">Those that are gone themselves.</param>
/// <param name="Members">For a group: the members that it has again.</param>
/// <param name="MissingMembers">Those that are gone themselves.</param>
public sealed record RestoredResource(
    Resource Resource, ImmutableArray<string> Groups, ImmutableArray<string> MissingGroups, ImmutableArray<string> Members, ImmutableArray<string> MissingMembers);

/// <summary>What was deleted and not yet purged.</summary>
public sealed class DeletedResources
{
    internal DeletedResources(Database database, ValueIndex index) => (this.database, this.index) = (database, index);

    readonly Database database;
    readonly ValueIndex index;

    // ---- The list

    const string ListSql = $"""
        SELECT {StoredResource.Columns}, r.deleted_at, r.unique_value,
               (SELECT c.client FROM change c WHERE c.tenant = @tenant AND c.resource = r.row_id AND c.kind = 2 ORDER BY c.sequence DESC LIMIT 1)
          FROM resource r
         WHERE r.tenant = @tenant AND r.deleted_at >= @at AND (r.deleted_at > @at OR r.row_id > @row) AND (CAST(@type AS TEXT) IS NULL OR r.type = @type)
         ORDER BY r.deleted_at, r.row_id
         LIMIT @take
        """;

    /// <summary>A tenant's deleted resources, those first that were deleted first.</summary>
    /// <param name="resourceType">Only those of this type; null for all.</param>
    /// <param name="after">Only those after the one with this <see cref="DeletedResource.Cursor"/>; empty for all.</param>
    public Task<IReadOnlyList<DeletedResource>> ListAsync(TenantId tenant, string? resourceType, string after, int take, CancellationToken cancel)
    {
        if (!TryReadCursor(after, out var at, out var row))
            return Task.FromResult<IReadOnlyList<DeletedResource>>([]);

        return database.Readers.SnapshotAsync<IReadOnlyList<DeletedResource>>(
            tenant,
            on =>
            {
                var deleted = new List<DeletedResource>();
                using var rows = on[ListSql].Read(("@tenant", tenant.Value), ("@at", at), ("@row", row), ("@type", resourceType), ("@take", (long)take));
                while (rows.Next())
                {
                    var stored = StoredResource.Read(rows);
                    deleted.Add(new DeletedResource(
                        stored.Resource.Key, UniqueValueOf(stored.Resource) ?? rows.TextOrNull(9), StoredResource.Time(rows.Number(8)), rows.TextOrNull(10),
                        string.Create(CultureInfo.InvariantCulture, $"{rows.Number(8)}-{stored.Row}")));
                }

                return deleted;
            },
            cancel).AsTask();
    }

    static bool TryReadCursor(string cursor, out long at, out long row)
    {
        (at, row) = (0, 0);
        if (cursor.Length == 0)
            return true;
        var dash = cursor.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(cursor.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out at)
            && long.TryParse(cursor.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out row);
    }

    /// <summary>In the client's own spelling; the column has it folded.</summary>
    string? UniqueValueOf(Resource resource) =>
        ValueIndex.TypeOf(index.Types, resource.Key.Type) is { UniqueAttribute: { } unique } && resource.Document.ToJson()[unique] is System.Text.Json.Nodes.JsonValue value
            ? value.ToString()
            : null;

    const string FindSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.deleted_at IS NOT NULL
        """;

    /// <exception cref="ScimException">404 when there is no deleted resource of that key.</exception>
    static StoredResource Find(StoreConnection on, TenantId tenant, ResourceKey key)
    {
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? StoredResource.Read(rows) : throw ScimError.NotFound(key).ToException();
    }

    // ---- Restoring

    /// <summary>
    /// Brings a resource back under its id as it was when it was deleted: with its document, its password, the groups that it was in and, for a group,
    /// its members, as far as they are still there. The log has it as a revival.
    /// </summary>
    /// <exception cref="ScimException">
    /// 404 when there is no such deleted resource; 409 <c>uniqueness</c> when its name is taken meanwhile; 409 when its schema has changed and would not have it.
    /// </exception>
    public Task<RestoredResource> RestoreAsync(TenantId tenant, ResourceKey key, Caller caller, DateTimeOffset at, CancellationToken cancel)
    {
        RequireSame(tenant, caller);
        at = StoredResource.Shown(at);
        return database.Writer.RunAsync(tenant, on => Restore(on, tenant, key, caller, at), null, cancel);
    }

    const string RestoreSql = """
        UPDATE resource
           SET deleted_at = NULL, tombstone = 0, version = version + 1, modified = @modified
         WHERE tenant = @tenant AND row_id = @row
        """;

    RestoredResource Restore(StoreConnection on, TenantId tenant, ResourceKey key, Caller caller, DateTimeOffset at)
    {
        if (TenantStore.Find(on, tenant) is not { PurgeBegunAt: null })
            throw TenantStore.NotThere();
        var (row, before) = Find(on, tenant, key);
        var type = ValueIndex.TypeOf(index.AsOf(on).TypesOf(tenant), key.Type) is not null
            ? index.AsOf(on).Of(tenant, key.Type)
            : throw ClientStore.Conflict($"There is no resource type '{ScimError.Quote(key.Type)}' any more; define it again first.");
        // Changes of the organization's own schemas looked at what lived then.
        if (SchemaConflicts.Find(before.Document.ToJson(), ValueIndex.TypeOf(index.Types, key.Type), type.Type) is { } problem)
            throw ClientStore.Conflict($"{key.Type} '{key.Id}' {problem}: the schema has changed since the resource was deleted. Change the schema, or create the resource anew.");
        var (groups, members) = ChangeDelta.Links(DeltaOfDelete(on, tenant, row));
        var modified = Math.Max(at.UtcTicks, before.LastModified.UtcTicks);
        try
        {
            on[RestoreSql].Run(("@tenant", tenant.Value), ("@row", row), ("@modified", modified));
        }
        catch (System.Data.Common.DbException taken) when (database.Dialect.Classify(taken) == Failure.UniqueViolation)
        {
            throw ResourceWriter.Taken(type).ToException();
        }

        var writer = new ResourceWriter(tenant, database.Dialect, new ResourceReader(tenant, database.Dialect));
        var values = type.Index(before.Document).Values;
        writer.RequireUnique(on, type, values, row);
        writer.InsertValues(on, row, values);
        var links = new RestoredLinks(on, tenant, database.Dialect, row);
        var backWith = links.Admit(members);
        var backIn = links.Join(groups);
        links.CountVersions(at.UtcTicks);

        var after = before with { Version = before.Version + 1, LastModified = StoredResource.Time(modified) };
        var change = new ResourceChange
        {
            Kind = ChangeKind.Create, Key = key, At = at, After = after, Revived = true,
            Members = new MembersChange([.. backWith.Select(id => new Member(id, null))], []),
        };
        writer.Log(on, caller, at, row, after.Version, ChangeLog.Revive, ChangeDelta.Of(change, backIn));
        return new RestoredResource(after, backIn, [.. groups.Except(backIn, StringComparer.Ordinal)], backWith, [.. members.Except(backWith, StringComparer.Ordinal)]);
    }

    const string DeltaOfDeleteSql = """
        SELECT delta
          FROM change
         WHERE tenant = @tenant AND resource = @row AND kind = 2
         ORDER BY sequence DESC
         LIMIT 1
        """;

    static string? DeltaOfDelete(StoreConnection on, TenantId tenant, long row) => on[DeltaOfDeleteSql].Scalar(("@tenant", tenant.Value), ("@row", row)) as string;

    // ---- Purging

    /// <summary>
    /// Removes a deleted resource for good, as a request for erasure demands: document, password, values and the tokens that act for it are gone, and its log
    /// entries keep who, when, what kind and which version, but no content. Its id is never given again. The purge is logged as the last entry.
    /// </summary>
    /// <returns>False when there is no such deleted resource; one that lives has to be deleted first.</returns>
    public Task<bool> PurgeAsync(TenantId tenant, ResourceKey key, Caller caller, DateTimeOffset at, CancellationToken cancel)
    {
        RequireSame(tenant, caller);
        return RemoveAsync(tenant, key, caller, StoredResource.Shown(at), cancel);
    }

    /// <summary>The same for one whose retention has passed; that is everybody's rule and nobody's act, so the log does not tell it.</summary>
    internal Task<bool> RemoveAsync(TenantId tenant, ResourceKey key, CancellationToken cancel) => RemoveAsync(tenant, key, null, default, cancel);

    async Task<bool> RemoveAsync(TenantId tenant, ResourceKey key, Caller? caller, DateTimeOffset at, CancellationToken cancel)
    {
        // Entries first: ended half-way, the resource is still to be found, and the next call begins again.
        for (long? after = 0; after is not null;)
        {
            var from = after.Value;
            after = await database.Writer.RunAsync(tenant, on => EraseEntries(on, tenant, key, from), null, cancel);
        }

        var ended = false;
        var removed = await database.Writer.RunAsync(
            tenant,
            on =>
            {
                ended = false;
                if (RowOf(on, tenant, key) is not { } row)
                    return false;
                on[BlankSql].Run(("@tenant", tenant.Value), ("@row", row), ("@nothing", Array.Empty<byte>()));
                ended = on[EndTokensSql].Run(("@tenant", tenant.Value), ("@id", key.Id)) > 0;
                if (ended)
                    Administration.Advance(on);
                if (caller is not null)
                    LogPurge(on, tenant, caller, row, at);
                return true;
            },
            _ =>
            {
                if (ended)
                    database.Administration.Invalidate();
            },
            cancel);
        return removed;
    }

    const string RowSql = "SELECT row_id FROM resource WHERE tenant = @tenant AND id = @id AND type = @type AND deleted_at IS NOT NULL";

    static long? RowOf(StoreConnection on, TenantId tenant, ResourceKey key) => on[RowSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as long?;

    const string EntriesSql = "SELECT sequence FROM change WHERE tenant = @tenant AND resource = @row AND sequence > @after ORDER BY sequence LIMIT 1000";

    long? EraseEntries(StoreConnection on, TenantId tenant, ResourceKey key, long after)
    {
        if (RowOf(on, tenant, key) is not { } row)
            return null;

        var entries = new List<long>();
        using (var rows = on[EntriesSql].Read(("@tenant", tenant.Value), ("@row", row), ("@after", after)))
        {
            while (rows.Next())
                entries.Add(rows.Number(0));
        }

        if (entries.Count == 0)
            return null;
        on[$"UPDATE change SET delta = @nothing WHERE tenant = @tenant AND {database.Dialect.AmongNumbers("sequence", "@entries")}"].Run(
            ("@tenant", tenant.Value), ("@nothing", "{}"), ("@entries", database.Dialect.List(entries)));
        return entries[^1];
    }

    // The row stays, empty, in no index but that of ids: the log refers to it, and the id is never given again.
    const string BlankSql = """
        UPDATE resource
           SET deleted_at = NULL, unique_value = NULL, display_name = NULL, external_id = NULL, active = NULL, password_hash = NULL, checksum = 0, document = @nothing
         WHERE tenant = @tenant AND row_id = @row
        """;

    const string EndTokensSql = "DELETE FROM token WHERE client IN (SELECT id FROM client WHERE tenant = @tenant) AND kind = 1 AND user_id = @id";

    const string VersionSql = "SELECT version FROM resource WHERE tenant = @tenant AND row_id = @row";

    void LogPurge(StoreConnection on, TenantId tenant, Caller caller, long row, DateTimeOffset at)
    {
        var version = Convert.ToInt64(on[VersionSql].Scalar(("@tenant", tenant.Value), ("@row", row)), CultureInfo.InvariantCulture);
        new ResourceWriter(tenant, database.Dialect, new ResourceReader(tenant, database.Dialect)).Log(on, caller, at, row, version, ChangeLog.Purge, "{}");
    }

    static void RequireSame(TenantId tenant, Caller caller)
    {
        if (caller.Tenant != tenant)
            throw new ArgumentException("The caller belongs to another tenant.", nameof(caller));
    }
}
