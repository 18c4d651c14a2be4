using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;
using static Roster.Storage.ResourceWriter;

namespace Roster.Storage.Postgres;

/// <summary>
/// Changes of members that are done together, many to one group or some to each of several. Who is a member is looked up by one statement for all; each change is
/// worked out in its turn, on what those before it left; the outcome is written by one statement for each table.
/// </summary>
sealed class MemberSet
{
    // A larger change is a set by itself.
    const int MostNamed = 100;

    // Those who come have places after all that are stored, until they are stored themselves.
    const long FirstNewPlace = long.MaxValue / 2;

    readonly TenantId tenant;
    readonly Dialect dialect;
    readonly Dictionary<ResourceKey, (long Row, Resource Now)> groups = [];
    readonly HashSet<long> groupRows = [];
    readonly Dictionary<string, (long Row, string Type)> named = new(StringComparer.Ordinal);
    readonly Dictionary<(long Group, long Member), long> stored = [];
    readonly Dictionary<(long Group, long Member), long> places = [];
    readonly Dictionary<long, (long Times, long At)> touched = [];
    long nextPlace = FirstNewPlace;

    MemberSet(TenantId tenant, Dialect dialect) => (this.tenant, this.dialect) = (tenant, dialect);

    /// <summary>Whether a change is nothing but some members who come or go.</summary>
    public static bool Takes(Prepared save) =>
        save.Change is { Kind: ChangeKind.Update, Attributes.IsEmpty: true, PasswordHash: null, ExpectedVersion: null, CatalogueAdditions.IsEmpty: true, Members: { IsEmpty: false, Clear: false } members }
        && members.Add.Length + members.Remove.Length <= MostNamed;

    /// <summary>Does them, but for their entries in the log.</summary>
    /// <returns>The effective changes, with the groups' rows; null for a change that is to be done by itself, of which nothing has been written.</returns>
    public static IReadOnlyList<(long Row, ResourceChange Effective)?> Save(StoreConnection on, TenantId tenant, Dialect dialect, IReadOnlyList<Prepared> saves)
    {
        var set = new MemberSet(tenant, dialect);
        set.Find(on, saves);
        var effective = saves.Select(save => set.Apply(save.Change)).ToList();
        set.Write(on);
        return effective;
    }

    // ---- What is there

    static readonly string FindSql = $"""
        SELECT asked.group_row, r.row_id, r.id, r.type, r.place
          FROM unnest((SELECT @groups), (SELECT @ids)) AS asked (group_row, id)
               CROSS JOIN LATERAL (
                   SELECT r.row_id, r.id, r.type, {MemberRows.Place.Replace("@group", "asked.group_row", StringComparison.Ordinal)} AS place
                     FROM resource r
                    WHERE r.tenant = @tenant AND r.id = asked.id AND r.tombstone = 0
                   OFFSET 0) r
        """;

    void Find(StoreConnection on, IReadOnlyList<Prepared> saves)
    {
        foreach (var group in ResourceReader.FindRows(on, dialect, tenant, saves.Select(save => save.Change.Key.Id).Distinct(StringComparer.Ordinal)).Values)
        {
            groups[group.Resource.Key] = (group.Row, group.Resource);
            groupRows.Add(group.Row);
        }

        var asked = saves.Where(save => groups.ContainsKey(save.Change.Key)).SelectMany(save => Ids(save.Change.Members), (save, id) => (Group: groups[save.Change.Key].Row, Id: id)).Distinct().ToList();
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@groups", dialect.List(asked.Select(pair => pair.Group))), ("@ids", dialect.List(asked.Select(pair => (string?)pair.Id))));
        while (rows.Next())
        {
            named[rows.Text(2)] = (rows.Number(1), rows.Text(3));
            if (!rows.IsNull(4))
                stored[(rows.Number(0), rows.Number(1))] = places[(rows.Number(0), rows.Number(1))] = rows.Number(4);
        }
    }

    static IEnumerable<string> Ids(MembersChange members) => members.Add.Select(member => member.Value).Concat(members.Remove);

    // ---- One after the other

