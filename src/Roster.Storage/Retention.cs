using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>What a sweep did.</summary>
public sealed record Swept(int TenantsPurged, int ResourcesPurged, int ChangesRemoved, int TokensRemoved)
{
    public bool IsNothing => TenantsPurged + ResourcesPurged + ChangesRemoved + TokensRemoved == 0;
}

/// <summary>Removes what has been kept for as long as it should be.</summary>
public sealed class Retention
{
    const int ResourcesAtOnce = 100;
    const int ChangesAtOnce = 1_000;
    const int TokensAtOnce = 1_000;

    internal Retention(Database database, TenantStore tenants, TokenStore tokens, DeletedResources deleted) =>
        (this.database, this.tenants, this.tokens, this.deleted) = (database, tenants, tokens, deleted);

    readonly Database database;
    readonly TenantStore tenants;
    readonly TokenStore tokens;
    readonly DeletedResources deleted;

    /// <summary>
    /// Purges deleted resources and removes log entries past their tenant's retention, removes expired tokens, and finishes purges of tenants that were
    /// ended half-way. All in small steps between other writes; ended, it may be begun again.
    /// </summary>
    public async Task<Swept> SweepAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await tokens.Uses.WriteAsync();
        var swept = new Swept(0, 0, 0, 0);
        foreach (var tenant in await tenants.ListAsync(cancel))
        {
            if (tenant.PurgeBegunAt is not null)
            {
                swept = swept with { TenantsPurged = swept.TenantsPurged + (await tenants.PurgeAsync(tenant.Id, cancel) ? 1 : 0) };
                continue;
            }

            var settings = await tenants.FindSettingsAsync(tenant.Id, cancel);
            swept = swept with
            {
                ResourcesPurged = swept.ResourcesPurged + await PurgeDeletedAsync(tenant.Id, Before(now, settings.DeletedRetentionDays), cancel),
                ChangesRemoved = swept.ChangesRemoved + await TrimAsync(tenant.Id, Before(now, settings.ChangeRetentionDays), cancel),
            };
        }

        int removed;
        do
        {
            removed = await tokens.RemoveExpiredAsync(now, TokensAtOnce, cancel);
            swept = swept with { TokensRemoved = swept.TokensRemoved + removed };
        }
        while (removed == TokensAtOnce);
        return swept;
    }

    static long? Before(DateTimeOffset now, int? days) => days is { } kept ? now.UtcTicks - (kept * TimeSpan.TicksPerDay) : null;

    const string PastSql = """
        SELECT r.type, r.id
          FROM resource r
         WHERE r.tenant = @tenant AND r.deleted_at <= @limit
         ORDER BY r.deleted_at
         LIMIT @count
        """;

    async Task<int> PurgeDeletedAsync(TenantId tenant, long? limit, CancellationToken cancel)
    {
        if (limit is null)
            return 0;

        for (var purged = 0; ;)
        {
            var past = await database.Readers.ReadAsync(
                tenant,
                on =>
                {
                    var found = new List<ResourceKey>();
                    using var rows = on[PastSql].Read(("@tenant", tenant.Value), ("@limit", limit), ("@count", (long)ResourcesAtOnce));
                    while (rows.Next())
                        found.Add(new ResourceKey(rows.Text(0), rows.Text(1)));
                    return found;
                },
                cancel);
            if (past.Count == 0)
                return purged;

            // Together, so that they share commits.
            purged += (await Task.WhenAll(past.Select(key => deleted.RemoveAsync(tenant, key, cancel)))).Count(removed => removed);
        }
    }

    // What a deleted resource needs to be restored with its groups stays as long as itself.
    const string NextSql = """
        SELECT c.sequence, c.at, CASE WHEN c.kind = 2 AND r.deleted_at IS NOT NULL THEN 1 ELSE 0 END
          FROM change c JOIN resource r ON r.row_id = c.resource
         WHERE c.tenant = @tenant AND r.tenant = @tenant AND c.sequence > @after
         ORDER BY c.sequence
         LIMIT @count
        """;

    async Task<int> TrimAsync(TenantId tenant, long? limit, CancellationToken cancel)
    {
        if (limit is null)
            return 0;

        long after = 0;
        for (var removed = 0; ;)
        {
            var from = after;
            var next = await database.Readers.ReadAsync(
                tenant,
                on =>
                {
                    var found = new List<(long Sequence, long At, bool Needed)>();
                    using var rows = on[NextSql].Read(("@tenant", tenant.Value), ("@after", from), ("@count", (long)ChangesAtOnce));
                    while (rows.Next())
                        found.Add((rows.Number(0), rows.Number(1), rows.Number(2) == 1));
                    return found;
                },
                cancel);

            // Entries lie in the order in which they were written, so the first young one ends the search.
            var old = next.TakeWhile(entry => entry.At < limit).ToList();
            var going = old.Where(entry => !entry.Needed).Select(entry => entry.Sequence).ToList();
            if (going.Count > 0)
            {
                database.Texts?.Trimming(tenant, going[^1]);
                removed += await database.Writer.RunAsync(
                    tenant,
                    on => on[$"DELETE FROM change WHERE tenant = @tenant AND {database.Dialect.AmongNumbers("sequence", "@entries")}"].Run(
                        ("@tenant", tenant.Value), ("@entries", database.Dialect.List(going))),
                    null,
                    cancel);
            }

            if (old.Count < ChangesAtOnce)
                return removed;
            after = old[^1].Sequence;
        }
    }
}
