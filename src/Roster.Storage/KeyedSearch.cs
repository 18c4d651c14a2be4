using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>
/// A question whose answers are among the few that an index knows by a value which the filter names, <c>userName eq "ana"</c>, in the order of creation. Those that
/// differ in their values only can be answered by one statement, each by itself within it; and one alone by a statement that needs no transaction around it.
/// </summary>
sealed class KeyedSearch
{
    readonly ResourceQuery query;
    readonly TypePlan part;
    readonly IndexSnapshot known;

    KeyedSearch(ResourceQuery query, TypePlan part, IndexSnapshot known) => (this.query, this.part, this.known) = (query, part, known);

    /// <summary>The same text for all that can be asked together.</summary>
    public string Sql => part.Condition.Statements!.Joint(MemberRows.AreTogether(Load));

    public Load Load => part.Query.Load;

    /// <param name="part">The only part of the query.</param>
    /// <param name="known">The indexes that it is planned by.</param>
    /// <returns>Null for a question of another kind.</returns>
    public static KeyedSearch? Of(ResourceQuery query, TypePlan part, IndexSnapshot known) =>
        query.After is null && part.Query.Load.HasFlag(part.Query.JudgeNeeds) && part.Condition.Statements is not null && CanBeListed(part.Condition) ? new KeyedSearch(query, part, known) : null;

    static bool CanBeListed(QueryPlan condition)
    {
        foreach (var parameter in condition.Parameters)
        {
            if (parameter.Value is not (null or string or long))
                return false;
        }

        return true;
    }

    // ---- One statement for many

    /// <summary>Asks together.</summary>
    /// <param name="alike">Those with one and the same <see cref="Sql"/>.</param>
    /// <returns>What each found; null for one that has to be asked by itself, as more follow or the indexes are others than those it was planned by.</returns>
    public static List<StoredResource>?[] Find(StoreConnection on, Dialect dialect, TenantId tenant, IReadOnlyList<KeyedSearch> alike)
    {
        var sql = alike[0].Sql;
        int? groups = MemberRows.AreTogether(alike[0].Load) ? StoredResource.ColumnCount + 2 : null;
        var found = alike.Select(_ => new List<StoredResource>(1)).ToList();
        var current = true;
        using var rows = on[sql].Read([.. SqlParameters.Of(sql).Select(name => (name, name is KeyedStatements.OfTenant ? tenant.Value : List(dialect, name, alike)))]);
        while (rows.Next())
        {
            current &= rows.Number(StoredResource.ColumnCount + 1) == alike[0].known.Generation;
            if (!rows.IsNull(0))
                found[(int)rows.Number(StoredResource.ColumnCount) - 1].Add(StoredResource.Read(rows, groups));
        }

        return [.. alike.Zip(found, (search, its) => current && search.known == alike[0].known && search.IsAll(its.Count) ? its : null)];
    }

    static object List(Dialect dialect, string name, IReadOnlyList<KeyedSearch> alike) => name switch
    {
        "@take" => dialect.List(alike.Select(search => search.Most + 1L)),
        "@skip" => dialect.List(alike.Select(search => search.Skip)),
        _ => alike[0].part.Value(name) is string ? dialect.List(alike.Select(search => (string?)search.part.Value(name))) : dialect.List(alike.Select(search => (long)search.part.Value(name)!)),
    };

    // ---- One statement for one

    /// <summary>Asks alone. The statement sees one moment without a transaction around it.</summary>
    /// <returns>Null when it has to be asked otherwise, as it begins later or more follow, or groups are in groups, or the indexes are others than those it was planned by.</returns>
    public ResourcePage? Find(StoreConnection on, TenantId tenant)
    {
        if (Skip > 0)
            return null;

        Load? groups = Load.HasFlag(Load.Memberships) ? Load & StoredResource.OfGroups : null;
        using var rows = part.Condition.Statements!.Alone(groups).Read(on, tenant, part, Most + 1L);
        var found = StoredResource.ReadAll(rows, groups, Most + 1, query.Memory, out var generation);
        return generation == known.Generation && IsAll(found.Count) && !(groups is not null && found.Exists(stored => stored.Resource.Memberships.IsDefault))
            ? Page(found.ConvertAll(stored => stored.Resource))
            : null;
    }

    // More candidates than these are judged where others do not wait for it.
    const int MostJudged = 100;

    int Most => part.IsCertain ? query.Take : Math.Min(query.LookThrough, MostJudged);

    long Skip => part.IsCertain ? query.Skip : 0;

    // Of those that follow, and of those before them, the number is not known.
    bool IsAll(int found) => found <= Most && (found > 0 || Skip == 0);

    /// <summary>The page of all that was found; null when more follow it.</summary>
    public ResourcePage? Page(IReadOnlyList<Resource> found)
    {
        if (part.IsCertain)
            return new ResourcePage(Skip + found.Count, found, () => ResourceSearch.Describe(query, [part]));

        var matches = found.Where(part.Query.Judge!).ToList();
        return matches.Count - query.Skip > query.Take ? null : new ResourcePage(matches.Count, matches[Math.Min(query.Skip, matches.Count)..], () => ResourceSearch.Describe(query, [part], found.Count));
    }
}
