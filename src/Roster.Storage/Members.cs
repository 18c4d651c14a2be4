using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>
/// A change to a group's members, worked out against what is stored: who really comes and goes. Everything is done in sets, so
/// one statement moves one member or a hundred thousand.
/// </summary>
sealed class Members
{
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

        var wanted = members.Wanted(on, type, change.Add);
        var present = group is null ? [] : members.Present(on, group.Value, change, wanted.Select(w => w.Row));

        var added = ImmutableArray.CreateBuilder<Member>();
        foreach (var (row, member) in wanted)
        {
            if (present.ContainsKey(row))
                continue;
            members.adding.Add(row);
            added.Add(member);
        }

        var kept = wanted.Select(w => w.Row).ToHashSet();
        var leaving = change.Clear ? null : change.Remove.ToHashSet(StringComparer.Ordinal);
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var (row, id) in present)
        {
            if (kept.Contains(row) || leaving?.Contains(id) == false)
                continue;
            members.removing.Add(row);
            removed.Add(id);
        }

        members.Effective = new MembersChange(added.DrainToImmutable(), removed.DrainToImmutable());
        return members;
    }

    /// <summary>Writes it, and gives each resource that came or went its new version: its groups changed.</summary>
    public MembersChange Apply(StoreConnection on, long group, long at)
    {
        if (adding.Count > 0)
        {
            on[$"""
                INSERT INTO member (tenant, group_row, member_row)
                SELECT @tenant, @group, value
                  FROM {dialect.FromList("@rows")}
                 WHERE 1 = 1
                ON CONFLICT DO NOTHING
                """].Run(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(adding)));
        }

        if (removing.Count > 0)
        {
            on[$"""
                DELETE FROM member
                 WHERE tenant = @tenant AND group_row = @group AND member_row IN {dialect.InList("@rows")}
                """].Run(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(removing)));
        }

        if (adding.Count + removing.Count > 0)
        {
            // The group's own version has been counted already, should it be its own member.
            on[$"""
                UPDATE resource
                   SET version = version + 1, modified = CASE WHEN modified < @at THEN @at ELSE modified END
                 WHERE tenant = @tenant AND row_id IN {dialect.InList("@rows")} AND row_id <> @group
                """].Run(("@tenant", tenant.Value), ("@group", group), ("@at", at), ("@rows", dialect.List(adding.Concat(removing))));
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
        on[LinkedSql].Run(("@tenant", tenant.Value), ("@row", row), ("@at", at));
        on[RemoveGroupSql].Run(("@tenant", tenant.Value), ("@row", row));
        on[RemoveMemberSql].Run(("@tenant", tenant.Value), ("@row", row));
    }

    /// <summary>The rows of the members to add, each once, in the order asked for.</summary>
    List<(long Row, Member Member)> Wanted(StoreConnection on, ResourceType type, ImmutableArray<Member> add)
    {
        var wanted = new List<(long, Member)>(add.Length);
        if (add.IsEmpty)
            return wanted;

        var found = new Dictionary<string, (long Row, string Type)>(add.Length, StringComparer.Ordinal);
        var sql = $"""
            SELECT r.row_id, r.id, r.type
              FROM resource r
             WHERE r.tenant = @tenant AND r.id IN {dialect.InList("@ids")} AND r.tombstone = 0
            """;
        using (var rows = on[sql].Read(("@tenant", tenant.Value), ("@ids", dialect.List(add.Select(m => m.Value)))))
        {
            while (rows.Next())
                found[rows.Text(1)] = (rows.Number(0), rows.Text(2));
        }

        var seen = new HashSet<long>(add.Length);
        foreach (var member in add)
        {
            if (!found.TryGetValue(member.Value, out var stored))
                throw Refused(type, member, "does not exist");
            if (member.Type is not null && !string.Equals(member.Type, stored.Type, StringComparison.OrdinalIgnoreCase))
                throw Refused(type, member, $"is not a {ScimError.Quote(member.Type)}");
            if (seen.Add(stored.Row))
                wanted.Add((stored.Row, new Member(member.Value, stored.Type)));
        }

        return wanted;
    }

    /// <summary>Those of the group's members that the change is about, by row.</summary>
    Dictionary<long, string> Present(StoreConnection on, long group, MembersChange change, IEnumerable<long> wanted)
    {
        var present = new Dictionary<long, string>();
        if (change.Clear)
        {
            Collect(on[AllSql].Read(("@tenant", tenant.Value), ("@group", group)));
            return present;
        }

        Collect(on[$"""
            SELECT m.member_row, r.id
              FROM member m JOIN resource r ON r.row_id = m.member_row
             WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.group_row = @group AND m.member_row IN {dialect.InList("@rows")}
            """].Read(("@tenant", tenant.Value), ("@group", group), ("@rows", dialect.List(wanted))));
        if (!change.Remove.IsEmpty)
        {
            Collect(on[$"""
                SELECT m.member_row, r.id
                  FROM resource r JOIN member m ON m.member_row = r.row_id
                 WHERE r.tenant = @tenant AND m.tenant = @tenant AND m.group_row = @group AND r.id IN {dialect.InList("@ids")}
                """].Read(("@tenant", tenant.Value), ("@group", group), ("@ids", dialect.List(change.Remove))));
        }

        return present;

        void Collect(StoreConnection.Rows rows)
        {
            using (rows)
            {
                while (rows.Next())
                    present[rows.Number(0)] = rows.Text(1);
            }
        }
    }

    const string AllSql = """
        SELECT m.member_row, r.id
          FROM member m JOIN resource r ON r.row_id = m.member_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.group_row = @group
        """;

    static ScimException Refused(ResourceType type, Member member, string why) =>
        ScimError.InvalidValue($"'{type.MembersAttribute ?? "members"}': the resource '{ScimError.Quote(member.Value)}' {why}.").ToException();
}
