using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using SortKey = Roster.Scim.Resources.SortKey;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>The database finds what the evaluator finds: same resources, same order, same total, same pages, whatever the filter, the sorting and the data.</summary>
public sealed class FilterAgreementTests(FilterAgreementTests.VectorData vectors) : IClassFixture<FilterAgreementTests.VectorData>
{
    // Random filters over random data; ROSTER_LONG_TESTS=1 tries a hundred thousand of each kind.
    static readonly int Rounds = Environment.GetEnvironmentVariable("ROSTER_LONG_TESTS") == "1" ? 67 : 2;
    static readonly int FiltersPerRound = TestEngine.IsPostgres && Rounds == 2 ? 300 : 1500;

    [Fact]
    public async Task Random_filters_over_random_data_find_what_the_evaluator_finds()
    {
        var exact = 0;
        var narrowed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var seed = Rounds > 2 ? Environment.TickCount + round : round + 1;
            var random = new RandomFilters(new Random(seed));
            await using var both = await BothStores.OpenAsync();
            await FillAsync(both, random);

            for (var i = 0; i < FiltersPerRound; i++)
            {
                var predicate = random.Predicate(3);
                var plan = await both.AssertSameAsync(predicate, VectorSchemas.User, random.Number(10), random.Number(20), $"seed {seed}, filter {i}");
                exact += plan.Contains("judged", StringComparison.Ordinal) ? 0 : 1;
                narrowed += plan.StartsWith("index", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        // The test is worth something only while the planner does something.
        Assert.InRange(exact, FiltersPerRound * Rounds / 4, FiltersPerRound * Rounds);
        Assert.InRange(narrowed, FiltersPerRound * Rounds / 2, FiltersPerRound * Rounds);
    }

    static async Task FillAsync(BothStores both, RandomFilters random)
    {
        foreach (var i in Enumerable.Range(0, 60))
        {
            await both.CreateAsync($"u{i}", random.User(i), Noon.AddMinutes(random.Number(5)));
            if (i % 3 == 0)
                await both.CreateAsync($"d{i}", random.Device(i), Noon.AddMinutes(random.Number(5)), "Device");
        }

        foreach (var i in Enumerable.Range(0, 3))
            await both.AddToGroupAsync($"g{i}", random.SomeIds(60));
        foreach (var id in random.SomeIds(60).Take(5))
            await both.DeleteAsync(id);
    }

    [Fact]
    public async Task Random_sorts_and_walks_over_one_type_or_all_find_what_the_evaluator_finds()
    {
        var (ordered, sorted, pages) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var seed = Rounds > 2 ? Environment.TickCount + round : round + 101;
            var random = new RandomFilters(new Random(seed));
            await using var both = await BothStores.OpenAsync();
            await FillAsync(both, random);

            for (var i = 0; i < FiltersPerRound; i++)
            {
                var query = random.Query();
                var (plan, walked) = await both.AssertSameWalkAsync(query, random.Number(3) == 0, $"seed {seed}, query {i}");
                pages += walked;
                ordered += plan.Contains("in the order of the index", StringComparison.Ordinal) ? 1 : 0;
                sorted += plan.Contains("sorted by", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        // Both ways of sorting were tried, and there were walks.
        Assert.InRange(ordered, FiltersPerRound * Rounds / 10, FiltersPerRound * Rounds);
        Assert.InRange(sorted, FiltersPerRound * Rounds / 10, FiltersPerRound * Rounds);
        Assert.InRange(pages, FiltersPerRound * Rounds * 2, int.MaxValue);
    }

    /// <summary>A type that no code knows: the organization defines it for itself, at run time.</summary>
    static readonly ResourceType Device = new()
    {
        Name = "Device",
        Endpoint = "/Devices",
        Schema = new Schema("urn:example:params:scim:schemas:2.0:Device", "Device", "",
        [
            new() { Name = "serialNumber", CaseExact = true, Uniqueness = Uniqueness.Server }, new() { Name = "displayName" }, new() { Name = "title", CaseExact = true },
            new() { Name = "active", Type = AttributeType.Boolean }, new() { Name = "price", Type = AttributeType.Decimal },
            new() { Name = "bought", Type = AttributeType.DateTime }, new() { Name = "labels", MultiValued = true },
            new()
            {
                Name = "place", Type = AttributeType.Complex,
                SubAttributes = [new() { Name = "building" }, new() { Name = "floor", Type = AttributeType.Integer }, new() { Name = "since", Type = AttributeType.DateTime }],
            },
            new()
            {
                Name = "emails", Type = AttributeType.Complex, MultiValued = true,
                SubAttributes = [new() { Name = "value", CaseExact = true }, new() { Name = "primary", Type = AttributeType.Boolean }],
            },
        ]),
    };

    static readonly ImmutableArray<ResourceType> AllTypes = [.. Types, Device];

    // F-153 asks for a `$ref` that the data leaves out and that a view always shows.
    public static TheoryData<string> Vectors =>
        [.. FilterVector.All.Where(v => v.Parses && v.Id != "F-153" && !v.Outcome.Text.StartsWith("error", StringComparison.Ordinal)).Select(v => v.Id)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Each_vector_finds_its_resources(string id)
    {
        var vector = FilterVector.All.Single(v => v.Id == id);
        var found = new List<string>();
        foreach (var type in Types.Where(t => vector.Scope == "root" || vector.Scope == t.Name + "s"))
        {
            var filter = FilterParser.Parse(vector.Filter, FilterLimits.Default, Tolerances.None);
            var predicate = new FilterBinder(type, Tolerances.None, ImmutableDictionary<string, string>.Empty) { Alongside = Types }.Bind(filter);
            var page = await vectors.Store.QueryAsync(Query(predicate, type) with { Take = 100 }, CancellationToken.None);
            found.AddRange(page.Resources.Select(r => r.Key.Id));
        }

        Assert.Equal(vector.Outcome, FilterOutcome.Of(found));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("%_\\")]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("*[a-z]?")]
    [InlineData("\U0010FFFF")]
    [InlineData("\uD7FF")]
    [InlineData("\uE000x")]
    [InlineData("$.x\"}")]
    [InlineData("ı")]
    [InlineData("İ")]
    [InlineData("ß")]
    [InlineData("ς")]
    [Holds("SEC-08")]
    public async Task Awkward_text_is_found_by_every_operator(string text)
    {
        await using var both = await BothStores.OpenAsync();
        string[] values = [text, "x" + text, text + "x", "x" + text + "x", text + text, "x", "X", text.ToUpperInvariant(), "z"];
        foreach (var (value, i) in values.Select((v, i) => (v, i)))
            await both.CreateAsync($"u{i}", new JsonObject { ["userName"] = $"{i}{value}", ["title"] = value, ["externalId"] = value }, Noon);

        foreach (var path in new[] { VectorSchemas.User.Path("title"), VectorSchemas.User.Path("externalId"), VectorSchemas.User.Path("userName") })
        {
            foreach (var comparison in Enum.GetValues<Comparison>())
            {
                var predicate = new Predicate.Compare(path, comparison, new ScimValue.Text(Folding.For(path.Leaf, text)));
                await both.AssertSameAsync(predicate, VectorSchemas.User, 0, 100, $"{path} {comparison}");
                await both.AssertSameAsync(new Predicate.Not(predicate), VectorSchemas.User, 0, 100, $"not {path} {comparison}");
            }
        }
    }

    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.None, AllTypes);

    static readonly ResourceView View = new(Profile, Caller(new TenantId(1)), "");

    internal static ResourceQuery Query(Predicate predicate, ResourceType type) => new() { Parts = [Part(predicate, type)] };

    static TypeQuery Part(Predicate? predicate, ResourceType type) => new()
    {
        Type = type,
        Narrow = predicate,
        NarrowIsExact = true,
        Judge = predicate is null ? null : resource => Judged(predicate, type, resource),
        JudgeNeeds = predicate is null ? Load.Document : Needs(predicate.Paths),
    };

    // What a filter does not look at makes no difference.
    static bool Judged(Predicate predicate, ResourceType type, Resource resource)
    {
        var matches = PredicateEvaluator.Matches(predicate, View.Whole(type, resource));
        var excerpt = new ResourceExcerpt(type, Profile.RulesOf(type), predicate.Paths);
        Assert.True(matches == PredicateEvaluator.Matches(predicate, excerpt.Of(resource, View)), $"{predicate} on an excerpt of {resource.Key}");
        Assert.True(matches == excerpt.Matches(predicate, resource, View), $"{predicate} on the bytes of {resource.Key}");
        return matches;
    }

    static ScimValue? KeyOf(AttributePath path, ResourceType type, Resource resource)
    {
        var key = Sorting.KeyOf(path, View.Whole(type, resource));
        Assert.Equal(key, Sorting.KeyOf(path, new ResourceExcerpt(type, Profile.RulesOf(type), [path]).Of(resource, View)));
        return key;
    }

    static Load Needs(IEnumerable<AttributePath> paths) => paths.Aggregate(Load.Document, (needs, path) => needs | path.Attribute.Name switch
    {
        "members" => Load.Members,
        "groups" => Load.Memberships,
        _ => Load.Document,
    });

    /// <summary>The vectors' resources in a database.</summary>
    public sealed class VectorData : IAsyncLifetime
    {
        BothStores? both;

        internal IResourceStore Store => both!.Store;

        public async ValueTask InitializeAsync()
        {
            both = await BothStores.OpenAsync();
            var created = new List<(Resource Resource, ImmutableArray<string> Members, DateTimeOffset Modified)>();
            foreach (var json in FilterVector.Dataset("User").Concat(FilterVector.Dataset("Group")))
            {
                var meta = json["meta"]!;
                var attributes = json.DeepClone().AsObject();
                foreach (var name in new[] { "schemas", "id", "meta", "members", "groups" })
                    attributes.Remove(name);
                foreach (var empty in attributes.Where(a => a.Value is null or JsonArray { Count: 0 }).Select(a => a.Key).ToList())
                    attributes.Remove(empty);

                var members = json["members"] is JsonArray list ? list.Select(m => (string)m!["value"]!).ToImmutableArray() : [];
                var saved = await SaveAsync(TestStores.Create((string)json["id"]!, attributes, (string)meta["resourceType"]!) with { At = Instant(meta["created"]!) });
                created.Add((saved.After!, members, Instant(meta["lastModified"]!)));
            }

            // A password that changes is what sets the time of the last change and nothing else; adding members long before leaves it alone.
            foreach (var (resource, members, _) in created.Where(c => !c.Members.IsEmpty))
                await SaveAsync(MembersOf(resource, Add(members)) with { At = Noon.AddYears(-20) });
            foreach (var (resource, _, modified) in created)
                await SaveAsync(Update(resource, _ => { }) with { ExpectedVersion = null, PasswordHash = "hash", At = modified });
        }

        public ValueTask DisposeAsync() => both!.DisposeAsync();

        async Task<ResourceChange> SaveAsync(ResourceChange change) =>
            await Store.TrySaveAsync(change with { SchemaVersion = both!.SchemaVersion }, Caller(both.Tenant), CancellationToken.None) ?? throw new InvalidOperationException($"{change.Key} was not saved.");

        static DateTimeOffset Instant(JsonNode text) => ScimValue.TryParseInstant((string)text!, out var instant) ? instant : throw new FormatException((string)text!);
    }

    /// <summary>A database and the oracle with the same resources.</summary>
    sealed class BothStores : IAsyncDisposable
    {
        readonly TestFolder folder = new();
        readonly InMemoryDirectory oracle = new(AllTypes);
        RosterStore? store;

        public TenantId Tenant { get; private set; }

        public IResourceStore Store => store!.For(Tenant);

        public static async Task<BothStores> OpenAsync()
        {
            var both = new BothStores();
            both.store = await TestStores.OpenAsync(both.folder.Path);
            both.Tenant = (await both.store.Tenants.AddAsync("one", CancellationToken.None)).Id;
            await both.store.Schemas.ChangeAsync(
                both.Tenant,
                own => own.Add(Device.Schema, Types).Add(new OwnResourceType(Device.Name, Device.Endpoint, "", Device.Schema.Id, []), Types),
                CancellationToken.None);
            foreach (var path in new[] { "title", "bought", "price", "place.since", "labels" })
                await both.store.Indexes.AddAsync(both.Tenant, Device.Name, path, CancellationToken.None);
            while ((await both.store.Indexes.ListAsync(both.Tenant, CancellationToken.None)).Any(i => !i.Complete))
                await Task.Delay(10);
            return both;
        }

        public long SchemaVersion => store!.Schemas.Of(Tenant).Version;

        async Task SaveAsync(ResourceChange change)
        {
            Assert.NotNull(await Store.TrySaveAsync(change with { SchemaVersion = SchemaVersion }, Caller(Tenant), CancellationToken.None));
            Assert.NotNull(await oracle.For(Tenant).TrySaveAsync(change, Caller(Tenant), CancellationToken.None));
        }

        public Task CreateAsync(string id, JsonObject attributes, DateTimeOffset at, string type = "User") => SaveAsync(TestStores.Create(id, attributes, type) with { At = at });

        public Task AddToGroupAsync(string id, IEnumerable<string> members) =>
            SaveAsync(TestStores.Create(id, new JsonObject { ["displayName"] = id }, "Group", [.. members]));

        public async Task DeleteAsync(string id) => await SaveAsync(Delete((await Store.FindAsync(new ResourceKey("User", id), Load.Document, CancellationToken.None))!));

        public async Task<string> AssertSameAsync(Predicate predicate, ResourceType type, int skip, int take, string what)
        {
            var query = Query(predicate, type) with { Skip = skip, Take = take };

            var expected = await oracle.For(Tenant).QueryAsync(query, CancellationToken.None);
            var found = await Store.QueryAsync(query, CancellationToken.None);

            var same = expected.TotalResults == found.TotalResults && expected.Resources.Select(r => r.Key).SequenceEqual(found.Resources.Select(r => r.Key));
            Assert.True(same, $"{what}: {predicate}\nplan: {found.Plan}\nexpected {expected.TotalResults}: {string.Join(' ', expected.Resources.Select(r => r.Key.Id))}\n" +
                $"found {found.TotalResults}: {string.Join(' ', found.Resources.Select(r => r.Key.Id))}");
            return found.Plan;
        }

        /// <summary>Asks both for one page, or by cursor for all of them.</summary>
        public async Task<(string Plan, int Pages)> AssertSameWalkAsync(ResourceQuery query, bool onePage, string what)
        {
            var (theirs, ours) = (query, query);
            for (var pages = 1; ; pages++)
            {
                var expected = await oracle.For(Tenant).QueryAsync(theirs, CancellationToken.None);
                var found = await Store.QueryAsync(ours, CancellationToken.None);

                var same = expected.TotalResults == found.TotalResults && expected.Resources.Select(r => r.Key).SequenceEqual(found.Resources.Select(r => r.Key))
                    && expected.Next?.Key == found.Next?.Key && (expected.Next is null) == (found.Next is null);
                Assert.True(same, $"{what}, page {pages}: {string.Join(" | ", query.Parts.Select(p => $"{p.Type.Name}: {p.Narrow} by {p.Sort?.Path}"))}, {(query.Sorted ? "sorted" : "")} {(query.Descending ? "descending" : "")} " +
                    $"skip {query.Skip} take {query.Take} after {ours.After}\nplan: {found.Plan}\nexpected {expected.TotalResults}: {string.Join(' ', expected.Resources.Select(r => r.Key.Id))}, then {expected.Next}\n" +
                    $"found {found.TotalResults}: {string.Join(' ', found.Resources.Select(r => r.Key.Id))}, then {found.Next}");
                if (onePage || found.Next is null)
                    return (found.Plan, pages);

                (theirs, ours) = (theirs with { Skip = 0, After = expected.Next }, ours with { Skip = 0, After = found.Next });
            }
        }

        public async ValueTask DisposeAsync()
        {
            await store!.DisposeAsync();
            folder.Dispose();
        }
    }

    /// <summary>Users and filters made of few values, so that they meet often.</summary>
    sealed class RandomFilters(Random random)
    {
        static readonly string[] Words = ["", "a", "A", "ab", "aB", "b", "é", "e\u0301", "ß", "ss", "I", "ı", "a'b", "a%", "_", "\\", "a\0b", "\U0001F600", "\uFFFD", "zz"];

        // No door takes the NUL character, and PostgreSQL could not store it; who asks for it all the same must find nothing.
        static readonly string[] Stored = [.. Words.Where(word => !TestEngine.IsPostgres || !word.Contains('\0', StringComparison.Ordinal))];
        static readonly decimal[] Numbers = [-3, 0, 1, 1.5m, 2, 9007199254740993m, 9007199254740992m, 0.1m, 0.10m];
        static readonly string[] Times = ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2020-01-01T00:00:00.0000001Z", "2021-06-01T12:30:00.5Z"];

        static readonly AttributePath[] Texts =
        [
            VectorSchemas.User.Path("userName"), VectorSchemas.User.Path("displayName"), VectorSchemas.User.Path("externalId"), VectorSchemas.User.Path("title"),
            VectorSchemas.User.Path("nickName"), VectorSchemas.User.Path("name", "familyName"), VectorSchemas.User.Path("name", "givenName"),
            VectorSchemas.User.Path("emails", "value"), VectorSchemas.User.Path("emails", "type"), VectorSchemas.User.Path("emails", "display"),
            VectorSchemas.User.Path("badge", extension: VectorSchemas.Test), VectorSchemas.User.Path("tags", extension: VectorSchemas.Test),
            VectorSchemas.User.Path("skills", "name", VectorSchemas.Test), VectorSchemas.User.Path("id"), VectorSchemas.User.Path("meta", "resourceType"),
            VectorSchemas.User.Path("groups", "value"),
        ];

        static readonly AttributePath[] Numerics =
        [
            VectorSchemas.User.Path("score", extension: VectorSchemas.Test), VectorSchemas.User.Path("rating", extension: VectorSchemas.Test),
            VectorSchemas.User.Path("skills", "proficiency", VectorSchemas.Test),
        ];

        static readonly AttributePath[] Instants =
            [VectorSchemas.User.Path("hiredOn", extension: VectorSchemas.Test), VectorSchemas.User.Path("meta", "created"), VectorSchemas.User.Path("meta", "lastModified")];

        static readonly AttributePath[] Flags = [VectorSchemas.User.Path("active"), VectorSchemas.User.Path("emails", "primary")];

        static readonly AttributePath[] Wholes = [VectorSchemas.User.Path("emails"), VectorSchemas.User.Path("name"), VectorSchemas.User.Path("groups")];

        public int Number(int below) => random.Next(below);

        T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

        bool Often => random.Next(10) < 7;

        public IReadOnlyList<string> SomeIds(int below) => [.. Enumerable.Range(0, 10).Select(_ => $"u{random.Next(below)}").Distinct(StringComparer.Ordinal)];

        public JsonObject User(int number)
        {
            var user = new JsonObject { ["userName"] = OneOf(Stored) + number.ToString(CultureInfo.InvariantCulture) };
            foreach (var name in new[] { "displayName", "externalId", "title", "nickName" })
                Maybe(user, name, () => OneOf(Stored));
            Maybe(user, "active", () => random.Next(2) == 0);
            Maybe(user, "name", () => Complex(("familyName", () => OneOf(Stored)), ("givenName", () => OneOf(Stored))));
            Maybe(user, "emails", () => Several(() => Complex(("value", () => OneOf(Stored)), ("type", () => OneOf(Stored)), ("display", () => OneOf(Stored)), ("primary", () => random.Next(2) == 0))));
            Maybe(user, VectorSchemas.Test, () => Complex(
                ("score", () => random.Next(-3, 3)), ("rating", () => OneOf(Numbers)), ("hiredOn", () => OneOf(Times)), ("badge", () => OneOf(Stored)),
                ("tags", () => Several(() => OneOf(Stored))),
                ("skills", () => Several(() => Complex(("name", () => OneOf(Stored)), ("proficiency", () => random.Next(3)))))));
            return user;
        }

        public JsonObject Device(int number)
        {
            var device = new JsonObject { ["serialNumber"] = OneOf(Stored) + number.ToString(CultureInfo.InvariantCulture) };
            foreach (var name in new[] { "displayName", "title" })
                Maybe(device, name, () => OneOf(Stored));
            Maybe(device, "active", () => random.Next(2) == 0);
            Maybe(device, "price", () => OneOf(Numbers));
            Maybe(device, "bought", () => OneOf(Times));
            Maybe(device, "labels", () => Several(() => OneOf(Stored)));
            Maybe(device, "place", () => Complex(("building", () => OneOf(Stored)), ("floor", () => random.Next(-2, 3)), ("since", () => OneOf(Times))));
            Maybe(device, "emails", () => Several(() => Complex(("value", () => OneOf(Stored)), ("primary", () => random.Next(2) == 0))));
            return device;
        }

        static readonly AttributePath[] DevicePaths =
        [
            FilterAgreementTests.Device.Path("serialNumber"), FilterAgreementTests.Device.Path("displayName"), FilterAgreementTests.Device.Path("title"), FilterAgreementTests.Device.Path("active"),
            FilterAgreementTests.Device.Path("price"), FilterAgreementTests.Device.Path("bought"), FilterAgreementTests.Device.Path("labels"), FilterAgreementTests.Device.Path("place", "building"),
            FilterAgreementTests.Device.Path("place", "floor"), FilterAgreementTests.Device.Path("place", "since"), FilterAgreementTests.Device.Path("emails", "value"), FilterAgreementTests.Device.Path("place"),
            FilterAgreementTests.Device.Path("meta", "created"), FilterAgreementTests.Device.Path("meta", "resourceType"),
        ];

        static readonly AttributePath[] GroupPaths =
        [
            VectorSchemas.Group.Path("displayName"), VectorSchemas.Group.Path("externalId"), VectorSchemas.Group.Path("meta", "created"), VectorSchemas.Group.Path("meta", "resourceType"),
            VectorSchemas.Group.Path("members"),
        ];

        static readonly string[] SortNames =
        [
            "id", "externalId", "displayName", "title", "userName", "active", "nickName", "name.familyName", "name.givenName", "emails", "emails.type", "emails.primary", "groups", "members",
            "meta.created", "meta.lastModified", "meta.resourceType", "meta.version", "meta.location", "schemas", "serialNumber", "price", "bought", "labels", "place.building", "place.floor", "place.since",
            .. new[] { "score", "rating", "hiredOn", "badge", "tags", "skills.name", "skills.proficiency" }.Select(name => $"{VectorSchemas.Test}:{name}"),
        ];

        /// <summary>A question about one type or several, with or without a filter and a sorting.</summary>
        public ResourceQuery Query()
        {
            ImmutableArray<ResourceType> types = random.Next(3) switch { 0 => [VectorSchemas.User], 1 => [FilterAgreementTests.Device], _ => AllTypes };
            var parts = types.Select(t => Part(random.Next(3) == 0 ? null : PredicateOf(t), t) with { Load = random.Next(5) == 0 ? Load.Memberships : Load.Document }).ToImmutableArray();
            var query = new ResourceQuery { Parts = parts, Skip = random.Next(3) == 0 ? random.Next(20) : 0, Take = random.Next(1, 25) };
            if (random.Next(8) == 0)
                return query;

            var names = SortNames.Where(n => types.Any(t => new PathResolver(t, Tolerances.None).Resolve(n) is PathResolution.Found)).ToArray();
            var paths = Sorting.Bind(OneOf(names), types, Tolerances.None);
            return query with
            {
                Sorted = true,
                Descending = random.Next(2) == 0,
                Parts = [.. parts.Select((p, i) => p with { Sort = paths[i] is { } path ? new SortKey(path, random.Next(10) > 0, r => KeyOf(path, p.Type, r), Needs([path])) : null })],
            };
        }

        Predicate PredicateOf(ResourceType type) => type.Name switch
        {
            "User" => Predicate(2),
            "Device" => Leaf(DevicePaths, 10),
            _ => Leaf(GroupPaths, 6),
        };

        void Maybe(JsonObject owner, string name, Func<JsonNode?> value)
        {
            if (Often && value() is { } node and not (JsonObject { Count: 0 } or JsonArray { Count: 0 }))
                owner[name] = node;
        }

        JsonObject Complex(params (string Name, Func<JsonNode?> Value)[] parts)
        {
            var complex = new JsonObject();
            foreach (var (name, value) in parts)
                Maybe(complex, name, value);
            return complex;
        }

        JsonArray Several(Func<JsonNode?> value) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => value()).Where(v => v is not JsonObject { Count: 0 })];

        public Predicate Predicate(int depth) => (depth == 0 ? 9 : random.Next(10)) switch
        {
            0 or 1 => new Predicate.And(Predicate(depth - 1), Predicate(depth - 1)),
            2 or 3 => new Predicate.Or(Predicate(depth - 1), Predicate(depth - 1)),
            4 => new Predicate.Not(Predicate(depth - 1)),
            5 or 6 => OneElement(),
            _ => Leaf([.. Texts, .. Numerics, .. Instants, .. Flags, .. Wholes], 20),
        };

        Predicate.Element OneElement()
        {
            var all = (AttributePath[])[.. Texts, .. Numerics, .. Flags];
            var attribute = OneOf((AttributePath[])
                [VectorSchemas.User.Path("emails"), VectorSchemas.User.Path("name"), VectorSchemas.User.Path("skills", extension: VectorSchemas.Test), VectorSchemas.User.Path("tags", extension: VectorSchemas.Test), VectorSchemas.User.Path("groups")]);
            var parts = all.Where(p => p.With(null).Equals(attribute)).ToArray();
            return new Predicate.Element(attribute, Inside(parts, 2));
        }

        Predicate Inside(AttributePath[] parts, int depth) => (depth == 0 ? 9 : random.Next(8)) switch
        {
            0 or 1 => new Predicate.And(Inside(parts, depth - 1), Inside(parts, depth - 1)),
            2 => new Predicate.Or(Inside(parts, depth - 1), Inside(parts, depth - 1)),
            3 => new Predicate.Not(Inside(parts, depth - 1)),
            _ => Leaf(parts, 40),
        };

        Predicate Leaf(AttributePath[] paths, int constants)
        {
            if (random.Next(constants) == 0)
                return new Predicate.Constant(random.Next(2) == 0);

            var path = OneOf(paths);
            var ordering = (Comparison[])[Comparison.Eq, Comparison.Ne, Comparison.Gt, Comparison.Ge, Comparison.Lt, Comparison.Le];
            var nothing = random.Next(8);
            if (nothing == 0 || path.Leaf.IsComplex)
                return new Predicate.Present(path);
            if (nothing == 1)
                return new Predicate.Compare(path, random.Next(2) == 0 ? Comparison.Eq : Comparison.Ne, ScimValue.Null.Value);

            return path.Leaf.Type switch
            {
                AttributeType.Boolean => new Predicate.Compare(path, random.Next(2) == 0 ? Comparison.Eq : Comparison.Ne, new ScimValue.Boolean(random.Next(2) == 0)),
                AttributeType.Integer or AttributeType.Decimal => new Predicate.Compare(path, OneOf(ordering), new ScimValue.Number(OneOf(Numbers))),
                AttributeType.DateTime => new Predicate.Compare(path, OneOf(ordering), new ScimValue.Instant(
                    path.Attribute.Name == "meta" ? Noon.AddMinutes(random.Next(5)) : ScimValue.TryParseInstant(OneOf(Times), out var time) ? time : default)),
                _ => new Predicate.Compare(path, OneOf(Enum.GetValues<Comparison>()), new ScimValue.Text(Folding.For(path.Leaf, Text(path)))),
            };
        }

        string Text(AttributePath path) => path.ToString() switch
        {
            "id" => $"u{random.Next(60)}",
            "groups.value" => $"g{random.Next(4)}",
            "meta.resourceType" => OneOf((string[])["User", "Group", "us"]),
            _ => OneOf(Words),
        };
    }
}
