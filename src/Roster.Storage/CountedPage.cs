using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>
/// A page, in the order of creation, of resources whose number is kept: all of a type, or all that are active or are not. Where each statement is a way over a network,
/// one brings everything: the resources, the groups that they are in, the total and the number of the indexes. It sees one moment without a transaction around it.
/// </summary>
sealed class CountedPage
{
    readonly ResourceQuery query;
    readonly TypePlan part;
    readonly IndexSnapshot known;
    readonly bool groups;

    CountedPage(ResourceQuery query, TypePlan part, IndexSnapshot known)
    {
        (this.query, this.part, this.known) = (query, part, known);
        groups = MemberRows.AreTogether(part.Query.Load);
        // One more than asked for tells whether more follow.
        Statement = Statements.GetOrAdd(new Shape(part.Kept!, part.Condition.Sql, query.Skip > 0, Math.Max(LeastBound, BitOperations.RoundUpToPowerOf2((uint)Wanted)), groups), Make);
    }

    /// <summary>What is asked.</summary>
    public AloneStatement Statement { get; }

    int Wanted => query.Take + 1;

    /// <param name="part">The only part of the query.</param>
    /// <param name="known">The indexes that it is planned by.</param>
    /// <returns>Null for a question of another kind, and where a statement is no way over a network.</returns>
    public static CountedPage? Of(ResourceQuery query, TypePlan part, Dialect dialect, IndexSnapshot known) =>
        dialect.IsRemote && part is { IsEmpty: false, IsCertain: true, Kept: not null } && part.Query.Load.HasFlag(Load.Memberships) == MemberRows.AreTogether(part.Query.Load) ? new CountedPage(query, part, known) : null;

    // ---- The statement

    const uint LeastBound = 128;

    static readonly ConcurrentDictionary<Shape, AloneStatement> Statements = new();

    /// <summary>What the text of a statement depends on; there are some dozens.</summary>
    /// <param name="Kept">Where the numbers are.</param>
    /// <param name="Condition">Null for all of the type.</param>
    /// <param name="Skips">Whether some are passed over; else the page comes after a row.</param>
    /// <param name="Bound">No less than may be on the page, for the database's planner: it would make a plan for each request if it had to guess at a parameter.</param>
    /// <param name="Groups">Whether each comes with the groups that it is in.</param>
    readonly record struct Shape(string Kept, string? Condition, bool Skips, uint Bound, bool Groups);

    static AloneStatement Make(Shape shape)
    {
        var sql = $"""
            WITH kept AS MATERIALIZED (SELECT p.block, CAST(sum(p.living) AS BIGINT) AS living FROM {shape.Kept} GROUP BY p.block),
            {(shape.Skips ? Block + ",\n" : "")}page AS MATERIALIZED (
            {(shape.Condition is null ? Walk(shape) : Picked(shape))})
            SELECT CAST(NULL AS BIGINT), NULL, NULL, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BYTEA),
                   i.indexes, (SELECT CAST(coalesce(sum(k.living), 0) AS BIGINT) FROM kept k)
              FROM administration i
             WHERE i.id = 1
             UNION ALL
            SELECT {StoredResource.Columns}, NULL, NULL FROM page r
            {(shape.Groups ? Groups : "")}
            """;
        return new AloneStatement(sql);
    }

    // The block in which the page begins, and how many live before it.
    const string Block = """
        block AS MATERIALIZED (
            SELECT b.block, b.before
              FROM (SELECT k.block, CAST(sum(k.living) OVER (ORDER BY k.block) - k.living AS BIGINT) AS before FROM kept k) b
             WHERE b.before <= @skip
             ORDER BY b.block DESC
             LIMIT 1)
        """;

    const string BlockStart = "(SELECT block FROM block)";
    const string Skipped = "OFFSET @skip - (SELECT before FROM block)";
    const string AfterRow = "@after + 1";

    // All that is wanted lies together in the order: read from there with the documents.
    static string Walk(Shape shape) => Bounded(shape, InOrder(StoredResource.Columns, shape.Skips ? $"({InOrder("r.row_id", BlockStart)} {Skipped} LIMIT 1)" : AfterRow));

