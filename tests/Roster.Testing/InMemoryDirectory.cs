using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Testing;

/// <summary>
/// A directory in memory, written to be seen to be right: one lock, no index, every candidate judged. What it answers is what every store must answer.
/// </summary>
public sealed class InMemoryDirectory(params ImmutableArray<ResourceType> types) : IDirectory
{
    readonly Lock gate = new();
    readonly Dictionary<TenantId, Store> stores = [];

    public IResourceStore For(TenantId tenant)
    {
        lock (gate)
        {
            if (!stores.TryGetValue(tenant, out var store))
                stores[tenant] = store = new Store(types);
            return store;
        }
    }

    /// <summary>The effective changes of a tenant, as the change log has them, oldest first.</summary>
    public IReadOnlyList<ResourceChange> Changes(TenantId tenant) => ((Store)For(tenant)).Changes;

    /// <summary>The stored hash of a resource's password; null when it has none, or is not there.</summary>
    public string? FindPasswordHash(TenantId tenant, ResourceKey key) => ((Store)For(tenant)).FindPasswordHash(key);

    sealed class Row
    {
        public required ResourceKey Key { get; init; }
        public required DateTimeOffset Created { get; init; }
        public required Document Document { get; set; }
        public long Version { get; set; } = 1;
        public DateTimeOffset Modified { get; set; }
        public DateTimeOffset? DeletedAt { get; set; }
        public string? PasswordHash { get; set; }
        public List<Row> Members { get; set; } = [];

        /// <summary>For each member, which link of all that were ever made in the directory it is.</summary>
        public Dictionary<Row, long> Links { get; } = [];

        public void Touch(DateTimeOffset at) => (Version, Modified) = (Version + 1, Modified < at ? at : Modified);
    }

    sealed class Store(ImmutableArray<ResourceType> types) : IResourceStore
    {
        readonly Lock gate = new();
        readonly List<Row> rows = [];
        readonly HashSet<(string, string)> catalogues = [];
        readonly List<ResourceChange> changes = [];
        long links;

        public IReadOnlyList<ResourceChange> Changes
        {
            get
            {
                lock (gate)
                    return [.. changes];
            }
        }

        public string? FindPasswordHash(ResourceKey key)
        {
            lock (gate)
                return Live(key)?.PasswordHash;
        }

        public ValueTask<Resource?> FindAsync(ResourceKey key, Load load, DocumentMemory? memory, CancellationToken cancel)
        {
            lock (gate)
                return ValueTask.FromResult(Live(key) is { } row ? Read(row, load) : null);
        }

        public async ValueTask<long?> FindVersionAsync(ResourceKey key, CancellationToken cancel) => (await FindAsync(key, Load.Document, memory: null, cancel))?.Version;

        public Task<ResourcePage> QueryAsync(ResourceQuery query, CancellationToken cancel)
        {
            lock (gate)
            {
                var candidates = rows.Where(r => r.DeletedAt is null && query.Parts.Any(p => p.Type.Name == r.Key.Type)).ToList();
                if (query.Parts.Any(p => p.Judge is not null || p.Sort is not null) && candidates.Count > query.LookThrough)
                    throw ScimError.TooMany($"More than {query.LookThrough} resources would have to be looked through.").ToException();

                TypeQuery Part(Row row) => query.Parts.First(p => p.Type.Name == row.Key.Type);
                var matches = candidates.Where(r => Part(r).Judge is not { } judge || judge(Read(r, Part(r).JudgeNeeds)))
                    .Select(r => (Row: r, Position: new Position(Part(r).Sort is { } sort ? sort.Of(Read(r, sort.Needs)) : null, rows.IndexOf(r)))).ToList();
                if (query.Sorted)
                    matches = [.. matches.OrderBy(m => m.Position.Key, Comparer<ScimValue?>.Create(Sorting.Compare)).ThenBy(m => m.Position.Row)];
                if (query.Descending)
                    matches.Reverse();

                var from = query.After is { } after ? matches.FindIndex(m => m.Position == after) + 1 : query.Skip;
                var page = matches.Skip(from).Take(query.Take).ToList();
                return Task.FromResult(new ResourcePage(matches.Count, [.. page.Select(m => Read(m.Row, Part(m.Row).Load))], () => "in memory")
                {
                    Next = page.Count > 0 && from + page.Count < matches.Count ? page[^1].Position : null,
                });
            }
        }

