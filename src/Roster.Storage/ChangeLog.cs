using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>One effective change, as it was committed.</summary>
/// <param name="Sequence">Grows with every change in the whole installation; gaps mean nothing.</param>
/// <param name="Version">The version that the resource got by it.</param>
/// <param name="Revived">Whether a create brought a deleted resource back.</param>
/// <param name="Delta">
/// JSON: <c>attributes</c> (each with <c>path</c>, <c>from</c>, <c>to</c>), <c>members</c> (<c>add</c> and <c>remove</c>, ids), <c>passwordChanged</c>,
/// and for a delete <c>memberships</c>, the groups that lost the resource. What did not change is left out, and so are the
/// attributes of a create, unless it revived a resource: they are those of the document, less what later entries changed. Never a password or its hash.
/// </param>
public sealed record ChangeEntry(
    long Sequence, DateTimeOffset At, string ClientId, string CorrelationId, ResourceKey Key, long Version, ChangeKind Kind, bool Revived, string Delta);

/// <summary>Who changed what, and when. Entries are committed with the change and never altered.</summary>
public sealed class ChangeLog
{
    internal ChangeLog(Database database) => this.database = database;

    readonly Database database;

    /// <summary>How a create that brought a deleted resource back is kept in <c>change.kind</c>; the others are kept as <see cref="ChangeKind"/> numbers them.</summary>
    internal const long Revive = 3;

    const string ListSql = """
        SELECT c.sequence, c.at, c.client, c.correlation, r.type, r.id, c.version, c.kind, c.delta
          FROM change c JOIN resource r ON r.row_id = c.resource
         WHERE c.tenant = @tenant AND r.tenant = @tenant AND c.sequence > @after
         ORDER BY c.sequence
         LIMIT @take
        """;

    const string ListOfResourceSql = """
        SELECT c.sequence, c.at, c.client, c.correlation, r.type, r.id, c.version, c.kind, c.delta
          FROM resource r JOIN change c ON c.resource = r.row_id
         WHERE r.tenant = @tenant AND c.tenant = @tenant AND c.sequence > @after AND r.id = @id AND r.type = @type
         ORDER BY c.sequence
         LIMIT @take
        """;

    /// <summary>A tenant's changes, oldest first.</summary>
    /// <param name="key">Only the changes of this resource, which may be deleted; null for all.</param>
    /// <param name="after">Only changes with a greater <see cref="ChangeEntry.Sequence"/>; 0 for all.</param>
    /// <param name="take">How many at most.</param>
    public Task<IReadOnlyList<ChangeEntry>> ListAsync(TenantId tenant, ResourceKey? key, long after, int take, CancellationToken cancel) =>
        database.Readers.ReadAsync<IReadOnlyList<ChangeEntry>>(
            on =>
            {
                var entries = new List<ChangeEntry>();
                using var rows = key is { } one
                    ? on[ListOfResourceSql].Read(("@tenant", tenant.Value), ("@after", after), ("@take", (long)take), ("@id", one.Id), ("@type", one.Type))
                    : on[ListSql].Read(("@tenant", tenant.Value), ("@after", after), ("@take", (long)take));
                while (rows.Next())
                    entries.Add(Read(rows));
                return entries;
            },
            cancel).AsTask();

    static ChangeEntry Read(StoreConnection.Rows rows)
    {
        var kind = rows.Number(7);
        return new ChangeEntry(
            rows.Number(0), StoredResource.Time(rows.Number(1)), rows.Text(2), rows.Text(3), new ResourceKey(rows.Text(4), rows.Text(5)), rows.Number(6),
            kind == Revive ? ChangeKind.Create : (ChangeKind)kind, kind == Revive, rows.Text(8));
    }
}
