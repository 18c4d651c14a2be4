using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>A row of <c>resource</c>.</summary>
readonly record struct StoredResource(long Row, Resource Resource)
{
    /// <summary>The columns of <c>resource r</c> that <see cref="Read(Rows, DocumentMemory?)"/> expects.</summary>
    public const string Columns = "r.row_id, r.type, r.id, r.version, r.created, r.modified, r.checksum, r.document";

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 8;

    public const int TypeColumn = 1;

    public const int DocumentColumn = 7;

    /// <inheritdoc cref="Read(Rows, DocumentMemory?)"/>
    /// <param name="groups">The column in which its groups come along (<see cref="MemberRows.TogetherColumn"/>); null when they do not.</param>
    public static StoredResource Read(Rows rows, int? groups) => Unchecked.Read(rows).Checked(groups is { } from ? MemberRows.Together(rows, from) : default);

    /// <param name="memory">Where its document is read to; null for memory of its own.</param>
    /// <exception cref="StorageException">The document is not what was written.</exception>
    public static StoredResource Read(Rows rows, DocumentMemory? memory = null) => Unchecked.Read(rows, memory).Checked();

    /// <summary>A row as it was read, before anything in it is looked at.</summary>
    public readonly record struct Unchecked(long Row, string Type, string Id, long Version, long Created, long Modified, long Checksum, ReadOnlyMemory<byte> Document)
    {
        /// <param name="memory">Where its document is read to; null for memory of its own.</param>
        /// <param name="known">The type and id that it is expected to have, so that they are not made anew.</param>
        public static Unchecked Read(Rows rows, DocumentMemory? memory = null, ResourceKey known = default) =>
            Read(rows, rows.Text(TypeColumn, known.Type ?? ""), rows.Bytes(DocumentColumn, memory), known.Id);

        /// <param name="type">What stands in the column <see cref="TypeColumn"/>.</param>
        /// <param name="document">Where its document was read to.</param>
        /// <param name="id">What is expected to be its id.</param>
        public static Unchecked Read(Rows rows, string type, ReadOnlyMemory<byte> document, string? id = null) =>
            new(rows.Number(0), type, rows.Text(2, id ?? ""), rows.Number(3), rows.Number(4), rows.Number(5), rows.Number(6), document);

        /// <param name="memberships">The groups that it is in; default where they were not read.</param>
        /// <exception cref="StorageException">The document is not what was written.</exception>
        public StoredResource Checked(ImmutableArray<Member> memberships = default)
        {
            if (Storage.Checksum.Of(Id, Created, Document.Span) != Checksum)
                throw new StorageException($"Row {Row} of table 'resource' ({Type} '{Id}') is damaged: its checksum does not fit. Restore it from a backup.");

            return new StoredResource(Row, new Resource
            {
                Key = new ResourceKey(Type, Id),
                Version = Version,
                Created = Time(Created),
                LastModified = Time(Modified),
                Document = new Document(Document),
                Memberships = memberships,
            });
        }
    }

    /// <summary>Reads rows, in each of which a resource comes with <see cref="ValueIndex.GenerationColumn"/> and, where groups are asked for, one of its groups.</summary>
    /// <param name="groups">Which of a group's columns come after those; null for none.</param>
    /// <param name="most">As many resources are read at most, whatever follows.</param>
    /// <param name="memory">Where their documents are read to; null for memory of their own.</param>
    /// <param name="generation">The number that came along; null where no row did. A row may bring nothing else.</param>
    /// <returns>Each once, with its groups; those are default where they are not all.</returns>
    public static List<StoredResource> ReadAll(Rows rows, Load? groups, long most, DocumentMemory? memory, out long? generation)
    {
        var found = new List<StoredResource>(1);
        var along = groups is { } load ? new MemberRows.GroupsAlong(rows, load, ColumnCount + 1) : null;
        Unchecked? last = null;
        // One text per type, not one per resource.
        var type = "";
        for (generation = null; rows.Next();)
        {
            generation ??= rows.Number(ColumnCount);
            if (rows.IsNull(0))
                continue;
            if (last?.Row != rows.Number(0))
            {
                End();
                if (found.Count == most)
                    return found;
                last = Unchecked.Read(rows, type = rows.Text(TypeColumn, type), rows.Bytes(DocumentColumn, memory));
            }

            along?.Add();
        }

        End();
        return found;

        // Its groups are all there.
        void End()
        {
            if (last is not { } whole)
                return;

            // Where it is not the only one there are mostly as many as may be.
            if (found.Count == 1)
                found.EnsureCapacity((int)Math.Min(most, UsualPage));
            found.Add(whole.Checked(along?.Take() ?? default));
            last = null;
        }
    }

    // Room for so many at once.
    const int UsualPage = 128;

    /// <summary>The same with a document of its own.</summary>
    public StoredResource Kept() => this with { Resource = Resource with { Document = new Document(Resource.Document.Utf8.ToArray()) } };

    /// <summary>The same with the groups that it is in.</summary>
    public StoredResource In(ImmutableArray<Member> groups) => this with { Resource = Resource with { Memberships = groups } };

    /// <summary>What of a load is still to be read: not groups that came along.</summary>
    public Load Lacking(Load load) => Resource.Memberships.IsDefault ? load : load & ~OfGroups;

    /// <summary>Each resource with what its <see cref="Load"/> names besides the document.</summary>
    /// <param name="last">Whether nothing more will be read in this transaction.</param>
    public static Resource[] With(IReadOnlyList<(StoredResource Stored, Load Load)> resources, StoreConnection on, Dialect dialect, TenantId tenant, bool last)
    {
        var lacking = Load.Document;
        foreach (var (_, load) in resources)
            lacking |= load;
        if (lacking == Load.Document)
            return [.. resources.Select(resource => resource.Stored.Resource)];

        var all = WithGroups(resources, on, dialect, tenant, last && !lacking.IncludesMembers());
        var complete = new Resource[all.Length];
        for (var i = 0; i < all.Length; i++)
            complete[i] = all[i].WithMembers(resources[i].Load, on, tenant);
        return complete;
    }

    /// <summary>What says which groups are read, and how.</summary>
    public const Load OfGroups = Load.Memberships | Load.IndirectMemberships | Load.Names;

    /// <summary>Each resource with its groups, if its <see cref="Load"/> names them. However many they are, they are asked for together.</summary>
    public static StoredResource[] WithGroups(IReadOnlyList<(StoredResource Stored, Load Load)> resources, StoreConnection on, Dialect dialect, TenantId tenant, bool last)
    {
        var all = new StoredResource[resources.Count];
        var loads = new List<Load>(1);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = resources[i].Stored;
            if ((resources[i].Load & OfGroups) is var load && load.HasFlag(Load.Memberships) && !loads.Contains(load))
                loads.Add(load);
        }

        foreach (var load in loads)
        {
            var rows = new List<long>(all.Length);
            for (var i = 0; i < all.Length; i++)
            {
                if ((resources[i].Load & OfGroups) == load)
                    rows.Add(all[i].Row);
            }

            var groups = MemberRows.GroupsOf(on, dialect, tenant, rows, load.HasFlag(Load.IndirectMemberships), load.HasFlag(Load.Names), last && load == loads[^1]);
            for (var i = 0; i < all.Length; i++)
            {
                if ((resources[i].Load & OfGroups) == load)
                    all[i] = all[i].In([.. groups[all[i].Row]]);
            }
        }

        return all;
    }

    /// <summary>The resource with its members, if <paramref name="load"/> names them.</summary>
    public Resource WithMembers(Load load, StoreConnection on, TenantId tenant)
    {
        var resource = Resource;
        var names = load.HasFlag(Load.Names);
        if (load.HasFlag(Load.Members) && resource.Members.IsDefault)
            resource = resource with { Members = MemberRows.Read(on, tenant, Row, after: 0, long.MaxValue, names).Members };
        if (load.HasFlag(Load.ShownMembers) && resource.Members.IsDefault)
        {
            var (first, next) = MemberRows.Read(on, tenant, Row, after: 0, FirstMembers, names);
            resource = resource with { Members = first, FurtherMembers = next is { } after ? new FurtherMembers(on.Pool!, tenant, Row, after, names, on.Dialect.MembersAtOnce) : null };
        }

        return resource;
    }

    // With a page of 500 groups, each of them large, these are some 20 MB.
    const int FirstMembers = 250;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(long? ticks) => ticks is { } known ? Time(known) : null;

    public static DateTimeOffset Shown(DateTimeOffset at) => Time(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond));
}

static class Loads
{
    /// <summary>Whether members are read, of which one resource may have any number.</summary>
    public static bool IncludesMembers(this Load load) => (load & (Load.Members | Load.ShownMembers)) != Load.Document;
}
