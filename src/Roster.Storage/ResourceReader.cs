using System.Globalization;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>Finds and lists the resources of one tenant, on a connection that sees one moment.</summary>
sealed class ResourceReader(TenantId tenant, Dialect dialect)
{
    const string FindSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.tombstone = 0
        """;

    public Resource? Find(StoreConnection on, ResourceKey key, Load load) => FindRow(on, key)?.With(load, on, tenant);

    public StoredResource? FindRow(StoreConnection on, ResourceKey key)
    {
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type));
        return rows.Next() ? StoredResource.Read(rows) : null;
    }

    const string PasswordHashSql = """
        SELECT password_hash
          FROM resource
         WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0
        """;

    public string? FindPasswordHash(StoreConnection on, ResourceKey key) =>
        on[PasswordHashSql].Scalar(("@tenant", tenant.Value), ("@id", key.Id), ("@type", key.Type)) as string;

    public ResourcePage Query(StoreConnection on, ResourceQuery query, IndexedType type, CancellationToken cancel)
    {
        var plan = query.Narrow is null ? QueryPlan.Everything : QueryPlan.For(query.Narrow, type, dialect);
        var certain = query.Narrow is null ? query.Judge is null : plan.Exact && query.NarrowIsExact;
        return certain || query.Judge is null ? Counted(on, query, plan) : Judged(on, query, query.Judge, plan, cancel);
    }

    /// <summary>The index knows the answer: it counts, and only the page's documents are read.</summary>
    ResourcePage Counted(StoreConnection on, ResourceQuery query, QueryPlan plan)
    {
        var resources = new List<Resource>();
        if (query.Take > 0)
        {
            var page = $"""
                SELECT {StoredResource.Columns}
                  FROM resource r
                 WHERE r.tenant = @tenant AND r.row_id IN ({Matches(plan, "r.row_id")} ORDER BY {plan.Order} LIMIT @take OFFSET @skip)
                 ORDER BY r.row_id
                """;
            using var rows = on[page].Read([("@tenant", tenant.Value), ("@type", query.Type.Name), ("@take", (long)query.Take), ("@skip", (long)query.Skip), .. plan.Parameters]);
            while (rows.Next())
                resources.Add(StoredResource.Read(rows).With(query.Load, on, tenant));
        }

        // A page that is not full, but not beyond the end either, has told the total.
        var ends = resources.Count < query.Take && (resources.Count > 0 || query.Skip == 0);
        var total = ends
            ? query.Skip + resources.Count
            : Convert.ToInt64(
                on[Matches(plan, "count(*)")].Scalar([("@tenant", tenant.Value), ("@type", query.Type.Name), .. plan.Parameters]), CultureInfo.InvariantCulture);
        return new ResourcePage(total, resources, plan.Describe(judged: false, 0));
    }

    const string CandidateSql = $"""
        SELECT {StoredResource.Columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.row_id = @row
        """;

    /// <summary>The index names candidates, and the judge decides about each; only the page is kept.</summary>
    ResourcePage Judged(StoreConnection on, ResourceQuery query, Func<Resource, bool> judge, QueryPlan plan, CancellationToken cancel)
    {
        var page = new List<Resource>();
        long matches = 0;
        var judged = 0;

        // Row numbers are sorted, not documents.
        using var candidates = on[Matches(plan, "r.row_id") + " ORDER BY " + plan.Order].Read([("@tenant", tenant.Value), ("@type", query.Type.Name), .. plan.Parameters]);
        while (candidates.Next())
        {
            cancel.ThrowIfCancellationRequested();
            if (++judged > query.LookThrough)
                throw TooMany(query, plan).ToException();

            var stored = Candidate(on, candidates.Number(0));
            var candidate = stored.With(query.JudgeNeeds, on, tenant);
            if (!judge(candidate))
                continue;

            if (matches >= query.Skip && page.Count < query.Take)
                page.Add((stored with { Resource = candidate }).With(query.Load, on, tenant));
            matches++;
        }

        return new ResourcePage(matches, page, plan.Describe(judged: true, judged));
    }

    StoredResource Candidate(StoreConnection on, long row)
    {
        using var rows = on[CandidateSql].Read(("@tenant", tenant.Value), ("@row", row));
        return rows.Next() ? StoredResource.Read(rows) : throw new StorageException($"Row {row} of table 'resource' is in an index but not in the table. Restore a backup.");
    }

    static string Matches(QueryPlan plan, string columns) => $"""
        SELECT {columns}
          FROM resource r
         WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0{(plan.Sql is null ? "" : " AND " + plan.Sql)}
        """;

    static ScimError TooMany(ResourceQuery query, QueryPlan plan)
    {
        var remedy = plan.Unused.IsEmpty
            ? "Filter on an indexed attribute as well."
            : $"Filter on a further, indexed attribute, or have an index made on {string.Join(" or ", plan.Unused)}.";
        return ScimError.TooMany(
            string.Create(CultureInfo.InvariantCulture, $"To answer the filter more than {query.LookThrough} resources of type {query.Type.Name} would have to be looked through. {remedy}"));
    }
}
