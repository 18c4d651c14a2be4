using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>One effective change, as it was committed.</summary>
/// <param name="Sequence">Grows with every change in the whole installation; gaps mean nothing.</param>
/// <param name="Version">The version that the resource got by it.</param>
/// <param name="Revived">Whether a create brought a deleted resource back: one by the same name that a client made, or one that an operator restored.</param>
/// <param name="Delta">
/// JSON: <c>attributes</c> (each with <c>path</c>, <c>from</c>, <c>to</c>), <c>members</c> (<c>add</c> and <c>remove</c>, ids), <c>passwordChanged</c>,
/// and <c>memberships</c>, for a delete the groups that lost the resource, for a restore those that have it again. What did not change is left out, and so are the
/// attributes of a create, unless it revived a resource: they are those of the document, less what later entries changed. Never a password or its hash.
/// Empty when the resource was purged.
/// </param>
public sealed record ChangeEntry(
    long Sequence, DateTimeOffset At, string ClientId, string CorrelationId, ResourceKey Key, long Version, ChangeKind Kind, bool Revived, string Delta)
{
    /// <summary>Whether a deleted resource was purged by an operator; <see cref="Kind"/> is then a delete.</summary>
    public bool Purged { get; init; }
}

/// <summary>Which entries of the change log to list.</summary>
public sealed record ChangeQuery
{
    /// <summary>Only the changes of this resource, which may be deleted; null for all.</summary>
    public ResourceKey? Key { get; init; }

    /// <summary>Only the changes that this client made; null for all.</summary>
    public string? ClientId { get; init; }

    /// <summary>Only changes at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only changes before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only changes with a greater <see cref="ChangeEntry.Sequence"/>; 0 for all.</summary>
    public long After { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;

    /// <summary>Whether to tell what the resources and members that the entries name are called.</summary>
    public bool WithNames { get; init; }
}

/// <summary>Some entries of the change log, oldest first.</summary>
/// <param name="Names">
/// By id, the unique value (<c>userName</c>) or the display name of the resources that the entries name, deleted ones too; empty unless asked for. Purged ones have none,
/// and of more than <see cref="ChangeLog.MaxNames"/> the rest is left out.
/// </param>
public sealed record ChangePage(IReadOnlyList<ChangeEntry> Entries, ImmutableDictionary<string, string> Names);

/// <summary>Who changed what, and when. Entries are committed with the change and altered only to erase what a purged resource held.</summary>
public sealed class ChangeLog
{
    /// <summary>Names that are looked up for one page.</summary>
    public const int MaxNames = 2_000;

    internal ChangeLog(Database database, ValueIndex index) => (this.database, this.index) = (database, index);

    readonly Database database;
    readonly ValueIndex index;

    /// <summary>How a create that brought a deleted resource back is kept in <c>change.kind</c>; the others are kept as <see cref="ChangeKind"/> numbers them.</summary>
    internal const long Revive = 3;

    /// <summary>How the purge of a deleted resource is kept there.</summary>
    internal const long Purge = 4;

    const string Columns = "c.sequence, c.at, c.client, c.correlation, r.type, r.id, c.version, c.kind, c.delta";

    const string Matches = "c.sequence > @after AND (CAST(@client AS TEXT) IS NULL OR c.client = @client) AND c.at >= @since AND c.at < @until";

    const string ListSql = $"""
        SELECT {Columns}
          FROM change c JOIN resource r ON r.row_id = c.resource
         WHERE c.tenant = @tenant AND r.tenant = @tenant AND {Matches}
         ORDER BY c.sequence
         LIMIT @take
        """;

    const string ListOfResourceSql = $"""
        SELECT {Columns}
          FROM resource r JOIN change c ON c.resource = r.row_id
         WHERE r.tenant = @tenant AND c.tenant = @tenant AND {Matches} AND r.id = @id AND r.type = @type
         ORDER BY c.sequence
         LIMIT @take
        """;

    /// <summary>A tenant's changes, oldest first.</summary>
    /// <param name="key">Only the changes of this resource, which may be deleted; null for all.</param>
    /// <param name="after">Only changes with a greater <see cref="ChangeEntry.Sequence"/>; 0 for all.</param>
    /// <param name="take">How many at most.</param>
    public async Task<IReadOnlyList<ChangeEntry>> ListAsync(TenantId tenant, ResourceKey? key, long after, int take, CancellationToken cancel) =>
        (await ListAsync(tenant, new ChangeQuery { Key = key, After = after, Take = take }, cancel)).Entries;

    /// <inheritdoc cref="ListAsync(TenantId, ResourceKey?, long, int, CancellationToken)"/>
    public Task<ChangePage> ListAsync(TenantId tenant, ChangeQuery query, CancellationToken cancel) => database.Readers.SnapshotAsync(
        tenant,
        on =>
        {
            var entries = new List<ChangeEntry>();
            using (var rows = Find(on, tenant, query))
            {
                while (rows.Next())
                    entries.Add(Read(rows));
            }

            return new ChangePage(entries, query.WithNames ? NamesIn(on, tenant, entries) : ImmutableDictionary<string, string>.Empty);
        },
        cancel).AsTask();

    static Rows Find(StoreConnection on, TenantId tenant, ChangeQuery query)
    {
        ReadOnlySpan<(string, object?)> values =
        [
            ("@tenant", tenant.Value), ("@after", query.After), ("@client", query.ClientId),
            ("@since", query.Since?.UtcTicks ?? 0), ("@until", query.Until?.UtcTicks ?? long.MaxValue), ("@take", (long)query.Take),
        ];
        return query.Key is { } one ? on[ListOfResourceSql].Read([.. values, ("@id", one.Id), ("@type", one.Type)]) : on[ListSql].Read(values);
    }

    static ChangeEntry Read(Rows rows)
    {
        var kind = rows.Number(7);
        return new ChangeEntry(
            rows.Number(0), StoredResource.Time(rows.Number(1)), rows.Text(2), rows.Text(3), new ResourceKey(rows.Text(4), rows.Text(5)), rows.Number(6),
            kind switch { Revive => ChangeKind.Create, Purge => ChangeKind.Delete, _ => (ChangeKind)kind }, kind == Revive, rows.Text(8))
        {
            Purged = kind == Purge,
        };
    }

    // ---- Names

    ImmutableDictionary<string, string> NamesIn(StoreConnection on, TenantId tenant, List<ChangeEntry> entries)
    {
        var ids = entries.SelectMany(entry => ChangeDelta.IdsIn(entry.Delta).Prepend(entry.Key.Id)).Distinct(StringComparer.Ordinal).Take(MaxNames).ToList();
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return names.ToImmutable();

        // A purged resource has no document.
        var sql = $"""
            SELECT {StoredResource.Columns}
              FROM resource r
             WHERE r.tenant = @tenant AND {database.Dialect.AmongTexts("r.id", "@ids")} AND length(r.document) > 0
            """;
        using var rows = on[sql].Read(("@tenant", tenant.Value), ("@ids", database.Dialect.List(ids)));
        while (rows.Next())
        {
            var resource = StoredResource.Read(rows).Resource;
            if (NameOf(resource) is { } name)
                names[resource.Key.Id] = name;
        }

        return names.ToImmutable();
    }

    string? NameOf(Resource resource)
    {
        var document = resource.Document.ToJson();
        var unique = ValueIndex.TypeOf(index.Types, resource.Key.Type)?.UniqueAttribute;
        return (unique is null ? null : document[unique]?.ToString()) ?? document["displayName"]?.ToString() ?? document["userName"]?.ToString();
    }
}