    // Those that are wanted are picked out in the index, which has what they are picked by, and only then read.
    static string Picked(Shape shape) => $"""
        SELECT r.*
          FROM ({Bounded(shape, InOrder("r.row_id", shape.Skips ? BlockStart : AfterRow, shape.Condition) + (shape.Skips ? " " + Skipped : ""))}) picked
               JOIN LATERAL (SELECT {StoredResource.Columns} FROM resource r WHERE r.tenant = @tenant AND r.row_id = picked.row_id OFFSET 0) r ON TRUE
        """;

    static string Bounded(Shape shape, string rows) => $"SELECT * FROM ({rows} LIMIT {shape.Bound}) r LIMIT @take";

    // Compared as rows, since only the index in that order serves them: whatever the database believes of how many there are of a type, it does not go through those of others.
    static string InOrder(string columns, string from, string? condition = null) => $"""
        SELECT {columns}
          FROM resource r
         WHERE r.tenant = @tenant AND (r.type, r.tombstone, r.row_id) >= ({TypePlan.OnlyType}, 0, {from}) AND (r.type, r.tombstone) <= ({TypePlan.OnlyType}, 0){(condition is null ? "" : " AND " + condition)}
         ORDER BY r.type, r.tombstone, r.row_id
        """;

    // Rows of their own, so that a resource in many groups comes once. Looked up one by one, by an index.
    const string Groups = """
         UNION ALL
        SELECT m.member_row, g.type, g.id, NULL, NULL, NULL, NULL, NULL, m.row_id, NULL
          FROM (SELECT m.member_row, m.group_row, m.row_id FROM member m WHERE m.tenant = @tenant AND m.member_row = ANY (ARRAY(SELECT r.row_id FROM page r)) OFFSET 0) m
               JOIN LATERAL (SELECT g.id, g.type FROM resource g WHERE g.tenant = @tenant AND g.row_id = m.group_row OFFSET 0) g ON TRUE
        """;

    // ---- The answer

    /// <summary>Asks.</summary>
    /// <returns>Null when the indexes are others than those it was planned by.</returns>
    public ResourcePage? Find(StoreConnection on, TenantId tenant)
    {
        using var rows = Statement.Read(on, tenant, part, Wanted, query.Skip, query.After?.Row ?? 0);
        var read = new Answer(groups, Math.Min(Wanted, (int)LeastBound));
        while (rows.Next())
            read.Add(rows, part.Query.Type.Name, query.Memory);
        if (read.Generation != known.Generation)
            return null;

        var (found, last) = read.Take(query.Take);
        return new ResourcePage(read.Total, found, () => ResourceSearch.Describe(query, [part])) { Next = last is { } row ? new Position(null, row) : null };
    }

    /// <summary>Collects the rows, in whatever order they come.</summary>
    /// <param name="usual">So many are likely to come.</param>
    sealed class Answer(bool withGroups, int usual)
    {
        readonly List<StoredResource.Unchecked> found = new(usual);
        readonly Dictionary<long, List<(long Place, Member Group)>> groups = [];
        string ofGroups = "";

        public long Generation { get; private set; }

        public long Total { get; private set; }

        public void Add(Rows rows, string type, DocumentMemory? memory)
        {
            if (rows.IsNull(0))
            {
                (Generation, Total) = (rows.Number(StoredResource.ColumnCount), rows.Number(StoredResource.ColumnCount + 1));
            }
            else if (rows.IsNull(StoredResource.DocumentColumn))
            {
                ofGroups = rows.Text(StoredResource.TypeColumn, ofGroups);
                ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, rows.Number(0), out _);
                (of ??= new(1)).Add((rows.Number(StoredResource.ColumnCount), new Member(rows.Text(2), ofGroups)));
            }
            else
            {
                found.Add(StoredResource.Unchecked.Read(rows, memory, new ResourceKey(type, "")));
            }
        }

        /// <param name="most">So many are on the page.</param>
        /// <returns>Those, and the row number of the last if there are more.</returns>
        public (Resource[] Page, long? Last) Take(int most)
        {
            found.Sort(static (one, other) => one.Row.CompareTo(other.Row));
            var page = new Resource[Math.Min(most, found.Count)];
            for (var i = 0; i < page.Length; i++)
                page[i] = found[i].Checked(withGroups ? GroupsOf(found[i].Row) : default).Resource;
            return (page, found.Count > most ? found[most - 1].Row : null);
        }

        ImmutableArray<Member> GroupsOf(long row) => groups.TryGetValue(row, out var of) ? MemberRows.InOrder(of) : [];
    }
}
