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

    /// <param name="known">The indexes that it is planned by.</param>
    /// <returns>Null for a question of another kind.</returns>
    public static CountedPage? Of(ResourceQuery query, TenantId tenant, Dialect dialect, IndexSnapshot known)
    {
        if (!dialect.IsRemote || query.Sorted || query.Take == 0 || query.Parts is not [var only] || only.Load.IncludesMembers() || only.Load.HasFlag(Load.Memberships) != MemberRows.AreTogether(only.Load))
            return null;

        try
        {
            var plan = new TypePlan(only, Number, known.Of(tenant, only.Type.Name), dialect);
            return plan is { IsEmpty: false, IsCertain: true, Kept: not null } ? new CountedPage(query, plan, known) : null;
        }
        catch (SchemaChangedException)
        {
            // Whoever asks by the indexes of the moment finds out.
            return null;
        }
    }

    // ---- The statement

    // Of the part, which is the only one.
    const int Number = 0;

    const uint LeastBound = 128;

    static readonly string OfType = TypePlan.Named("type", Number);

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
        return new AloneStatement(sql, SqlParameters.Of(sql));
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
         WHERE r.tenant = @tenant AND (r.type, r.tombstone, r.row_id) >= ({OfType}, 0, {from}) AND (r.type, r.tombstone) <= ({OfType}, 0){(condition is null ? "" : " AND " + condition)}
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
        var values = new (string, object?)[Statement.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (Statement.Parameters[i], Value(Statement.Parameters[i], tenant));

        using var rows = on[Statement.Sql].Read(values);
        var read = new Answer(groups, Math.Min(Wanted, (int)LeastBound));
        while (rows.Next())
            read.Add(rows, part.Query.Type.Name, query.Memory);
        if (read.Generation != known.Generation)
            return null;

        var (found, last) = read.Take(query.Take);
        return new ResourcePage(read.Total, found, () => ResourceSearch.Describe(query, [part])) { Next = last is { } row ? new Position(null, row) : null };
    }

    object? Value(string name, TenantId tenant) => name switch
    {
        "@tenant" => tenant.Value,
        "@take" => (long)Wanted,
        "@skip" => (long)query.Skip,
        "@after" => query.After?.Row ?? 0,
        _ when string.Equals(name, OfType, StringComparison.Ordinal) => part.Query.Type.Name,
        _ => part.Condition.Parameters.First(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal)).Value,
    };

    /// <summary>Collects the rows, in whatever order they come.</summary>
    /// <param name="usual">So many are likely to come.</param>
    struct Answer(bool withGroups, int usual)
    {
        readonly List<StoredResource.Unchecked> found = new(usual);
        readonly List<(long Resource, long Place, Member Group)> groups = [];
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
                groups.Add((rows.Number(0), rows.Number(StoredResource.ColumnCount), new Member(rows.Text(2), ofGroups)));
            }
            else
            {
                found.Add(StoredResource.Unchecked.Read(rows, memory, new ResourceKey(type, "")));
            }
        }

        /// <param name="most">So many are on the page.</param>
        /// <returns>Those, and the row number of the last if there are more.</returns>
        public readonly (Resource[] Page, long? Last) Take(int most)
        {
            found.Sort(static (one, other) => one.Row.CompareTo(other.Row));
            groups.Sort(static (one, other) => (one.Resource, one.Place).CompareTo((other.Resource, other.Place)));
            var page = new Resource[Math.Min(most, found.Count)];
            var of = CollectionsMarshal.AsSpan(groups);
            for (var i = 0; i < page.Length; i++)
            {
                var begin = 0;
                while (begin < of.Length && of[begin].Resource < found[i].Row)
                    begin++;
                var end = begin;
                while (end < of.Length && of[end].Resource == found[i].Row)
                    end++;
                page[i] = found[i].Checked(withGroups ? Members(of[begin..end]) : default).Resource;
                of = of[end..];
            }

            return (page, found.Count > most ? found[most - 1].Row : null);
        }

        static ImmutableArray<Member> Members(ReadOnlySpan<(long, long, Member Group)> groups)
        {
            if (groups.IsEmpty)
                return [];
            var all = new Member[groups.Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = groups[i].Group;
            return ImmutableCollectionsMarshal.AsImmutableArray(all);
        }
    }
}
