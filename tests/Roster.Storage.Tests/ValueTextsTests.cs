using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Storage.Sqlite;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Text inside of values is found in memory: what a search sees is what is stored at its moment, whatever was written meanwhile and by whom.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class ValueTextsTests : IAsyncLifetime
{
    readonly TestFolder folder = new();
    readonly FakeTimeProvider clock = new(Noon);
    readonly ConcurrentQueue<string> run = new();
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        store = await OpenAsync();
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    Task<RosterStore> OpenAsync(long textBytes = 1_000_000) => RosterStore.OpenAsync(
        Options(folder.Path) with
        {
            Clock = clock,
            KeptTextBytes = textBytes,
            SqlRun = sql =>
            {
                SqlRules.Watch(sql);
                run.Enqueue(sql);
            },
        },
        None);

    async Task ReopenAsync(long textBytes)
    {
        await store.DisposeAsync();
        store = await OpenAsync(textBytes);
    }

    static JsonObject User(string id, string name, params string[] emails) => new()
    {
        ["userName"] = id + "@example.com",
        ["displayName"] = name,
        ["emails"] = new JsonArray([.. emails.Select(email => new JsonObject { ["value"] = email })]),
    };

    async Task<Resource> SaveAsync(ResourceChange change) => (await store.For(tenant).TrySaveAsync(change, Caller(tenant), None) ?? throw new InvalidOperationException("Somebody else was first.")).After!;

    Task<Resource> CreateAsync(string id, string name, params string[] emails) => SaveAsync(Create(id, User(id, name, emails)));

    Task<Resource> RenameAsync(Resource user, string name) => SaveAsync(Update(user, u => u["displayName"] = name));

    async Task<string> FindAsync(string path, Comparison comparison, string text)
    {
        var dots = path.TrimEnd(']').Split('.', '[');
        Predicate predicate = new Predicate.Compare(VectorSchemas.User.Path(dots[0], dots.ElementAtOrDefault(1)), comparison, new ScimValue.Text(text));
        if (path.EndsWith(']'))
            predicate = new Predicate.Element(VectorSchemas.User.Path(dots[0]), predicate);
        var page = await store.For(tenant).QueryAsync(new ResourceQuery { Parts = [new TypeQuery { Type = Types[0], Narrow = predicate, NarrowIsExact = true }], Take = 10_000 }, None);
        Assert.Equal(page.TotalResults, page.Resources.Count);
        return string.Join(' ', page.Resources.Select(user => user.Key.Id));
    }

    Task<string> NamedAsync(string text, Comparison comparison = Comparison.Co) => FindAsync("displayName", comparison, text);

    /// <summary>Whether the searches since the last time had to go through an index.</summary>
    bool WentThroughAnIndex()
    {
        var searches = run.Where(sql => sql.Contains("instr(", StringComparison.Ordinal) || sql.Contains("substr(", StringComparison.Ordinal)).ToList();
        run.Clear();
        Assert.NotEmpty(searches);
        return searches.Any(sql => !sql.Contains("json_each", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_write_is_seen_at_once()
    {
        var ann = await CreateAsync("u1", "ann lee", "ann@home", "lee@work");
        await CreateAsync("u2", "bob leeds", "bob@home");
        Assert.Equal("u1 u2", await FindAsync("userName", Comparison.Co, "@example"));
        Assert.Equal("u1 u2", await NamedAsync("lee"));
        Assert.Equal("u1 u2", await FindAsync("emails.value", Comparison.Ew, "@home"));

        await CreateAsync("u3", "cleo lee", "cleo@home");
        Assert.Equal("u1 u3", await NamedAsync("lee", Comparison.Ew));
        Assert.Equal("u1 u2 u3", await FindAsync("emails.value", Comparison.Co, "@h"));

        ann = await SaveAsync(Update(ann, user => (user["displayName"], user["emails"]) = ("ann fox", new JsonArray(new JsonObject { ["value"] = "ann@fox" }))));
        Assert.Equal("u3", await NamedAsync("lee", Comparison.Ew));
        Assert.Equal("u1", await NamedAsync("fox"));
        Assert.Equal("u2 u3", await FindAsync("emails.value", Comparison.Ew, "@home"));
        Assert.Equal("u1", await FindAsync("emails.value", Comparison.Co, "n@fox"));
        Assert.Equal("u2 u3", await FindAsync("emails[value]", Comparison.Co, "@ho"));

        await store.For(tenant).TrySaveAsync(Delete(ann), Caller(tenant), None);
        Assert.Equal("", await NamedAsync("fox"));
        await store.Deleted.RestoreAsync(tenant, ann.Key, Caller(tenant), Noon.AddMinutes(3), None);
        Assert.Equal("u1", await NamedAsync("fox"));
        Assert.Equal("u1 u2 u3", await FindAsync("userName", Comparison.Ew, ".com"));
        Assert.False(WentThroughAnIndex());
    }

    [Fact]
    public async Task What_another_process_writes_is_seen_at_once()
    {
        await CreateAsync("u1", "ann");
        Assert.Equal("u1", await NamedAsync("nn"));

        await using (var beside = await RosterStore.OpenAsync(Options(folder.Path) with { Indexed = default }, None))
            await beside.For(tenant).TrySaveAsync(Create("u2", User("u2", "anna")), Caller(tenant), None);

        Assert.Equal("u1 u2", await NamedAsync("nn"));
        Assert.False(WentThroughAnIndex());
    }

    [Fact]
    public async Task Others_have_their_own()
    {
        var other = (await store.Tenants.AddAsync("two", None)).Id;
        await CreateAsync("u1", "ann");
        await store.For(other).TrySaveAsync(Create("u2", User("u2", "anna")), Caller(other), None);
        await store.For(tenant).TrySaveAsync(Create("g1", new JsonObject { ["displayName"] = "Planning" }, "Group"), Caller(tenant), None);

        Assert.Equal("u1", await NamedAsync("nn"));
        tenant = other;
        Assert.Equal("u2", await NamedAsync("nn"));
        Assert.False(WentThroughAnIndex());
    }

    [Theory]
    // Some are looked at beside what is known, more are learned, and with many it is read anew.
    [InlineData(20)]
    [InlineData(400)]
    [InlineData(1300)]
    public async Task However_much_was_written_meanwhile(int renamed)
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 1300).Select(i => CreateAsync($"u{i:d4}", "ann")));
        await NamedAsync("ann");

        await Task.WhenAll(users.Take(renamed).Select(user => RenameAsync(user, "bob")));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(string.Join(' ', users.Take(renamed).Select(user => user.Key.Id).Order(StringComparer.Ordinal)), Sorted(await NamedAsync("ob")));
            Assert.Equal(string.Join(' ', users.Skip(renamed).Select(user => user.Key.Id).Order(StringComparer.Ordinal)), Sorted(await NamedAsync("nn")));
        }

        Assert.False(WentThroughAnIndex());
    }

    static string Sorted(string ids) => string.Join(' ', ids.Split(' ').Order(StringComparer.Ordinal));

    [Fact]
    public async Task What_is_written_often_is_not_kept_as_often()
    {
        await ReopenAsync(25_000);
        var users = await Task.WhenAll(Enumerable.Range(0, 1300).Select(i => CreateAsync($"u{i:d4}", "ann")));
        foreach (var name in new[] { "bob", "cleo", "dora", "eve" })
        {
            users = await Task.WhenAll(users.Select(user => RenameAsync(user, name)));
            Assert.Equal(users.Length, (await NamedAsync(name, Comparison.Ew)).Split(' ').Length);
        }

        Assert.False(WentThroughAnIndex());
    }

    [Fact]
    public async Task Who_sees_an_earlier_moment_is_not_told_of_a_later_one()
    {
        var dialect = new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db"));
        using var early = new StoreConnection(dialect.OpenReader(), dialect, null);
        using var late = new StoreConnection(dialect.OpenReader(), dialect, null);
        var texts = new ValueTexts(1_000_000, clock);
        var ann = await CreateAsync("u1", "ann");
        IReadOnlyList<long>? Found(StoreConnection on, string text) => texts.Find(on, tenant, "User", new Place.Column("r.display_name", Nullable: true), text, atEnd: false);

        early.BeginRead(tenant);
        early["SELECT count(*) FROM tenant"].Scalar();
        await RenameAsync(ann, "bob");
        late.BeginRead(tenant);
        Assert.Single(Found(late, "bob")!);

        Assert.NotEqual([], Found(early, "ann"));
        Assert.Empty(Found(late, "ann")!);
    }

    [Fact]
    public async Task A_search_among_writes_sees_one_moment()
    {
        const int Users = 40;
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => CreateAsync($"u{i}", "one ann one")));
        using var stop = new CancellationTokenSource();

        // Each always has one of the two names, and both have the text.
        var writers = users.Chunk(Users / 4).Select(some => Task.Run(async () =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                for (var i = 0; i < some.Length; i++)
                    some[i] = await RenameAsync(some[i], round % 2 == 0 ? "two anna two" : "one ann one");
            }
        })).ToList();
        var searches = Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 150; i++)
                Assert.Equal(Users, (await NamedAsync(n == 0 ? "ann" : " ann")).Split(' ').Length);
        })).ToList();

        await Task.WhenAll(searches);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task What_the_log_has_no_more_is_not_missed()
    {
        await store.Tenants.SaveSettingsAsync(tenant, new TenantSettings { ChangeRetentionDays = 1 }, None);
        var ann = await CreateAsync("u1", "ann");
        Assert.Equal("", await NamedAsync("bob"));

        await RenameAsync(ann, "bob");
        clock.Advance(TimeSpan.FromDays(3));
        Assert.NotEqual(0, (await store.Retention.SweepAsync(clock.GetUtcNow(), None)).ChangesRemoved);

        Assert.Equal("u1", await NamedAsync("bob"));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("a\0b")]
    [InlineData("\U0010FFFF")]
    [InlineData("é")]
    public async Task Among_more_than_fits_in_a_piece(string text)
    {
        await ReopenAsync(10_000_000);
        var filler = new string('x', 30_000);
        for (var i = 0; i < 60; i++)
            await CreateAsync($"u{i:d2}", filler + (i % 7 == 0 ? text + "y" : i % 11 == 0 ? "y" + text : "y") + (i % 11 == 0 ? "" : text + "z"));

        string Of(Func<int, bool> which) => string.Join(' ', Enumerable.Range(0, 60).Where(which).Select(i => $"u{i:d2}"));
        Assert.Equal(Of(_ => true), await NamedAsync(text));
        Assert.Equal(Of(i => i % 7 == 0), await NamedAsync("x" + text));
        Assert.Equal(Of(i => i % 7 != 0 && i % 11 == 0), await NamedAsync(text, Comparison.Ew));
        Assert.Equal(Of(i => i % 11 != 0), await NamedAsync(text + "z", Comparison.Ew));
        Assert.Equal("", await NamedAsync(text + "zz"));
        Assert.False(WentThroughAnIndex());
    }

    [Fact]
    public async Task Where_nothing_is_to_be_kept_an_index_is_gone_through()
    {
        await ReopenAsync(0);
        await CreateAsync("u1", "ann");

        Assert.Equal("u1", await NamedAsync("nn"));
        Assert.True(WentThroughAnIndex());
    }

    [Fact]
    public async Task What_finds_no_room_waits_until_others_were_not_asked_for()
    {
        await ReopenAsync(600);
        foreach (var i in Enumerable.Range(0, 20))
            await CreateAsync($"u{i:d2}", $"ann {i:d2} of many");

        await NamedAsync("n 07");
        Assert.False(WentThroughAnIndex());
        Assert.Equal("u07", await FindAsync("userName", Comparison.Co, "u07"));
        await NamedAsync("n 08");
        run.Clear();

        // There is no room for it, and nobody tries.
        Assert.Equal("u07", await FindAsync("userName", Comparison.Co, "u07"));
        Assert.True(WentThroughAnIndex());

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("u07", await FindAsync("userName", Comparison.Co, "u07"));
        Assert.False(WentThroughAnIndex());
        Assert.Equal("u09", await NamedAsync("n 09"));
        Assert.Equal("u09", await NamedAsync("n 09"));
        Assert.True(WentThroughAnIndex());
    }

    [Fact]
    public async Task What_fits_nowhere_is_left_to_the_index()
    {
        await ReopenAsync(100);
        await CreateAsync("u1", new string('x', 100) + "ann");

        Assert.Equal("u1", await NamedAsync("nn"));
        Assert.True(WentThroughAnIndex());
    }
}
