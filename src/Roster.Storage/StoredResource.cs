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
        var names = load.HasFlag(Load.Names);
        if (load.HasFlag(Load.Members) && resource.Members.IsDefault)
            resource = resource with { Members = MemberRows.Read(on, tenant, Row, after: 0, long.MaxValue, names).Members };
        if (load.HasFlag(Load.ShownMembers) && resource.Members.IsDefault)
        {
            var (first, next) = MemberRows.Read(on, tenant, Row, after: 0, FirstMembers, names);
            resource = resource with { Members = first, FurtherMembers = next is { } after ? new FurtherMembers(on.Pool!, tenant, Row, after, names) : null };
        }

        if (load.HasFlag(Load.Memberships) && resource.Memberships.IsDefault)
            resource = resource with { Memberships = MemberRows.GroupsOf(on, tenant, Row, load.HasFlag(Load.IndirectMemberships), names) };
        return resource;
    }

    // With a page of 500 groups, each of them large, these are some 20 MB.
    const int FirstMembers = 250;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(long? ticks) => ticks is { } known ? Time(known) : null;

    public static DateTimeOffset Shown(DateTimeOffset at) => Time(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond));
}
