using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>Reads rows of <c>member</c>: a group's members, in the order in which they were added, and a resource's groups.</summary>
static class MemberRows
{
    /// <summary>What <see cref="MemberReader"/> reads, before a row number.</summary>
    /// <param name="resource">What the linked resource is called.</param>
    public static string Columns(bool names, string resource = "r") =>
        // The document is only for the name in it, but what is shown of it is checked like everything else.
        names ? $"{resource}.id, {resource}.type, {resource}.created, {resource}.checksum, {resource}.document" : $"{resource}.id, {resource}.type";

    /// <summary>
    /// The place of <c>resource r</c> among a group's members; null when it is none of them. Asked for each resource by itself, so that it is looked up in
    /// an index: whatever the engine thinks of the size of groups, it does not go through all members of this one.
    /// </summary>
    public const string Place = "(SELECT m.row_id FROM member m WHERE m.tenant = @tenant AND m.member_row = r.row_id AND m.group_row = @group)";

    const string MembersSql = """
        SELECT m.member_id, m.member_type, m.row_id
          FROM member m
         WHERE m.tenant = @tenant AND m.group_row = @group AND m.row_id > @after
         ORDER BY m.row_id
         LIMIT @take
        """;

    static readonly string NamedMembersSql = $"""
        SELECT {Columns(names: true)}, m.row_id
          FROM member m JOIN resource r ON r.row_id = m.member_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.group_row = @group AND m.row_id > @after
         ORDER BY m.row_id
         LIMIT @take
        """;

    // Neither ids nor names of types have line breaks.
    const char Between = '\n';
    const string BetweenSql = "chr(10)";

    const string TogetherSql = $"""
        SELECT string_agg(m.member_id, {BetweenSql}), string_agg(m.member_type, {BetweenSql}), max(m.row_id)
          FROM (
        {MembersSql}
               ) m
        """;

    // Some ten times as many as a piece has.
    const int MostTogether = 10_000;

    /// <summary>The members from a place on.</summary>
    /// <param name="after">The place where the members before them end; 0 begins with the first.</param>
    /// <returns>At most <paramref name="take"/>, and where they end if there are more.</returns>
    public static (ImmutableArray<Member> Members, long? Next) Read(StoreConnection on, TenantId tenant, long group, long after, long take, bool names)
    {
        if (on.Dialect.IsRemote && !names && take <= MostTogether)
            return ReadTogether(on, tenant, group, after, (int)take);

        var members = ImmutableArray.CreateBuilder<Member>();
        using var rows = on[names ? NamedMembersSql : MembersSql].Read(("@tenant", tenant.Value), ("@group", group), ("@after", after), ("@take", take == long.MaxValue ? take : take + 1));
        var reader = new MemberReader(rows, names);
        while (rows.Next())
        {
            // What comes next begins with this one.
            if (members.Count == take)
                return (members.DrainToImmutable(), reader.Row - 1);
            members.Add(reader.Read());
        }

        return (members.DrainToImmutable(), null);
    }

    // Where each row is a message of its own, that takes longer than to find it. So they come in one.
    static (ImmutableArray<Member> Members, long? Next) ReadTogether(StoreConnection on, TenantId tenant, long group, long after, int take)
    {
        using var rows = on[TogetherSql].Read(("@tenant", tenant.Value), ("@group", group), ("@after", after), ("@take", take + 1L));
        if (!rows.Next() || rows.IsNull(0))
            return ([], null);

        var all = Apart(rows.Text(0), rows.Text(1));
        return all.Length > take ? (all[..take], rows.Number(2) - 1) : (all, null);
    }

    static ImmutableArray<Member> Apart(string ids, string types)
    {
        var all = ImmutableArray.CreateBuilder<Member>(ids.AsSpan().Count(Between) + 1);
        var type = "";
        var nextType = types.AsSpan().Split(Between);
        foreach (var id in ids.AsSpan().Split(Between))
        {
            nextType.MoveNext();
            type = types.AsSpan(nextType.Current) is var own && own.SequenceEqual(type) ? type : own.ToString();
            all.Add(new Member(ids[id], type));
        }

        return all.MoveToImmutable();
    }

