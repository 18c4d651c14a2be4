using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>A row of <c>resource</c>.</summary>
readonly record struct StoredResource(long Row, Resource Resource)
{
    /// <summary>The columns of <c>resource r</c> that <see cref="Read"/> expects.</summary>
    public const string Columns = "r.row_id, r.type, r.id, r.version, r.created, r.modified, r.checksum, r.document";

    /// <exception cref="StorageException">The document is not what was written.</exception>
    public static StoredResource Read(StoreConnection.Rows rows)
    {
        var (row, id, created, document) = (rows.Number(0), rows.Text(2), rows.Number(4), rows.Bytes(7));
        if (Checksum.Of(id, created, document) != rows.Number(6))
            throw new StorageException($"Row {row} of table 'resource' ({rows.Text(1)} '{id}') is damaged: its checksum does not fit. Restore it from a backup.");

        return new StoredResource(row, new Resource
        {
            Key = new ResourceKey(rows.Text(1), id),
            Version = rows.Number(3),
            Created = Time(created),
            LastModified = Time(rows.Number(5)),
            Document = new Document(document),
        });
    }

    /// <summary>The resource with what <paramref name="load"/> names besides the document.</summary>
    public Resource With(Load load, StoreConnection on, TenantId tenant)
    {
        var resource = Resource;
        if (load.HasFlag(Load.Members) && resource.Members.IsDefault)
            resource = resource with { Members = Linked(on, MembersSql, tenant) };
        if (load.HasFlag(Load.Memberships) && resource.Memberships.IsDefault)
            resource = resource with { Memberships = Linked(on, MembershipsSql, tenant) };
        return resource;
    }

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(long? ticks) => ticks is { } known ? Time(known) : null;

    public static DateTimeOffset Shown(DateTimeOffset at) => Time(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond));

    const string MembersSql = """
        SELECT r.id, r.type
          FROM member m JOIN resource r ON r.row_id = m.member_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.group_row = @row
         ORDER BY m.row_id
        """;

    const string MembershipsSql = """
        SELECT r.id, r.type
          FROM member m JOIN resource r ON r.row_id = m.group_row
         WHERE m.tenant = @tenant AND r.tenant = @tenant AND m.member_row = @row
         ORDER BY m.row_id
        """;

    ImmutableArray<Member> Linked(StoreConnection on, string sql, TenantId tenant)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        using var rows = on[sql].Read(("@tenant", tenant.Value), ("@row", Row));
        // One string per type, not one per member.
        var type = "";
        while (rows.Next())
        {
            var next = rows.Text(1);
            if (!string.Equals(next, type, StringComparison.Ordinal))
                type = next;
            members.Add(new Member(rows.Text(0), type));
        }

        return members.DrainToImmutable();
    }
}