        public Task<MemberPage?> MembersAsync(ResourceKey group, MemberQuery query, CancellationToken cancel)
        {
            lock (gate)
            {
                if (Live(group) is not { } row)
                    return Task.FromResult<MemberPage?>(null);

                var candidates = row.Members.Where(m => query.Ids.IsDefault || query.Ids.Contains(m.Key.Id)).ToList();
                if (query.Judge is not null && candidates.Count > query.LookThrough)
                    throw ScimError.TooMany($"More than {query.LookThrough} members would have to be looked through.").ToException();

                var matches = candidates.Where(m => query.Judge?.Invoke(Reference(m, query.Names)) ?? true).ToList();
                var rest = matches.Where(m => row.Links[m] > (query.After ?? 0)).Skip(query.Skip).ToList();
                var page = rest.Take(query.Take).ToList();
                return Task.FromResult<MemberPage?>(new MemberPage(
                    matches.Count, [.. page.Select(m => Reference(m, query.Names))], page.Count > 0 && rest.Count > page.Count ? row.Links[page[^1]] : null));
            }
        }

        public Task<IReadOnlyDictionary<string, string>> NamesAsync(string type, IReadOnlyCollection<string> ids, CancellationToken cancel)
        {
            lock (gate)
            {
                return Task.FromResult<IReadOnlyDictionary<string, string>>(
                    ids.Select(id => Live(new ResourceKey(type, id))).OfType<Row>().Where(r => Name(r) is not null).ToDictionary(r => r.Key.Id, r => Name(r)!, StringComparer.Ordinal));
            }
        }