    /// <summary>Writes one row for each row number in the list <c>@rows</c>, in their order; those that are there already stay where they are.</summary>
    /// <param name="group">The group's row number, and <paramref name="member"/> the member's: <c>value</c> is that in the list.</param>
    public static string InsertSql(Dialect dialect, string group, string member) => $"""
        INSERT INTO member (tenant, group_row, member_row, member_id, member_type)
        SELECT @tenant, {group}, {member}, (SELECT r.id FROM resource r WHERE r.tenant = @tenant AND r.row_id = {member}), (SELECT r.type FROM resource r WHERE r.tenant = @tenant AND r.row_id = {member})
          FROM {dialect.FromList("@rows")}
         WHERE 1 = 1
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Deletes the rows in the list <c>@places</c>.</summary>
    public static string DeleteSql(Dialect dialect) => $"DELETE FROM member WHERE tenant = @tenant AND {dialect.AmongNumbers("row_id", "@places")}";

    const string CountSql = "SELECT count(*) FROM member m WHERE m.tenant = @tenant AND m.group_row = @group";

    const string PlaceSql = """
        SELECT m.row_id
          FROM member m
         WHERE m.tenant = @tenant AND m.group_row = @group AND m.row_id > @after
         ORDER BY m.row_id
         LIMIT 1 OFFSET @before
        """;

    /// <summary>The page that a query asks for.</summary>
    public static MemberPage Page(StoreConnection on, Dialect dialect, TenantId tenant, long group, MemberQuery query, CancellationToken cancel)
    {
        if (query.Judge is not null || !query.Ids.IsDefault)
            return Judged(on, dialect, tenant, group, query, cancel);

        var total = Convert.ToInt64(on[CountSql].Scalar(("@tenant", tenant.Value), ("@group", group)), CultureInfo.InvariantCulture);
        var after = query.After ?? 0;
        if (query.Skip > 0)
        {
            // Only numbers are passed over, in the index.
            if (on[PlaceSql].Scalar(("@tenant", tenant.Value), ("@group", group), ("@after", after), ("@before", query.Skip - 1L)) is not long place)
                return new MemberPage(total, [], null);
            after = place;
        }

        var (members, next) = query.Take == 0 ? ([], null) : Read(on, tenant, group, after, query.Take, query.Names);
        return new MemberPage(total, members, next);
    }

    static MemberPage Judged(StoreConnection on, Dialect dialect, TenantId tenant, long group, MemberQuery query, CancellationToken cancel)
    {
        var page = ImmutableArray.CreateBuilder<Member>();
        var (total, skipped, judged) = (0L, 0, 0);
        long end = 0;
        long? next = null;

        using var rows = Candidates(on, dialect, tenant, group, query);
        var reader = new MemberReader(rows, query.Names);
        while (rows.Next())
        {
            cancel.ThrowIfCancellationRequested();
            if (++judged > query.LookThrough)
                throw TooMany(query).ToException();

            var member = reader.Read();
            if (query.Judge?.Invoke(member) == false)
                continue;

            total++;
            if (reader.Row <= (query.After ?? 0) || skipped++ < query.Skip)
                continue;
            if (page.Count < query.Take)
            {
                page.Add(member);
                end = reader.Row;
            }
            else if (page.Count > 0)
            {
                next = end;
            }
        }

        return new MemberPage(total, page.DrainToImmutable(), next);
    }

    static Rows Candidates(StoreConnection on, Dialect dialect, TenantId tenant, long group, MemberQuery query) => query.Ids.IsDefault
        ? on[query.Names ? NamedMembersSql : MembersSql].Read(("@tenant", tenant.Value), ("@group", group), ("@after", 0L), ("@take", long.MaxValue))
        : on[$"""
            SELECT {Columns(query.Names)}, {Place} AS place
              FROM resource r
             WHERE r.tenant = @tenant AND {dialect.AmongTexts("r.id", "@ids")} AND {Place} IS NOT NULL
             ORDER BY place
            """].Read(("@tenant", tenant.Value), ("@group", group), ("@ids", dialect.List(query.Ids)));

    static string DirectSql(Dialect dialect, bool names) => $"""
        SELECT {Columns(names)}, m.row_id, m.member_row
          FROM member m JOIN resource r ON r.row_id = m.group_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND {dialect.AmongNumbers("m.member_row", "@rows")}
         ORDER BY m.row_id
        """;

    // UNION takes each group once for each of those below it, so that groups which contain each other come to an end.
    static string IndirectSql(Dialect dialect, bool names) => $"""
        WITH RECURSIVE above (member_row, group_row) AS (
            SELECT m.member_row, m.group_row
              FROM member m
             WHERE m.tenant = @tenant AND {dialect.AmongNumbers("m.member_row", "@rows")}
            UNION
            SELECT a.member_row, n.group_row
              FROM above a JOIN member n ON n.member_row = a.group_row
             WHERE n.tenant = @tenant
        )
        SELECT {Columns(names)}, r.row_id, a.member_row
          FROM above a JOIN resource r ON r.row_id = a.group_row
         WHERE r.tenant = @tenant AND r.row_id <> a.member_row
           AND NOT EXISTS (SELECT 1 FROM member d WHERE d.tenant = @tenant AND d.member_row = a.member_row AND d.group_row = a.group_row)
         ORDER BY r.row_id
        """;

    static readonly ILookup<long, Member> NoGroups = Array.Empty<(long Resource, Member Group)>().ToLookup(of => of.Resource, of => of.Group);

    /// <summary>The groups that have each of the resources as a member, first the direct ones. None is a member of itself by way of others.</summary>
    /// <param name="last">Whether nothing more will be read in this transaction.</param>
    public static ILookup<long, Member> GroupsOf(StoreConnection on, Dialect dialect, TenantId tenant, IEnumerable<long> resources, bool indirect, bool names, bool last)
    {
        var direct = Collect(DirectSql(dialect, names), resources, last && !indirect);
        if (direct.Count == 0)
            return NoGroups;

        List<(long Resource, Member Group)> further = indirect ? Collect(IndirectSql(dialect, names), direct.Select(of => of.Resource).Distinct(), last) : [];
        return direct.Concat(further.Select(of => (of.Resource, Group: of.Group with { Indirect = true }))).ToLookup(of => of.Resource, of => of.Group);

        List<(long Resource, Member Group)> Collect(string sql, IEnumerable<long> of, bool ends)
        {
            var found = new List<(long, Member)>();
            if (ends)
                on.EndWithNext();
            using var rows = on[sql].Read(("@tenant", tenant.Value), ("@rows", dialect.List(of)));
            var reader = new MemberReader(rows, names);
            while (rows.Next())
            {
                var group = reader.Read();
                found.Add((rows.Number(reader.End), group));
            }

            return found;
        }
    }

    /// <summary>Joins to <c>resource r</c>, for each of its rows, the groups that it is in; a row without groups once.</summary>
    public const string WithGroups = """
        LEFT JOIN member m ON m.tenant = @tenant AND m.member_row = r.row_id
        LEFT JOIN resource g ON g.tenant = @tenant AND g.row_id = m.group_row
        """;

    /// <summary>What <see cref="GroupsAlong"/> reads of a statement that has <see cref="WithGroups"/>. Whether a group is in others is only looked at where that counts.</summary>
    public static string GroupColumns(Load load) =>
        $"{Columns(load.HasFlag(Load.Names), "g")}, m.row_id{(load.HasFlag(Load.IndirectMemberships) ? ", EXISTS (SELECT 1 FROM member n WHERE n.tenant = @tenant AND n.member_row = m.group_row)" : "")}";

    /// <summary>
    /// Joins to rows of <c>resource</c> the groups that each is in, all in one row. Looked up for each by itself, so that it is an index that tells them whatever the
    /// database knows of the tables. Putting them in order is left to us, since it would take the database as long as finding them.
    /// </summary>
    /// <param name="resource">What those are called.</param>
    public static string WithGroupsTogether(string resource) => $"""
        LEFT JOIN LATERAL (
            SELECT string_agg(g.id || {BetweenSql} || g.type || {BetweenSql} || m.row_id, {BetweenSql}) AS groups
              FROM member m JOIN resource g ON g.row_id = m.group_row
             WHERE m.tenant = @tenant AND g.tenant = @tenant AND m.member_row = {resource}.row_id) joined ON TRUE
        """;

    /// <summary>What <see cref="Together"/> reads of a statement that has <see cref="WithGroupsTogether"/>.</summary>
    public const string TogetherColumn = "joined.groups";

    /// <summary>Whether such a statement tells all of the groups that a load asks for.</summary>
    public static bool AreTogether(Load load) => (load & StoredResource.OfGroups) == Load.Memberships;

    /// <summary>The groups that come along with a resource in its row, in the order of joining.</summary>
    public static ImmutableArray<Member> Together(Rows rows, int column)
    {
        if (rows.IsNull(column))
            return [];

        var text = rows.Text(column);
        var groups = new List<(long Place, Member Group)>(1);
        var parts = text.AsSpan().Split(Between);
        for (var type = ""; parts.MoveNext();)
        {
            var id = text[parts.Current];
            parts.MoveNext();
            type = text.AsSpan(parts.Current) is var own && own.SequenceEqual(type) ? type : own.ToString();
            parts.MoveNext();
            groups.Add((long.Parse(text.AsSpan(parts.Current), CultureInfo.InvariantCulture), new Member(id, type)));
        }

        return InOrder(groups);
    }

    /// <summary>Groups in the order of joining.</summary>
    public static ImmutableArray<Member> InOrder(List<(long Place, Member Group)> groups)
    {
        groups.Sort(static (one, other) => one.Place.CompareTo(other.Place));
        var all = new Member[groups.Count];
        for (var i = 0; i < all.Length; i++)
            all[i] = groups[i].Group;
        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    /// <summary>Collects the groups that come along with a resource, one in each of its rows.</summary>
    /// <param name="from">The first of their columns.</param>
    public sealed class GroupsAlong(Rows rows, Load load, int from)
    {
        // Not readonly: it remembers.
        MemberReader reader = new(rows, load.HasFlag(Load.Names), from);
        // Null while there were none.
        List<(long Place, Member Group)>? groups;
        bool incomplete;

        /// <summary>Takes the group of the row that is read, if there is one.</summary>
        public void Add()
        {
            if (rows.IsNull(from))
                return;
            var group = reader.Read();
            (groups ??= new(1)).Add((reader.Row, group));
            incomplete |= load.HasFlag(Load.IndirectMemberships) && rows.Number(reader.End) != 0;
        }

        /// <summary>What was collected since the last time, in the order of joining; default where the groups are in groups themselves and those count, as they are not here.</summary>
        public ImmutableArray<Member> Take()
        {
            ImmutableArray<Member> taken = incomplete ? default : groups is { Count: > 0 } ? InOrder(groups) : [];
            groups?.Clear();
            incomplete = false;
            return taken;
        }
    }

    static readonly string NameSql = $"""
        SELECT {Columns(names: true)}, r.row_id
          FROM resource r
         WHERE r.tenant = @tenant AND r.id = @id AND r.type = @type AND r.tombstone = 0
        """;

    /// <summary>The names of the resources of a type that are there and have one.</summary>
    public static Dictionary<string, string> Names(StoreConnection on, TenantId tenant, string type, IEnumerable<string> ids)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            using var rows = on[NameSql].Read(("@tenant", tenant.Value), ("@id", id), ("@type", type));
            if (rows.Next() && new MemberReader(rows, names: true).Read().Display is { } name)
                names[id] = name;
        }

        return names;
    }

    static ScimError TooMany(MemberQuery query) => ScimError.TooMany(string.Create(
        CultureInfo.InvariantCulture, $"To answer the filter more than {query.LookThrough} members would have to be looked through. Filter on 'value eq' the id of a member, or page through all of them without a filter."));

    /// <summary>Reads the columns of <see cref="MemberRows.Columns"/> and the row number after them.</summary>
    /// <param name="from">The first of them.</param>
    struct MemberReader(Rows rows, bool names, int from = 0)
    {
        // One text per type, not one per member.
        string type = "";

        /// <summary>The column after those that it reads.</summary>
        public readonly int End => from + (names ? 6 : 3);

        /// <summary>The number after the columns, of the row that is read.</summary>
        public readonly long Row => rows.Number(End - 1);

        public Member Read()
        {
            type = rows.Text(from + 1, type);
            var member = new Member(rows.Text(from), type);
            return names ? member with { Display = Name(member) } : member;
        }

        readonly string? Name(Member member)
        {
            var document = rows.Bytes(from + 4);
            return Checksum.Of(member.Value, rows.Number(from + 2), document) == rows.Number(from + 3)
                ? ReferenceName.Of(document)
                : throw new StorageException($"A row of table 'resource' ({type} '{member.Value}') is damaged: its checksum does not fit. Restore it from a backup.");
        }
    }
}

/// <summary>
/// The members after the first ones, read while an answer is written, each piece while the one before it is: no connection and no moment is held between the pieces,
/// however slow the client is.
/// </summary>
/// <param name="piece">How many are read at once.</param>
sealed class FurtherMembers(ReaderPool readers, TenantId tenant, long group, long after, bool names, int piece) : IAsyncEnumerable<ImmutableArray<Member>>
{
    public async IAsyncEnumerator<ImmutableArray<Member>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var reading = ReadAsync(after, cancellationToken);
        try
        {
            for (var more = true; more;)
            {
                var (members, next) = await reading;
                more = next is not null;
                if (next is { } place)
                    reading = ReadAsync(place, cancellationToken);
                yield return members;
            }
        }
        finally
        {
            // Nobody may be left reading for an answer that is over.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // On a thread of its own, since reading keeps the one that it is begun on.
    Task<(ImmutableArray<Member> Members, long? Next)> ReadAsync(long from, CancellationToken cancel) =>
        Task.Run(() => readers.ReadAsync(tenant, on => MemberRows.Read(on, tenant, group, from, piece, names), cancel).AsTask(), cancel);
}
