using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>
/// A change to a group's members, worked out against what is stored: who really comes and goes. Everything is done in sets, so
/// a statement moves one member or thousands.
/// </summary>
sealed class Members
{
    // Ids and rows go to the engine in lists of this length, so that a list is never as large as a group.
    const int Piece = 4096;

    readonly TenantId tenant;
    readonly Dialect dialect;
    readonly List<long> adding = [];
    readonly List<long> removing = [];
    readonly List<long> places = [];

    Members(TenantId tenant, Dialect dialect) => (this.tenant, this.dialect) = (tenant, dialect);

    /// <summary>The part of the change that changes something.</summary>
    public MembersChange Effective { get; private set; } = MembersChange.None;

    /// <param name="group">The group's row; null for one that is being made.</param>
    /// <exception cref="ScimException"><c>invalidValue</c> for a member that is not there, or is of another type than said.</exception>
    public static Members Resolve(StoreConnection on, TenantId tenant, Dialect dialect, ResourceType type, MembersChange change, long? group)
    {
        var members = new Members(tenant, dialect);
        if (change.IsEmpty)
            return members;

        var (kept, added) = members.Join(on, type, change.Add, group ?? 0);
        var removed = group is null ? [] : change.Clear ? members.LeaveAllBut(on, kept, group.Value) : members.Leave(on, change.Remove, kept, group.Value);
        members.Effective = new MembersChange(added, removed);
        return members;
    }

    /// <summary>Writes it, and gives each resource that came or went its new version: its groups changed.</summary>
    public MembersChange Apply(StoreConnection on, long group, long at)
    {
        if (Effective.IsEmpty)
            return Effective;

        on.Expect(adding.Count + removing.Count);
        foreach (var rows in adding.Chunk(Piece))
        {
            on[MemberRows.InsertSql(dialect, "@group", "value")].Queue(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(rows)));
        }

        foreach (var gone in places.Chunk(Piece))
        {
            on[MemberRows.DeleteSql(dialect)].Queue(("@tenant", tenant.Value), ("@places", dialect.List(gone)));
        }

        foreach (var rows in adding.Concat(removing).Chunk(Piece))
        {
            // The group's own version has been counted already, should it be its own member.
            on[$"""
                UPDATE resource
                   SET version = version + 1, modified = CASE WHEN modified < @at THEN @at ELSE modified END
                 WHERE tenant = @tenant AND {dialect.AmongNumbers("row_id", "@rows")} AND row_id <> @group
                """].Queue(("@tenant", tenant.Value), ("@group", group), ("@at", at), ("@rows", dialect.List(rows)));
        }

        return Effective;
    }

    const string LinkedSql = """
        UPDATE resource
           SET version = version + 1, modified = CASE WHEN modified < @at THEN @at ELSE modified END
         WHERE tenant = @tenant AND row_id <> @row
           AND row_id IN (SELECT m.group_row FROM member m WHERE m.tenant = @tenant AND m.member_row = @row
                          UNION
                          SELECT m.member_row FROM member m WHERE m.tenant = @tenant AND m.group_row = @row)
        """;

    const string RemoveGroupSql = "DELETE FROM member WHERE tenant = @tenant AND group_row = @row";

    const string RemoveMemberSql = "DELETE FROM member WHERE tenant = @tenant AND member_row = @row";

    /// <summary>Takes a resource out of all its groups and everybody out of it.</summary>
    public static void RemoveAll(StoreConnection on, TenantId tenant, long row, long at)
    {
        on[LinkedSql].Queue(("@tenant", tenant.Value), ("@row", row), ("@at", at));
        on[RemoveGroupSql].Queue(("@tenant", tenant.Value), ("@row", row));
        on[RemoveMemberSql].Queue(("@tenant", tenant.Value), ("@row", row));
    }

    string FindSql => $"""
        SELECT r.row_id, r.id, r.type, {MemberRows.Place}
          FROM resource r
         WHERE r.tenant = @tenant AND {dialect.AmongTexts("r.id", "@ids")} AND r.tombstone = 0
        """;

    /// <summary>A resource that is named; its place among the group's members is null when it is none.</summary>
    readonly record struct Named(long Row, string Id, string Type, long? Place);

    /// <summary>Those of the resources that are there.</summary>
    Dictionary<string, Named> Find(StoreConnection on, IEnumerable<string> ids, long group)
    {
        var found = new Dictionary<string, Named>(StringComparer.Ordinal);
        using var rows = on[FindSql].Read(("@tenant", tenant.Value), ("@group", group), ("@ids", dialect.List(ids)));
        while (rows.Next())
            found[rows.Text(1)] = new Named(rows.Number(0), rows.Text(1), rows.Text(2), rows.IsNull(3) ? null : rows.Number(3));
        return found;
    }

    /// <summary>Finds those to add, in the order asked for and a piece at a time.</summary>
    /// <returns>The rows of all that were named, and the members who are not there yet.</returns>
    (HashSet<long> Named, ImmutableArray<Member> Added) Join(StoreConnection on, ResourceType type, ImmutableArray<Member> add, long group)
    {
        var named = new HashSet<long>(add.Length);
        var added = ImmutableArray.CreateBuilder<Member>();
        foreach (var piece in add.Chunk(Piece))
        {
            var found = Find(on, piece.Select(m => m.Value), group);
            foreach (var member in piece)
            {
                if (!found.TryGetValue(member.Value, out var stored))
                    throw Refused(type, member, "does not exist");
                if (member.Type is not null && !string.Equals(member.Type, stored.Type, StringComparison.OrdinalIgnoreCase))
                    throw Refused(type, member, $"is not a {ScimError.Quote(member.Type)}");
                if (!named.Add(stored.Row) || stored.Place is not null)
                    continue;

                adding.Add(stored.Row);
                added.Add(string.Equals(member.Type, stored.Type, StringComparison.Ordinal) ? member : new Member(member.Value, stored.Type));
            }
        }

        return (named, added.DrainToImmutable());
    }

    const string AllSql = """
        SELECT m.row_id, m.member_row, m.member_id
          FROM member m
         WHERE m.tenant = @tenant AND m.group_row = @group
         ORDER BY m.row_id
        """;

    ImmutableArray<string> LeaveAllBut(StoreConnection on, HashSet<long> kept, long group)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        using var rows = on[AllSql].Read(("@tenant", tenant.Value), ("@group", group));
        while (rows.Next())
        {
            if (!kept.Contains(rows.Number(1)))
                Remove(rows.Number(0), rows.Number(1), rows.Text(2), removed);
        }

        return removed.DrainToImmutable();
    }

    ImmutableArray<string> Leave(StoreConnection on, ImmutableArray<string> remove, HashSet<long> kept, long group)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var piece in remove.Distinct(StringComparer.Ordinal).Chunk(Piece))
        {
            foreach (var (row, id, _, place) in Find(on, piece, group).Values.Where(found => found.Place is not null && !kept.Contains(found.Row)).OrderBy(found => found.Place))
                Remove(place!.Value, row, id, removed);
        }

        return removed.DrainToImmutable();
    }

    void Remove(long place, long row, string id, ImmutableArray<string>.Builder removed)
    {
        places.Add(place);
        removing.Add(row);
        removed.Add(id);
    }

    static ScimException Refused(ResourceType type, Member member, string why) =>
        ScimError.InvalidValue($"'{type.MembersAttribute ?? "members"}': the resource '{ScimError.Quote(member.Value)}' {why}.").ToException();
}