        public Task<ResourceChange?> TrySaveAsync(ResourceChange change, Caller caller, CancellationToken cancel)
        {
            lock (gate)
            {
                change = change with { At = new DateTimeOffset(change.At.UtcTicks - (change.At.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero) };
                try
                {
                    var effective = change.Kind switch
                    {
                        ChangeKind.Create => Create(change),
                        ChangeKind.Update => Update(change),
                        _ => Delete(change),
                    };
                    if (effective?.IsEmpty == false)
                    {
                        changes.Add(effective);
                        foreach (var use in effective.CatalogueAdditions)
                            catalogues.Add((use.Catalogue, use.Name));
                    }

                    return Task.FromResult(effective);
                }
                catch (ScimException refused)
                {
                    return Task.FromException<ResourceChange?>(refused);
                }
            }
        }

        public Task<IReadOnlyList<CatalogueUse>> MissingFromCatalogueAsync(IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel)
        {
            lock (gate)
                return Task.FromResult<IReadOnlyList<CatalogueUse>>([.. uses.Where(use => !catalogues.Contains((use.Catalogue, use.Name)))]);
        }

        ResourceChange Create(ResourceChange change)
        {
            var twin = change.Revival is null ? null : rows.Where(r => r.DeletedAt is not null && r.Key.Type == change.Key.Type && Unique(change.Key.Type, change.Revival) is { } u && u == Unique(r.Key.Type, r.Document))
                .OrderByDescending(r => r.DeletedAt).ThenByDescending(rows.IndexOf).FirstOrDefault();
            var document = twin is null ? change.Document! : change.Revival!;
            var (add, _, effective) = Members(change, null);
            RequireUnique(change.Key.Type, document, null);

            var row = twin ?? new Row { Key = change.Key, Created = change.At, Modified = change.At, Document = document };
            if (twin is null)
                rows.Add(row);
            else
                twin.Touch(change.At);
            (row.Document, row.DeletedAt, row.PasswordHash) = (document, null, change.PasswordHash);
            Link(row, add, [], change.At);
            return change with { Key = row.Key, Members = effective, After = Read(row, Load.Document), Revived = twin is not null };
        }

        ResourceChange? Update(ResourceChange change)
        {
            var row = Live(change.Key) ?? throw ScimError.NotFound(change.Key).ToException();
            if (change.ExpectedVersion is { } expected && expected != row.Version)
                return null;

            var document = !change.Attributes.IsEmpty && !change.Document!.SameAs(row.Document) ? change.Document : null;
            var (add, remove, members) = Members(change, row);
            var effective = change with { Attributes = document is null ? [] : change.Attributes, Document = document ?? row.Document, Members = members, After = Read(row, Load.Document) };
            if (effective.IsEmpty)
                return effective;
            if (document is not null)
                RequireUnique(row.Key.Type, document, row);

            row.Document = document ?? row.Document;
            row.PasswordHash = change.PasswordHash ?? row.PasswordHash;
            row.Touch(change.At);
            Link(row, add, remove, change.At);
            return effective with { After = Read(row, Load.Document) };
        }

        ResourceChange? Delete(ResourceChange change)
        {
            var row = Live(change.Key) ?? throw ScimError.NotFound(change.Key).ToException();
            if (change.ExpectedVersion is { } expected && expected != row.Version)
                return null;

            var before = Read(row, Load.Document);
            var members = row.Members;
            foreach (var linked in rows.Where(r => r.Members.Contains(row)).Union(members).Where(r => r != row).ToList())
            {
                linked.Touch(change.At);
                linked.Members.Remove(row);
            }

            row.Members = [];
            row.Touch(change.At);
            row.DeletedAt = change.At;
            return change with { Before = before, Document = null, Attributes = [], Members = new MembersChange([], [.. members.Select(m => m.Key.Id)]), PasswordHash = null, After = null };
        }

        (List<Row> Add, List<Row> Remove, MembersChange Effective) Members(ResourceChange change, Row? group)
        {
            var wanted = change.Members.Add.Select(m =>
            {
                var member = rows.Find(r => r.DeletedAt is null && r.Key.Id == m.Value);
                if (member is null || (m.Type is not null && !m.Type.Equals(member.Key.Type, StringComparison.OrdinalIgnoreCase)))
                    throw ScimError.InvalidValue($"'members': the resource '{ScimError.Quote(m.Value)}' does not exist, or is of another type.").ToException();
                return member;
            }).Distinct().ToList();

            var present = group?.Members ?? [];
            var add = wanted.Except(present).ToList();
            var remove = present.Where(p => !wanted.Contains(p) && (change.Members.Clear || change.Members.Remove.Contains(p.Key.Id))).ToList();
            return (add, remove, new MembersChange([.. add.Select(a => new Member(a.Key.Id, a.Key.Type))], [.. remove.Select(r => r.Key.Id)]));
        }

        static string? Name(Row row) => row.Document.ToJson() is var json && (string?)json["displayName"] is { Length: > 0 } name ? name : (string?)json["userName"];

        static Member Reference(Row row, bool names) => new(row.Key.Id, row.Key.Type) { Display = names ? Name(row) : null };

        void Link(Row group, List<Row> add, List<Row> remove, DateTimeOffset at)
        {
            group.Members.AddRange(add);
            group.Members.RemoveAll(remove.Contains);
            foreach (var row in add)
                group.Links[row] = ++links;
            foreach (var row in add.Concat(remove).Where(r => r != group))
                row.Touch(at);
        }

        void RequireUnique(string type, Document document, Row? self)
        {
            if (Unique(type, document) is { } value && rows.Any(r => r != self && r.DeletedAt is null && r.Key.Type == type && Unique(type, r.Document) == value))
                throw ScimError.Unique($"Another {type} has this '{types.First(t => t.Name == type).UniqueAttribute}' already; it must be unique.").ToException();
        }

        string? Unique(string type, Document document) =>
            types.First(t => t.Name == type) is { UniqueAttribute: { } attribute } resourceType && document.ToJson()[attribute] is JsonValue value
                ? Folding.Unique(resourceType.BaseAttribute(attribute)!, (string)value!) : null;

        Row? Live(ResourceKey key) => rows.Find(r => r.DeletedAt is null && r.Key == key);

        Resource Read(Row row, Load load) => new()
        {
            Key = row.Key,
            Version = row.Version,
            Created = row.Created,
            LastModified = row.Modified,
            Document = row.Document,
            Members = load.HasFlag(Load.Members) || load.HasFlag(Load.ShownMembers) ? [.. row.Members.Select(m => Reference(m, load.HasFlag(Load.Names)))] : default,
            Memberships = load.HasFlag(Load.Memberships) ? [.. GroupsOf(row, load)] : default,
        };

        IEnumerable<Member> GroupsOf(Row row, Load load)
        {
            var direct = rows.Where(r => r.Members.Contains(row)).ToList();
            var all = new HashSet<Row>(direct);
            for (var queue = new Queue<Row>(direct); queue.TryDequeue(out var group);)
            {
                foreach (var above in rows.Where(r => r.Members.Contains(group) && all.Add(r)))
                    queue.Enqueue(above);
            }

            return direct.OrderBy(g => g.Links[row]).Select(g => Reference(g, load.HasFlag(Load.Names)))
                .Concat(rows.Where(r => load.HasFlag(Load.IndirectMemberships) && r != row && all.Contains(r) && !direct.Contains(r))
                    .Select(g => Reference(g, load.HasFlag(Load.Names)) with { Indirect = true }));
        }
    }
}
