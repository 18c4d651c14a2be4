using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>Turns a password into the text that is stored: slow on purpose, so it waits its turn in a bounded queue.</summary>
/// <exception cref="ScimException">503 with <c>Retry-After</c> when the queue is full.</exception>
public delegate Task<string> PasswordHash(string password, CancellationToken cancel);

/// <summary>The use cases of RFC 7644, joining the pure core and the store. One instance serves one profile; it holds no state but what filters mean.</summary>
/// <param name="newId">Makes the id of a new resource: unguessable, unique for ever, and without the text <c>bulkId</c>.</param>
public sealed class ScimServiceProvider(ScimProfile profile, IDirectory directory, PasswordHash hashPassword, TimeProvider clock, Func<string> newId)
{
    /// <summary>How often a write is tried again because someone else wrote in between.</summary>
    const int WriteAttempts = 100;

    public ScimProfile Profile { get; } = profile;

    readonly QueryBinder questions = new(profile);

    /// <summary>POST (RFC 7644 section 3.3).</summary>
    /// <param name="load">What the answer will show besides the document.</param>
    /// <exception cref="ScimException">403; 400 when the body does not fit; 409 <c>uniqueness</c>.</exception>
    public Task<Resource> CreateAsync(ResourceType type, JsonElement body, Load load, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Create, type.Name, caller);
        var store = directory.For(caller.Tenant);
        return CreateAsync(store, type, NewAsync(store, type, body, caller, cancel), load, caller, cancel);
    }

    /// <param name="proposed">By now a change and no body: while a write waits for its commit, it holds on to the bytes of the document and not to trees.</param>
    static async Task<Resource> CreateAsync(IResourceStore store, ResourceType type, Task<ResourceChange> proposed, Load load, Caller caller, CancellationToken cancel)
    {
        var change = await proposed.ConfigureAwait(false);
        var effective = await store.TrySaveAsync(change, caller, cancel).ConfigureAwait(false)
            ?? throw new InvalidOperationException("A create has no version to conflict with.");
        return change.Members.IsEmpty
            ? await NamedAsync(store, type, effective.After! with { Members = [], Memberships = [] }, load, cancel).ConfigureAwait(false)
            : await ShownAsync(store, type, effective.After!, load, cancel).ConfigureAwait(false);
    }

    async Task<ResourceChange> NewAsync(IResourceStore store, ResourceType type, JsonElement body, Caller caller, CancellationToken cancel)
    {
        var read = ResourceReader.Read(body, type, Profile);
        var revival = Profile.RevivesDeleted && type.UniqueAttribute is not null
            ? Completed(new ProposedWrite(WriteKind.Revive, read.Attributes.DeepClone().AsObject(), null, null, caller) { Emptied = read.Emptied }, type)
            : null;
        var attributes = Completed(new ProposedWrite(WriteKind.Create, read.Attributes, null, null, caller) { Emptied = read.Emptied }, type);

        await RequireReferencesAsync(store, type, attributes, null, cancel).ConfigureAwait(false);
        return new ResourceChange
        {
            Kind = ChangeKind.Create,
            SchemaVersion = Profile.SchemaVersion,
            Key = new ResourceKey(type.Name, newId()),
            At = Now(),
            Document = Document.From(attributes),
            Revival = revival is null ? null : Document.From(revival),
            Members = read.Members.IsDefaultOrEmpty ? MembersChange.None : new MembersChange(read.Members, []),
            CatalogueAdditions = await CatalogueAdditionsAsync(store, type, [], attributes, cancel).ConfigureAwait(false),
            PasswordHash = read.Password is null ? null : await hashPassword(read.Password, cancel).ConfigureAwait(false),
        };
    }

    /// <summary>GET of one resource (RFC 7644 section 3.4.1).</summary>
    /// <param name="memory">Where its document may be read to; null for memory of its own.</param>
    /// <exception cref="ScimException">403; 404.</exception>
    public async ValueTask<Resource> GetAsync(ResourceType type, string id, Load load, Caller caller, DocumentMemory? memory, CancellationToken cancel)
    {
        Profile.Demand(Verb.Get, type.Name, caller);
        var store = directory.For(caller.Tenant);
        var key = new ResourceKey(type.Name, id);
        var found = await store.FindAsync(key, load, memory, cancel).ConfigureAwait(false) ?? throw ScimError.NotFound(key).ToException();
        return await NamedAsync(store, type, found, load, cancel).ConfigureAwait(false);
    }

    /// <summary>The version that a GET would show, for a client that has one already (RFC 7644 section 3.14).</summary>
    /// <exception cref="ScimException">403; 404.</exception>
    public async ValueTask<long> FindVersionAsync(ResourceType type, string id, Caller caller, CancellationToken cancel) =>
        await VersionAsync(type, id, caller, cancel).ConfigureAwait(false) ?? throw ScimError.NotFound(new ResourceKey(type.Name, id)).ToException();

    /// <summary>Whether a GET would show that version.</summary>
    /// <exception cref="ScimException">403.</exception>
    public async ValueTask<bool> HasVersionAsync(ResourceType type, string id, long version, Caller caller, CancellationToken cancel) =>
        await VersionAsync(type, id, caller, cancel).ConfigureAwait(false) == version;

    ValueTask<long?> VersionAsync(ResourceType type, string id, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Get, type.Name, caller);
        return directory.For(caller.Tenant).FindVersionAsync(new ResourceKey(type.Name, id), cancel);
    }

    /// <summary>GET of a part of a group's members, in the order in which they were added.</summary>
    /// <param name="request">Its filter is on the parts of one member: <c>value eq "x"</c>, <c>type eq "User"</c>.</param>
    /// <exception cref="ScimException">403; 404; 400 <c>invalidFilter</c>, or <c>tooMany</c> when the filter would look through more than allowed.</exception>
    public async Task<MemberPage> ListMembersAsync(ResourceType type, string id, ListRequest request, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Get, type.Name, caller);
        var key = new ResourceKey(type.Name, id);
        return await directory.For(caller.Tenant).MembersAsync(key, MembersOf(type, request, caller), cancel).ConfigureAwait(false)
            ?? throw ScimError.NotFound(key).ToException();
    }

    /// <summary>GET of many (RFC 7644 section 3.4.2).</summary>
    /// <exception cref="ScimException">403; 400 <c>invalidFilter</c>, or <c>tooMany</c> when the filter would look through more than allowed.</exception>
    public ValueTask<ResourcePage> ListAsync(ResourceType type, ListRequest request, Load load, Caller caller, CancellationToken cancel) =>
        ListAsync([new ListedType(type, load)], request, caller, memory: null, cancel);

    /// <summary>GET of many of several types, and search by POST (RFC 7644 sections 3.4.2.1 and 3.4.3).</summary>
    /// <param name="memory">Where their documents may be read to; null for memory of their own.</param>
    /// <exception cref="ScimException">
    /// 403 without permission for one of the types; 400 <c>invalidFilter</c>, <c>invalidPath</c> or <c>invalidValue</c>, or <c>tooMany</c> when more would have
    /// to be looked through than allowed.
    /// </exception>
    public async ValueTask<ResourcePage> ListAsync(ImmutableArray<ListedType> types, ListRequest request, Caller caller, DocumentMemory? memory, CancellationToken cancel)
    {
        foreach (var (type, _) in types)
            Profile.Demand(Verb.List, type.Name, caller);
        var store = directory.For(caller.Tenant);
        var page = await store.QueryAsync(questions.Bind(types, request, caller, memory), cancel).ConfigureAwait(false);
        foreach (var (type, load) in types)
        {
            if (load.HasFlag(Load.Names))
                page = page with { Resources = await NamedAsync(store, type, page.Resources, cancel).ConfigureAwait(false) };
        }

        return page;
    }

    /// <summary>PUT (RFC 7644 section 3.5.1).</summary>
    /// <exception cref="ScimException">403; 404; the profile's version conflict; 400 when the body does not fit; 409 <c>uniqueness</c>.</exception>
    public Task<Resource> ReplaceAsync(ResourceType type, string id, JsonElement body, WriteCondition condition, Load load, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Replace, type.Name, caller);
        return WriteAsync(type, id, () => Load.Document, condition, load, caller, (before, stored, shown) =>
        {
            // Read anew each time, since what was read becomes what is stored.
            var read = ResourceReader.Read(body, type, Profile);
            var members = read.Members.IsDefault && (Profile.Tolerances.KeepMembersWhenAbsent || type.MembersAttribute is null)
                ? MembersChange.None
                : new MembersChange(read.Members.IsDefault ? [] : read.Members, [], Clear: type.MembersAttribute is not null);
            return new Proposal(WriteKind.Replace, Replacement.Of(stored, read, type, Profile), members, read.Password);
        }, cancel);
    }

    /// <summary>PATCH (RFC 7644 section 3.5.2).</summary>
    /// <param name="body">The PATCH message. A precondition that fails is told before anything that is wrong with it.</param>
    /// <exception cref="ScimException">As <see cref="ReplaceAsync"/>, and 400 <c>invalidPath</c>, <c>noTarget</c>, <c>mutability</c>.</exception>
    public Task<Resource> PatchAsync(ResourceType type, string id, JsonElement body, WriteCondition condition, Load load, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Patch, type.Name, caller);
        return PatchAsync(type, id, body, condition, load, caller, judged: true, cancel);
    }

    /// <summary>
    /// Gives a resource that was just created what could not be in it from the start, because it refers to one created later (RFC 7644 section 3.7.1). It is part
    /// of the create, so no permission to change is asked for.
    /// </summary>
    internal Task<Resource> CompleteAsync(ResourceType type, string id, JsonElement body, Caller caller, CancellationToken cancel) =>
        PatchAsync(type, id, body, WriteCondition.None, Load.Document, caller, judged: false, cancel);

    /// <summary>Takes back a create that could not be completed.</summary>
    internal Task WithdrawAsync(ResourceType type, string id, Caller caller, CancellationToken cancel) =>
        RemoveAsync(type, id, WriteCondition.None, caller, cancel);

    Task<Resource> PatchAsync(ResourceType type, string id, JsonElement body, WriteCondition condition, Load load, Caller caller, bool judged, CancellationToken cancel)
    {
        BoundPatch? bound = null;
        BoundPatch Bound() => bound ??= BoundPatch.Bind(PatchRequest.Parse(body, Profile), type, Profile);
        return WriteAsync(type, id, () => Bound().Needs, condition, load, caller, (before, _, shown) =>
        {
            var result = Bound().Apply(shown.Value, before.Members, before.Memberships, before.Key.Id);
            return new Proposal(WriteKind.Patch, result.Attributes, result.Members, result.Password) { Judged = judged };
        }, cancel);
    }

    /// <summary>DELETE (RFC 7644 section 3.6).</summary>
    /// <exception cref="ScimException">403; 404; the profile's version conflict.</exception>
    public Task DeleteAsync(ResourceType type, string id, WriteCondition condition, Caller caller, CancellationToken cancel)
    {
        Profile.Demand(Verb.Delete, type.Name, caller);
        return RemoveAsync(type, id, condition, caller, cancel);
    }

    async Task RemoveAsync(ResourceType type, string id, WriteCondition condition, Caller caller, CancellationToken cancel)
    {
        var store = directory.For(caller.Tenant);
        var key = new ResourceKey(type.Name, id);
        for (var attempt = 1; ; attempt++)
        {
            var before = await FindAsync(store, key, Load.Document, cancel).ConfigureAwait(false);
            Require(condition, before);

            var change = new ResourceChange
            {
                Kind = ChangeKind.Delete, Key = key, At = Now(), Before = before, ExpectedVersion = condition.IsNone ? null : before.Version,
            };
            if (await store.TrySaveAsync(change, caller, cancel).ConfigureAwait(false) is not null)
                return;
            if (attempt == WriteAttempts)
                throw ScimError.Busy(key).ToException();
        }
    }

    /// <summary>What a write wants a resource to become.</summary>
    sealed record Proposal(WriteKind Kind, JsonObject Attributes, MembersChange Members, string? Password)
    {
        /// <summary>Whether the caller needs permission for what changes.</summary>
        public bool Judged { get; init; } = true;
    }

    /// <summary>Works out what a write wants.</summary>
    /// <param name="stored">The attributes before, not to be changed.</param>
    /// <param name="shown">The same as the caller is shown them.</param>
    delegate Proposal Propose(Resource before, JsonObject stored, Lazy<JsonObject> shown);

    async Task<Resource> WriteAsync(
        ResourceType type, string id, Func<Load> needs, WriteCondition condition, Load load, Caller caller,
        Propose propose, CancellationToken cancel)
    {
        var store = directory.For(caller.Tenant);
        var key = new ResourceKey(type.Name, id);
        string? passwordHash = null;
        for (var attempt = 1; ; attempt++)
        {
            // Existence and precondition come before anything that the body says.
            var before = await FindAsync(store, key, Load.Document, cancel).ConfigureAwait(false);
            Require(condition, before);
            if (needs() is var more && more != Load.Document)
            {
                before = await FindAsync(store, key, more, cancel).ConfigureAwait(false);
                Require(condition, before);
            }

            var (change, password) = await ChangeAsync(store, type, before, propose, caller, cancel).ConfigureAwait(false);
            if (password is not null)
                change = change with { PasswordHash = passwordHash ??= await hashPassword(password, cancel).ConfigureAwait(false) };
            if (!condition.IsNone)
                change = change with { ExpectedVersion = before.Version };
            if (change.IsEmpty)
                return await ShownAsync(store, type, before, load, cancel).ConfigureAwait(false);

            if (await store.TrySaveAsync(change, caller, cancel).ConfigureAwait(false) is { } effective)
                return await ShownAsync(store, type, effective.After!, load, cancel).ConfigureAwait(false);

            // Someone else wrote between our read and our write; the request still applies to what they left.
            if (attempt == WriteAttempts)
                throw ScimError.Busy(key).ToException();
        }
    }

    /// <returns>The change, and the new password in clear. While a write waits for its commit it holds on to these, and not to the trees that they were made from.</returns>
    async Task<(ResourceChange Change, string? Password)> ChangeAsync(IResourceStore store, ResourceType type, Resource before, Propose propose, Caller caller, CancellationToken cancel)
    {
        var stored = before.Document.ToJson();
        var shown = new Lazy<JsonObject>(() => new ResourceView(Profile, caller, "").Attributes(type, stored.DeepClone().AsObject()), LazyThreadSafetyMode.None);
        var proposal = propose(before, stored, shown);
        var attributes = Completed(new ProposedWrite(proposal.Kind, proposal.Attributes, shown, stored, caller), type);
        var document = Document.From(attributes);
        var changed = AttributeDiff.Between(before.Document, document, type);
        await RequireReferencesAsync(store, type, attributes, stored, cancel).ConfigureAwait(false);
        var change = new ResourceChange
        {
            Kind = ChangeKind.Update,
            SchemaVersion = Profile.SchemaVersion,
            Key = before.Key,
            At = Now(),
            Before = before,
            Document = changed.IsEmpty ? before.Document : document,
            Attributes = changed,
            Members = proposal.Members,
            CatalogueAdditions = await CatalogueAdditionsAsync(store, type, stored, attributes, cancel).ConfigureAwait(false),
            // Adding and removing members holds for whatever version is stored; everything else was worked out from this one.
            ExpectedVersion = changed.IsEmpty && before.Members.IsDefault ? null : before.Version,
        };
        if (proposal.Judged)
            Judge(type, change, proposal.Password is not null, caller);
        return (change, proposal.Password);
    }

    // Rules see the attributes of this door and of others alike, and requiredness is judged on what they made of them.
    JsonObject Completed(ProposedWrite write, ResourceType type)
    {
        foreach (var rule in Profile.RulesOf(type))
            rule.Complete(write);

        RequiredAttributes.Check(write.Attributes, write.StoredBefore, type);
        return Canonical.Order(write.Attributes, type);
    }

    async Task RequireReferencesAsync(IResourceStore store, ResourceType type, JsonObject attributes, JsonObject? before, CancellationToken cancel)
    {
        foreach (var target in ReferenceTargets.Of(attributes, before, type, Profile))
        {
            var exists = false;
            foreach (var candidate in target.Candidates)
                exists |= await store.FindAsync(candidate, Load.Document, cancel).ConfigureAwait(false) is not null;
            if (!exists)
                throw ReferenceTargets.Missing(target);
        }
    }

    ValueTask<ImmutableArray<CatalogueUse>> CatalogueAdditionsAsync(IResourceStore store, ResourceType type, JsonObject before, JsonObject after, CancellationToken cancel) =>
        Profile.RulesOf(type) is { IsEmpty: false } rules ? CatalogueAdditionsAsync(store, rules, before, after, cancel) : new([]);

    async ValueTask<ImmutableArray<CatalogueUse>> CatalogueAdditionsAsync(IResourceStore store, ImmutableArray<ResourceRule> rules, JsonObject before, JsonObject after, CancellationToken cancel)
    {
        var uses = rules.SelectMany(r => r.CatalogueUses(after)).ToList();
        if (uses.Count == 0)
            return [];

        var known = rules.SelectMany(r => r.CatalogueUses(before)).Select(u => (u.Catalogue, u.Name)).ToHashSet();
        uses.RemoveAll(u => known.Contains((u.Catalogue, u.Name)));
        if (uses.Count == 0)
            return [];

        var missing = await store.MissingFromCatalogueAsync(uses, cancel).ConfigureAwait(false);
        if (missing.Count > 0 && !Profile.OpenCatalogues)
            throw ScimError.InvalidValue($"'{missing[0].Path}' names '{ScimError.Quote(missing[0].Name)}', which is not among the organization's {missing[0].Catalogue}; add it there first.").ToException();
        return [.. missing];
    }

    // A permission may be limited to attributes; equal values may be present, so the change is judged and not the request.
    void Judge(ResourceType type, ResourceChange change, bool setsPassword, Caller caller)
    {
        var rows = Profile.AttributePermissions.Where(p => p.Resource == type.Name).ToList();
        var self = type == Profile.SelfType && string.Equals(change.Key.Id, caller.UserId, StringComparison.Ordinal);
        if (rows.Count == 0 && !self)
            return;

        var changed = change.Attributes.Select(a => a.Path).ToList();
        if (setsPassword)
            changed.Add(type.PasswordAttribute!);
        if (!change.Members.IsEmpty)
            changed.Add(type.MembersAttribute!);
        foreach (var path in changed)
        {
            if (self && Profile.SelfProtected.Contains(path))
                throw ScimError.Forbidden($"'{path}' decides what the user may do; the user cannot change it. Use a token that does not act for this user.").ToException();
            var row = rows.Find(r => r.Attribute == path) ?? rows.Find(r => r.Attribute is null);
            if (row is not null && !caller.HasAnyOf(row.AnyOf))
                throw ScimError.Forbidden($"To change '{path}' the client needs one of these permissions: {string.Join(", ", row.AnyOf)}.", row.AnyOf).ToException();
        }
    }

    MemberQuery MembersOf(ResourceType type, ListRequest request, Caller caller)
    {
        var query = new MemberQuery
        {
            Names = true,
            After = request.After?.Row,
            Skip = request.After is null ? Math.Max(request.StartIndex ?? 1, 1) - 1 : 0,
            Take = Profile.Paging.Size(request.Count),
            LookThrough = Profile.Paging.LookThrough,
        };
        if (request.Filter is null)
            return query;

        var filter = FilterParser.Parse(request.Filter, Profile.FilterLimits, Profile.Tolerances);
        var condition = new FilterBinder(type, Profile.Tolerances, Profile.FilterAliases).BindCondition(filter, type.Path(type.MembersAttribute!));
        var view = new ResourceView(Profile, caller, "");
        return query with
        {
            Ids = MemberIds.In(condition)?.Ids ?? default,
            Judge = member => PredicateEvaluator.MatchesElement(condition, view.Reference(member, membership: false)),
        };
    }

    // The names of resources that documents refer to, such as a manager's. They are no part of what was read before, and need not be as of the same moment.
    static async ValueTask<IReadOnlyList<Resource>> NamedAsync(IResourceStore store, ResourceType type, IReadOnlyList<Resource> resources, CancellationToken cancel)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var referenced in resources.Where(r => r.Key.Type == type.Name).SelectMany(r => ReferenceName.ReferencesIn(r.Document.ToJson(), type)).ToLookup(r => r.Type, r => r.Id))
        {
            foreach (var (id, name) in await store.NamesAsync(referenced.Key, referenced.ToHashSet(StringComparer.Ordinal), cancel).ConfigureAwait(false))
                names.TryAdd(id, name);
        }

        return names.Count == 0 ? resources : [.. resources.Select(r => r.Key.Type == type.Name ? r with { Names = names } : r)];
    }

    static async ValueTask<Resource> NamedAsync(IResourceStore store, ResourceType type, Resource resource, Load load, CancellationToken cancel) =>
        load.HasFlag(Load.Names) ? (await NamedAsync(store, type, [resource], cancel).ConfigureAwait(false))[0] : resource;

    static async ValueTask<Resource> FindAsync(IResourceStore store, ResourceKey key, Load load, CancellationToken cancel) =>
        await store.FindAsync(key, load, cancel).ConfigureAwait(false) ?? throw ScimError.NotFound(key).ToException();

    // The document and version are those of our own write; members and memberships are read as they are now.
    static async Task<Resource> ShownAsync(IResourceStore store, ResourceType type, Resource resource, Load load, CancellationToken cancel)
    {
        if (load == Load.Document)
            return resource;

        var found = await store.FindAsync(resource.Key, load, cancel).ConfigureAwait(false);
        var shown = found is null || found.Version < resource.Version
            ? resource with { Members = [], Memberships = [] }
            : resource with { Members = found.Members, FurtherMembers = found.FurtherMembers, Memberships = found.Memberships };
        return await NamedAsync(store, type, shown, load, cancel).ConfigureAwait(false);
    }

    void Require(WriteCondition condition, Resource before)
    {
        if (Profile.RequiresIfMatch && condition.IfMatch is null)
            throw ScimError.PreconditionRequired().ToException();
        if (!condition.Allows(before.Version))
            throw Profile.VersionConflict.ToException();
    }

    DateTimeOffset Now()
    {
        // Times are shown in milliseconds, so they are kept in milliseconds: a filter on what was shown must find it.
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
