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
        on.Expect(adding.Count + removing.Count);
        foreach (var rows in adding.Chunk(Piece))
        {
            on[$"""
                INSERT INTO member (tenant, group_row, member_row)
                SELECT @tenant, @group, value
                  FROM {dialect.FromList("@rows")}
                 WHERE 1 = 1
                ON CONFLICT DO NOTHING
                """].Queue(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(rows)));
        }

        foreach (var rows in removing.Chunk(Piece))
        {
            on[$"""
                DELETE FROM member
                 WHERE tenant = @tenant AND group_row = @group AND {dialect.AmongNumbers("member_row", "@rows")}
                """].Queue(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(rows)));
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

    /// <summary>Finds those to add, in the order asked for and a piece at a time.</summary>
    /// <returns>The rows of all that were named, and the members who are not there yet.</returns>
    (HashSet<long> Named, ImmutableArray<Member> Added) Join(StoreConnection on, ResourceType type, ImmutableArray<Member> add, long group)
    {
        var named = new HashSet<long>(add.Length);
        var added = ImmutableArray.CreateBuilder<Member>();
        var sql = $"""
            SELECT r.row_id, r.id, r.type, CASE WHEN EXISTS (SELECT 1 FROM member m WHERE m.tenant = @tenant AND m.member_row = r.row_id AND m.group_row = @group) THEN 1 ELSE 0 END
              FROM resource r
             WHERE r.tenant = @tenant AND {dialect.AmongTexts("r.id", "@ids")} AND r.tombstone = 0
            """;
        var found = new Dictionary<string, (long Row, string Type, bool IsMember)>(StringComparer.Ordinal);
        foreach (var piece in add.Chunk(Piece))
        {
            found.Clear();
            using (var rows = on[sql].Read(("@tenant", tenant.Value), ("@group", group), ("@ids", dialect.List(piece.Select(m => m.Value)))))
            {
                while (rows.Next())
                    found[rows.Text(1)] = (rows.Number(0), rows.Text(2), rows.Number(3) != 0);
            }

            foreach (var member in piece)
            {
                if (!found.TryGetValue(member.Value, out var stored))
                    throw Refused(type, member, "does not exist");
                if (member.Type is not null && !string.Equals(member.Type, stored.Type, StringComparison.OrdinalIgnoreCase))
                    throw Refused(type, member, $"is not a {ScimError.Quote(member.Type)}");
                if (!named.Add(stored.Row) || stored.IsMember)
                    continue;

                adding.Add(stored.Row);
                added.Add(string.Equals(member.Type, stored.Type, StringComparison.Ordinal) ? member : new Member(member.Value, stored.Type));
            }
        }

        return (named, added.DrainToImmutable());
    }

    const string AllSql = """
        SELECT m.member_row, r.id
          FROM member m JOIN resource r ON r.row_id = m.member_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.group_row = @group
         ORDER BY m.row_id
        """;

    ImmutableArray<string> LeaveAllBut(StoreConnection on, HashSet<long> kept, long group)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        using var rows = on[AllSql].Read(("@tenant", tenant.Value), ("@group", group));
        while (rows.Next())
            Note(rows, kept, removed);
        return removed.DrainToImmutable();
    }

    ImmutableArray<string> Leave(StoreConnection on, ImmutableArray<string> remove, HashSet<long> kept, long group)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        var sql = $"""
            SELECT m.member_row, r.id
              FROM resource r JOIN member m ON m.member_row = r.row_id
             WHERE r.tenant = @tenant AND m.tenant = @tenant AND m.group_row = @group AND {dialect.AmongTexts("r.id", "@ids")}
             ORDER BY m.row_id
            """;
        foreach (var piece in remove.Distinct(StringComparer.Ordinal).Chunk(Piece))
        {
            using var rows = on[sql].Read(("@tenant", tenant.Value), ("@group", group), ("@ids", dialect.List(piece)));
            while (rows.Next())
                Note(rows, kept, removed);
        }

        return removed.DrainToImmutable();
    }

    void Note(Rows rows, HashSet<long> kept, ImmutableArray<string>.Builder removed)
    {
        if (kept.Contains(rows.Number(0)))
            return;
        removing.Add(rows.Number(0));
        removed.Add(rows.Text(1));
    }

    static ScimException Refused(ResourceType type, Member member, string why) =>
        ScimError.InvalidValue($"'{type.MembersAttribute ?? "members"}': the resource '{ScimError.Quote(member.Value)}' {why}.").ToException();
}
