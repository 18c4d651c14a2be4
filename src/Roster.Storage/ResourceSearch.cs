using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using SortKey = Roster.Scim.Resources.SortKey;

namespace Roster.Storage;

/// <summary>Answers one query on a connection that sees one moment.</summary>
/// <param name="known">The indexes that it is planned by.</param>
sealed class ResourceSearch(
    TenantId tenant, Dialect dialect, StoreConnection on, ResourceQuery query, ImmutableArray<TypePlan> parts, IndexSnapshot known, ValueIndex index, CancellationToken cancel)
{
    /// <returns>Null when the indexes turned out to be others than those it was planned by.</returns>
    public static ResourcePage? Run(
        TenantId tenant, Dialect dialect, StoreConnection on, ResourceQuery query, IndexSnapshot known, ValueIndex index, ValueTexts? texts, CancellationToken cancel)
    {
        TextSearch? inside = texts is null ? null : (type, place, text, atEnd) => texts.Find(on, tenant, type, place, text, atEnd);
        var parts = query.Parts.Select((part, i) => new TypePlan(part, i, known.Of(tenant, part.Type.Name), dialect, inside)).Where(p => !p.IsEmpty).ToImmutableArray();
        return parts.IsEmpty ? new ResourcePage(0, [], () => "no type can match") : new ResourceSearch(tenant, dialect, on, query, parts, known, index, cancel).Run();
    }

    ResourcePage? Run()
    {
        if (!parts.All(p => p.IsCertain))
            return Judged();

        return !query.Sorted ? InOrderOfCreation() : IndexesHaveTheOrder ? InOrderOfKeys() : Judged();
    }

    // The keys of all types are compared with one another, so they must be of one kind.
    bool IndexesHaveTheOrder => parts.All(p => p.IsOrdered)
        && parts.Select(p => p.Column?.Kind).OfType<AttributeType>().Distinct().Count() <= 1
        && (query.After?.Key is not { } key || parts.All(p => p.Column?.Holds(key) != false));

    // ---- The indexes know the matches and their order

    // One more than asked for tells whether more follow.
    int Wanted => query.Take == 0 ? 0 : query.Take + 1;

    ResourcePage? InOrderOfCreation()
    {
        var found = new List<StoredResource>();
        if (Wanted > 0)
        {
            var (begin, skip) = Beginning();
            var after = begin is null ? "" : " AND r.row_id > @after";
            var groups = GroupsAlong;
            var page = $"""
                SELECT {StoredResource.Columns}, {ValueIndex.GenerationColumn}{(groups is null ? "" : ", " + MemberRows.GroupColumns(groups.Value))}
                  FROM resource r
                       {(groups is null ? "" : MemberRows.WithGroups)}
                 WHERE r.tenant = @tenant AND r.row_id IN ({Union(parts.Select(p => p.Matches(p.Condition.Row + " AS row_id") + after))} ORDER BY row_id LIMIT @take OFFSET @skip)
                 ORDER BY r.row_id
                """;
            using var rows = on[page].Read(Parameters(page, Wanted, skip, begin));
            found = StoredResource.ReadAll(rows, groups, Wanted, query.Memory, out var generation);
            if (generation is { } seen)
                ValueIndex.See(on, seen, known);
        }

        // A page that is not full, but not beyond the end either, has told the total.
        var ends = query.After is null && found.Count < Wanted && (found.Count > 0 || query.Skip == 0);
        var total = ends ? query.Skip + found.Count : Total();
        var more = found.Count > query.Take;
        if (more)
            found.RemoveAt(query.Take);
        return Page(total, found, more ? new Position(null, found[^1].Row) : null, Describe(), withGroups: true);
    }

    /// <summary>
    /// After which row the page is looked for, and how many resources are passed over from there. Where their numbers are known, whole blocks are passed over
    /// by them, and one by one only those before the page in its own block.
    /// </summary>
    (long? After, long Skip) Beginning()
    {
        if (query.After is not null || query.Skip == 0 || parts.Any(p => p.Blocks is null))
            return (query.After?.Row, query.Skip);

        var sql = $"SELECT b.block, CAST(sum(b.living) AS BIGINT) FROM ({Union(parts.Select(p => p.Blocks!))}) b GROUP BY b.block ORDER BY b.block";
        using var blocks = on[sql].Read(Parameters(sql));
        long skip = query.Skip;
        while (blocks.Next())
        {
            if (blocks.Number(1) > skip)
                return (blocks.Number(0) - 1, skip);
            skip -= blocks.Number(1);
        }

        // Beyond the end there is none to look for.
        return (long.MaxValue, 0);
    }

    // Where a statement is no way over a network, the groups of a page are looked up from within: the same for all of its resources, or not at all.
    Load? GroupsAlong => !dialect.IsRemote && parts.Select(p => p.Query.Load).Distinct().ToList() is [var load] && load.HasFlag(Scim.Resources.Load.Memberships) && !load.IncludesMembers() ? load : null;

    ResourcePage? InOrderOfKeys()
    {
        var total = Total();
        var found = new List<Position>();
        var skip = (long)query.Skip;
        // Two statements, as an index has those with a key in order, and nothing has those without.
        foreach (var assigned in query.Descending ? [false, true] : new[] { true, false })
        {
            var before = found.Count;
            if (before >= Wanted || Segment(assigned) is not { } segment || (!assigned && Unassigned(total) == 0))
                continue;

            Read(segment, assigned, skip, found);
            skip = found.Count > before ? 0 : Math.Max(0, skip - (skip == 0 ? 0 : assigned ? Assigned() : Unassigned(total)));
        }

        var more = found.Count > query.Take;
        if (more)
            found.RemoveAt(query.Take);
        return Page(total, Load(found), more ? found[^1] : null, Describe(ordered: true));
    }

    string? Segment(bool assigned)
    {
        var after = query.After;
        // Ascending, those with a key come first; descending, last.
        if (after is not null && (assigned, after.Key is null, query.Descending) is (true, true, false) or (false, false, true))
            return null;

        var (beyond, upTo, way) = query.Descending ? ("<", "<=", " DESC") : (">", ">=", "");
        if (assigned)
        {
            Func<string, string, string>? keyset = after?.Key is null ? null : (value, row) => $" AND {value} {upTo} @afterKey AND ({value} {beyond} @afterKey OR {row} {beyond} @after)";
            return Ordered(parts.Select(p => p.Assigned(keyset)), $"sort_key{way}, tie{way}, row_id{way}");
        }

        return Ordered(parts.Select(p => p.Unassigned(after is { Key: null } ? $" AND r.row_id {beyond} @after" : "")), $"row_id{way}");
    }

    static string? Ordered(IEnumerable<string?> selects, string order) =>
        selects.OfType<string>().ToList() is { Count: > 0 } some ? $"{Union(some)}\n ORDER BY {order} LIMIT @take OFFSET @skip" : null;

    void Read(string segment, bool assigned, long skip, List<Position> found)
    {
        var column = parts.Select(p => p.Column).FirstOrDefault(c => c is not null);
        using var rows = on[segment].Read(Parameters(segment, Wanted - found.Count, skip));
        while (rows.Next())
            found.Add(new Position(assigned ? column!.Read(rows, 1) : null, rows.Number(0)));
    }

    long Total() => Count(parts.Select(p => p.Number));

    long Assigned() => Count(parts.Select(p => p.Assigned(null)).OfType<string>().Select(sql => $"SELECT count(*) AS n FROM ({sql}) a"));

    // That there are none is learned sooner by counting the others than by looking for them. Both see the same moment.
    long Unassigned(long total) => total - Assigned();

    long Count(IEnumerable<string> counts)
    {
        var sql = Sum(counts);
        return sql is null ? 0 : Convert.ToInt64(on[sql].Scalar(Parameters(sql)), CultureInfo.InvariantCulture);
    }

    static string? Sum(IEnumerable<string> counts) => counts.ToList() switch
    {
        [] => null,
        [var one] => one,
        var several => $"SELECT sum(n) FROM ({Union(several)}) c",
    };

    static string Union(IEnumerable<string> selects) => string.Join("\nUNION ALL\n", selects);

    // A statement is prepared once, and takes its parameters in one order: those that it names, whatever else the query has.
    (string Name, object? Value)[] Parameters(string sql, int take = 0, long skip = 0, long? after = null)
    {
        var names = SqlParameters.Of(sql);
        var values = new (string Name, object? Value)[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = (names[i], names[i] switch
            {
                "@tenant" => tenant.Value,
                "@take" => (long)take,
                "@skip" => skip,
                "@after" => after ?? query.After?.Row,
                "@afterKey" => query.After?.Key is { } key && IndexesHaveTheOrder ? SortColumn.Parameter(key) : null,
                _ => OfPart(names[i]),
            });
        }

        return values;
    }

    object? OfPart(string name)
    {
        foreach (var part in parts)
        {
            foreach (var (known, value) in part.Parameters)
            {
                if (string.Equals(known, name, StringComparison.Ordinal))
                    return value;
            }
        }

        throw new InvalidOperationException($"The statement names '{name}', for which there is no value.");
    }

    // ---- The indexes name candidates, and what is shown of them decides

    ResourcePage? Judged()
    {
        var page = new List<StoredResource?>();
        var positions = new List<Position>();
        long matches = 0;
        var more = false;
        var read = CountCandidates();
        foreach (var (position, stored) in Matches())
        {
            matches++;
            if (query.Sorted)
            {
                positions.Add(position);
            }
            else if (position.Row > (query.After?.Row ?? 0) && matches > query.Skip)
            {
                more = positions.Count == query.Take;
                if (!more)
                {
                    positions.Add(position);
                    page.Add(stored?.Kept());
                }
            }
        }

        return query.Sorted
            ? Sorted(positions, read)
            : Page(matches, Completed(positions, page), more && positions.Count > 0 ? positions[^1] : null, Describe(read));
    }

    /// <summary>The candidates that match, in their order, with their resources where those were read. Each is good until the next.</summary>
    IEnumerable<(Position Position, StoredResource? Stored)> Matches()
    {
        if (!parts.All(p => Needs(p) == Scim.Resources.Load.Document))
        {
            foreach (var piece in InPieces())
            {
                foreach (var match in Judge(piece))
                    yield return match;
            }

            yield break;
        }

        // Each piece is judged on another thread while the next is read. Where no thread is free, the one that waits for it does the work.
        Task<List<(Position, StoredResource?)>>? judging = null;
        foreach (var piece in Passing())
        {
#pragma warning disable VSTHRD002 // It waits for nothing that waits for us.
            foreach (var match in judging?.GetAwaiter().GetResult() ?? [])
                yield return match;
#pragma warning restore VSTHRD002
            judging = piece.IsLast ? null : Task.Run(() => Judge(piece.All), CancellationToken.None);
            foreach (var match in piece.IsLast ? Judge(piece.All) : [])
                yield return match;
        }
    }

    List<(Position Position, StoredResource? Stored)> Judge(IEnumerable<(long Row, TypePlan Part, StoredResource? Stored)> candidates)
    {
        var matches = new List<(Position, StoredResource?)>();
        foreach (var (row, part, stored) in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            if (!part.IsCertain && !part.Query.Judge!(stored!.Value.WithMembers(part.Query.JudgeNeeds, on, tenant)))
                continue;
            matches.Add((new Position(part.Query.Sort is { } sort ? sort.Of(stored!.Value.WithMembers(sort.Needs, on, tenant)) : null, row), stored));
        }

        return matches;
    }

    static bool IsRead(TypePlan part) => !part.IsCertain || part.Query.Sort is not null;

    static Load Needs(TypePlan part) => (part.IsCertain ? default : part.Query.JudgeNeeds) | (part.Query.Sort?.Needs ?? default);

    /// <summary>How many documents will have to be read. Beyond the limit nobody looks.</summary>
    /// <exception cref="ScimException"><c>tooMany</c>.</exception>
    int CountCandidates()
    {
        var sql = Sum(parts.Where(IsRead).Select(p => p.Condition.Sql is null ? p.Number : $"SELECT count(*) AS n FROM ({p.Matches("1 AS one")} LIMIT @take) l"));
        var most = query.LookThrough == int.MaxValue ? query.LookThrough : query.LookThrough + 1;
        var read = sql is null ? 0 : Convert.ToInt64(on[sql].Scalar(Parameters(sql, most)), CultureInfo.InvariantCulture);
        return read <= query.LookThrough ? (int)read : throw TooMany().ToException();
    }

    /// <summary>The candidates, some at a time. The memory of one piece is that of the one after the next.</summary>
    IEnumerable<Candidates> Passing()
    {
        // Where nothing narrows, the index that has the order leads to the documents. Elsewhere row numbers are sorted, not documents.
        var sql = parts is [{ Condition.Sql: null } all]
            ? all.Matches(StoredResource.Columns) + "\n ORDER BY r.row_id"
            : $"SELECT {StoredResource.Columns}\n  FROM resource r\n WHERE r.tenant = @tenant AND r.row_id IN ({Union(parts.Select(p => p.Matches("r.row_id AS row_id")))})\n ORDER BY r.row_id";
        var (piece, other) = (new Candidates(), new Candidates());
        using (var rows = on[sql].Read(Parameters(sql)))
        {
            while (rows.Next())
            {
                var part = parts.Length == 1 ? parts[0] : PartOf(rows.Text(StoredResource.TypeColumn));
                if (piece.TryAdd(rows, part, IsRead(part)))
                    continue;
                yield return piece;
                (piece, other) = (other, piece);
                piece.Clear();
                piece.TryAdd(rows, part, IsRead(part));
            }
        }

        piece.IsLast = true;
        yield return piece;
        // Only where all went well: else somebody may still look at them.
        piece.Dispose();
        other.Dispose();
    }

    // Groups and members are asked for about so many at a time, as no other statement runs while rows are read.
    const int Piece = 200;

    /// <summary>The candidates in their order, with the groups of those that are read where they count.</summary>
    IEnumerable<IEnumerable<(long Row, TypePlan Part, StoredResource? Stored)>> InPieces()
    {
        foreach (var piece in Rows().Chunk(Piece))
        {
            var wanted = piece.Where(c => IsRead(c.Part)).ToList();
            var loaded = Load(wanted.ConvertAll(c => new Position(null, c.Row)));
            var stored = new Queue<StoredResource>(StoredResource.WithGroups(loaded.Zip(wanted, (row, c) => (row, Needs(c.Part))).ToList(), on, dialect, tenant, last: false));
            yield return piece.Select(c => (c.Row, c.Part, IsRead(c.Part) ? stored.Dequeue() : (StoredResource?)null));
        }
    }

    List<(long Row, TypePlan Part)> Rows()
    {
        var sql = Union(parts.Select((p, i) => p.Matches(string.Create(CultureInfo.InvariantCulture, $"{p.Condition.Row} AS row_id, {i} AS part")))) + " ORDER BY row_id";
        var candidates = new List<(long, TypePlan)>();
        using var rows = on[sql].Read(Parameters(sql));
        while (rows.Next())
            candidates.Add((rows.Number(0), parts[(int)rows.Number(1)]));
        return candidates;
    }

    /// <summary>The page with what is shown without having been read.</summary>
    List<StoredResource> Completed(List<Position> positions, List<StoredResource?> page)
    {
        var missing = new Queue<StoredResource>(Load([.. positions.Where((_, i) => page[i] is null)]));
        return page.ConvertAll(stored => stored ?? missing.Dequeue());
    }

    ResourcePage? Sorted(List<Position> positions, int read)
    {
        positions.Sort(Compare);
        var from = query.After is { } after ? positions.TakeWhile(p => Compare(p, after) <= 0).Count() : 0;
        var found = positions.Skip(from).Skip(query.Skip).Take(query.Take).ToList();
        var more = found.Count > 0 && from + query.Skip + found.Count < positions.Count;
        return Page(positions.Count, Load(found), more ? found[^1] : null, Describe(read));
    }

    int Compare(Position left, Position right)
    {
        var order = Sorting.Compare(left.Key, right.Key) is var byKey and not 0 ? byKey : left.Row.CompareTo(right.Row);
        return query.Descending ? -order : order;
    }

    // ---- The page

    List<StoredResource> Load(List<Position> found)
    {
        if (found.Count == 0)
            return [];

        var sql = $"""
            SELECT {StoredResource.Columns}
              FROM resource r
             WHERE r.tenant = @tenant AND {dialect.AmongNumbers("r.row_id", "@rows")}
            """;
        var loaded = new Dictionary<long, StoredResource>(found.Count);
        using (var rows = on[sql].Read(("@tenant", tenant.Value), ("@rows", dialect.List(found.Select(p => p.Row)))))
        {
            while (rows.Next())
            {
                var stored = StoredResource.Read(rows, query.Memory);
                loaded[stored.Row] = stored;
            }
        }

        return found.ConvertAll(p => loaded.TryGetValue(p.Row, out var stored) ? stored : throw Missing(p.Row));
    }

    static StorageException Missing(long row) => new($"Row {row} of table 'resource' is in an index but not in the table. Restore a backup.");

    /// <param name="withGroups">Whether the memberships that are there are those that the answer shows.</param>
    ResourcePage? Page(long total, List<StoredResource> found, Position? next, Func<string> plan, bool withGroups = false)
    {
        if (index.AsOf(on) != known)
            return null;

        var loads = found.ConvertAll(stored => (stored, LoadOf(stored.Resource.Key.Type) is var load && withGroups ? stored.Lacking(load) : load));
        return new(total, StoredResource.With(loads, on, dialect, tenant, last: true), plan) { Next = next };
    }

    Load LoadOf(string type) => PartOf(type).Query.Load;

    TypePlan PartOf(string type)
    {
        foreach (var part in parts)
        {
            if (string.Equals(part.Query.Type.Name, type, StringComparison.Ordinal))
                return part;
        }

        throw new ArgumentException($"No part of the query is about '{type}'.", nameof(type));
    }

    // ---- In words

    Func<string> Describe(long? read = null, bool ordered = false) => () => Describe(query, parts, read, ordered);

    /// <summary>How a query is answered, for people.</summary>
    /// <param name="read">How many candidates were read; null when the indexes had all.</param>
    /// <param name="ordered">Whether an index had the order.</param>
    public static string Describe(ResourceQuery query, ImmutableArray<TypePlan> parts, long? read = null, bool ordered = false)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(text.Length == 0 ? "" : "; ");
            if (query.Parts.Length > 1)
                text.Append(part.Query.Type.Name).Append(": ");
            text.Append(part.Condition.Used.IsEmpty ? "all resources of the type" : "index on " + string.Join(", ", part.Condition.Used));
        }

        if (read is not null && parts.Any(p => !p.IsCertain))
            text.Append(CultureInfo.InvariantCulture, $"; {read} candidates judged").Append(Unused(parts) is { Count: > 0 } unused ? " for " + string.Join(", ", unused) : "");
        else if (read is not null)
            text.Append(CultureInfo.InvariantCulture, $"; {read} candidates read");
        if (query.Sorted)
            text.Append(ordered ? "; in the order of the index on " : "; sorted by ").AppendJoin(", ", parts.Select(p => p.Query.Sort?.Path.ToString()).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty("nothing"));
        return text.ToString();
    }

    static SortedSet<string> Unused(IEnumerable<TypePlan> parts) => new(parts.Where(p => !p.IsCertain).SelectMany(p => p.Condition.Unused), StringComparer.Ordinal);

    ScimError TooMany()
    {
        var wanted = Unused(parts);
        var filtering = wanted.Count > 0 || parts.Any(p => !p.IsCertain);
        if (parts.All(p => p.IsCertain))
            wanted.UnionWith(parts.Where(p => p.Column is null).Select(p => p.Query.Sort).OfType<SortKey>().Where(SortColumn.WouldHelp).Select(s => s.Path.ToString()));
        var remedy = wanted.Count == 0
            ? "Filter on an indexed attribute as well."
            : $"Filter on a further, indexed attribute, or have an index made on {string.Join(" or ", wanted)}.";
        return ScimError.TooMany(string.Create(
            CultureInfo.InvariantCulture,
            $"To {(filtering ? "answer the filter" : "sort the answer")} more than {query.LookThrough} resources of type {string.Join(" or ", parts.Select(p => p.Query.Type.Name))} would have to be looked through. {remedy}"));
    }
}