    (long Row, ResourceChange Effective)? Apply(ResourceChange change)
    {
        if (!groups.TryGetValue(change.Key, out var group) || !change.Members.Add.All(IsThere) || IsAboutGroupsOfTheSet(change.Members))
            return null;

        var kept = change.Members.Add.Select(member => named[member.Value].Row).ToHashSet();
        var added = change.Members.Add.DistinctBy(member => named[member.Value].Row).Where(member => !places.ContainsKey((group.Row, named[member.Value].Row)))
            .Select(member => new Member(member.Value, named[member.Value].Type)).ToImmutableArray();
        var removed = change.Members.Remove.Distinct(StringComparer.Ordinal)
            .Where(id => named.TryGetValue(id, out var member) && !kept.Contains(member.Row) && places.ContainsKey((group.Row, member.Row)))
            .OrderBy(id => places[(group.Row, named[id].Row)]).ToImmutableArray();

        foreach (var member in added)
            places[(group.Row, named[member.Value].Row)] = nextPlace++;
        foreach (var id in removed)
            places.Remove((group.Row, named[id].Row));

        var before = group.Now;
        var effective = change with { Document = before.Document, Members = new MembersChange(added, removed), After = before };
        if (effective.IsEmpty)
            return (group.Row, effective);

        var at = change.At.UtcTicks;
        foreach (var id in Ids(effective.Members))
            Touch(named[id].Row, at);
        Touch(group.Row, at);
        var after = before with { Version = before.Version + 1, LastModified = StoredResource.Time(Math.Max(at, before.LastModified.UtcTicks)) };
        groups[change.Key] = (group.Row, after);
        return (group.Row, effective with { After = after });
    }

    // Whoever is not gets to know why when it is done by itself.
    bool IsThere(Member member) =>
        named.TryGetValue(member.Value, out var found) && (member.Type is null || string.Equals(member.Type, found.Type, StringComparison.OrdinalIgnoreCase));

    // Their versions would change for two reasons.
    bool IsAboutGroupsOfTheSet(MembersChange members) => Ids(members).Any(id => named.TryGetValue(id, out var found) && groupRows.Contains(found.Row));

    void Touch(long row, long at) => touched[row] = touched.TryGetValue(row, out var known) ? (known.Times + 1, Math.Max(known.At, at)) : (1, at);

    // ---- The outcome

    const string InsertSql = """
        INSERT INTO member (tenant, group_row, member_row, member_id, member_type)
        SELECT @tenant, new.group_row, new.member_row, new.id, new.type
          FROM unnest(@groups, @members, @ids, @types) AS new (group_row, member_row, id, type)
        """;

    const string TouchSql = """
        UPDATE resource r
           SET version = r.version + touched.times, modified = greatest(r.modified, touched.at)
          FROM unnest((SELECT @rows), (SELECT @times), (SELECT @ats)) AS touched (row_id, times, at)
         WHERE r.tenant = @tenant AND r.row_id = touched.row_id AND r.row_id = ANY ((SELECT @rows)::BIGINT[])
        """;

    void Write(StoreConnection on)
    {
        if (touched.Count == 0)
            return;

        var gone = stored.Where(was => places.GetValueOrDefault(was.Key) != was.Value).Select(was => was.Value).ToList();
        var come = places.Where(now => now.Value >= FirstNewPlace).OrderBy(now => now.Value).Select(now => now.Key).ToList();
        on.Expect(gone.Count + come.Count);
        if (gone.Count > 0)
            on[MemberRows.DeleteSql(dialect)].Queue(("@tenant", tenant.Value), ("@places", dialect.List(gone)));
        if (come.Count > 0)
        {
            var members = named.ToDictionary(member => member.Value.Row, member => (Id: member.Key, member.Value.Type));
            on[InsertSql].Queue(
                ("@tenant", tenant.Value), ("@groups", dialect.List(come.Select(pair => pair.Group))), ("@members", dialect.List(come.Select(pair => pair.Member))),
                ("@ids", dialect.List(come.Select(pair => members[pair.Member].Id))), ("@types", dialect.List(come.Select(pair => members[pair.Member].Type))));
        }

        on[TouchSql].Queue(
            ("@tenant", tenant.Value), ("@rows", dialect.List(touched.Keys)),
            ("@times", dialect.List(touched.Values.Select(one => one.Times))), ("@ats", dialect.List(touched.Values.Select(one => one.At))));
    }
}
