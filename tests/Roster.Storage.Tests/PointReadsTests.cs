using System.Collections.Concurrent;
using Npgsql;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Reads by key that are done together: each gets its own answer, and what is wrong with one is no matter to the others.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PointReadsTests : IAsyncLifetime
{
    const string FindsResources = "FROM resource r";

    readonly ConcurrentQueue<string> run = new();
    PostgresDatabase database = null!;
    CuttingProxy network = null!;
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        network = CuttingProxy.Start((await PostgresServer.Shared).Port);
        store = await RosterStore.OpenAsync(
            Options("") with { ConnectionString = new NpgsqlConnectionStringBuilder(database.Through(network.Port)) { Timeout = 15, CommandTimeout = 30 }.ConnectionString, SqlRun = run.Enqueue }, None);
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await network.DisposeAsync();
        await database.DisposeAsync();
    }

    async Task<Resource> SaveAsync(ResourceChange change, TenantId? of = null) =>
        (await store.For(of ?? tenant).TrySaveAsync(change, Caller(of ?? tenant), None))!.After!;

    async Task CreateUsersAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await SaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}" }));
    }

    Task<Resource?> FindAsync(string id, Load load = Load.Document, TenantId? of = null, CancellationToken cancel = default) =>
        store.For(of ?? tenant).FindAsync(new ResourceKey("User", id), load, cancel).AsTask();

    static string? NameOf(Resource? user) => (string?)user?.Document.ToJson()["userName"];

    /// <summary>While nobody can read resources, those who come wait; then they are read together.</summary>
    async Task WhileNothingIsReadAsync(Func<Task> arrive)
    {
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync();
        await using (var locking = new NpgsqlCommand("BEGIN; LOCK TABLE resource IN ACCESS EXCLUSIVE MODE", other))
            await locking.ExecuteNonQueryAsync();
        await arrive();
        await using var unlocking = new NpgsqlCommand("ROLLBACK", other);
        await unlocking.ExecuteNonQueryAsync();
    }

    /// <summary>Keeps all that reads by key busy.</summary>
    async Task<Task[]> BusyAsync()
    {
        run.Clear();
        var first = FindAsync("none");
        await UntilAsync(() => Finds == 1);
        var second = FindAsync("none");
        await UntilAsync(() => Finds == 2);
        return [first, second];
    }

    int Finds => run.Count(sql => sql.Contains(FindsResources, StringComparison.Ordinal));

    static async Task UntilAsync(Func<bool> so)
    {
        for (var i = 0; !so(); i++)
        {
            Assert.True(i < 3000, "It did not come about within half a minute.");
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task What_waits_is_read_by_one_statement()
    {
        await CreateUsersAsync(40);
        List<Task<Resource?>> reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            reads.AddRange(Enumerable.Range(0, 40).Select(i => FindAsync($"u{i}")));
        });

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"user-{i}"), (await Task.WhenAll(reads)).Select(NameOf));
        Assert.Equal(3, Finds);
    }

    Task<ResourcePage> SearchAsync(string name, bool judged = false, string attribute = "userName") => store.For(tenant).QueryAsync(
        new ResourceQuery
        {
            Parts = [new TypeQuery
            {
                Type = Types[0], Narrow = new Predicate.Compare(VectorSchemas.User.Path(attribute), Comparison.Eq, new ScimValue.Text(name)), NarrowIsExact = !judged,
                Judge = judged ? user => (string?)user.Document.ToJson()["nickName"] == "kept" : null,
            }],
            Take = 10,
        },
        None);

    [Fact]
    public async Task Searches_that_differ_in_their_values_are_one_statement()
    {
        await CreateUsersAsync(40);
        List<Task<ResourcePage>> searches = [];
        List<Task<Resource?>> reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            searches.AddRange(Enumerable.Range(0, 41).Select(i => SearchAsync($"user-{i}")));
            reads.AddRange(Enumerable.Range(0, 40).Select(i => FindAsync($"u{i}")));
        });

        var pages = await Task.WhenAll(searches);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"user-{i}"), pages.SkipLast(1).Select(page => NameOf(page.Resources.Single())));
        Assert.All(pages.SkipLast(1), page => Assert.Equal((1, "index on userName", null), (page.TotalResults, page.Plan, page.Next)));
        Assert.Equal((0, 0), (pages[^1].TotalResults, pages[^1].Resources.Count));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"user-{i}"), (await Task.WhenAll(reads)).Select(NameOf));
        Assert.Equal(4, Finds);
    }

    [Fact]
    public async Task A_search_is_answered_by_the_indexes_of_its_moment()
    {
        await SaveAsync(Create("u1", new() { ["userName"] = "user-1", ["nickName"] = "kept" }));
        await store.Indexes.AddAsync(tenant, "User", "nickName", None);
        while ((await SearchAsync("kept", attribute: "nickName")).Plan != "index on nickName")
            await Task.Delay(10);
        Task<ResourcePage> search = null!;

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            search = SearchAsync("kept", attribute: "nickName", judged: true);
            // By way of another connection, as another node does it.
            await database.ExecuteAsAdminAsync("UPDATE indexed_attribute SET dropped = id WHERE path = 'nickName'; UPDATE administration SET indexes = indexes + 1");
        });

        Assert.Equal("user-1", NameOf((await search).Resources.Single()));
        Assert.StartsWith("all resources of the type", (await search).Plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenants_that_read_at_once_each_get_their_own()
    {
        List<TenantId> tenants = [];
        for (var t = 0; t < 5; t++)
        {
            tenants.Add((await store.Tenants.AddAsync($"tenant-{t}", None)).Id);
            await SaveAsync(Create("u1", new() { ["userName"] = $"of-{t}" }), tenants[t]);
            await SaveAsync(Create("g1", new() { ["displayName"] = $"group-of-{t}" }, "Group", "u1"), tenants[t]);
        }

        List<(int Tenant, Task<Resource?> Read)> reads = [];
        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            reads.AddRange(Enumerable.Range(0, 200).Select(i => (i % 5, FindAsync("u1", i % 2 == 0 ? Load.Document : Load.Memberships | Load.Names, tenants[i % 5]))));
            reads.Add((-1, FindAsync("u1")));
        });

        foreach (var (of, read) in reads)
        {
            var user = await read;
            Assert.Equal(of < 0 ? null : $"of-{of}", NameOf(user));
            Assert.True(user is null || user.Memberships.IsDefault || user.Memberships.Single().Display == $"group-of-{of}");
        }
    }

    [Theory]
    [InlineData(Load.Memberships)]
    [InlineData(Load.Memberships | Load.Names)]
    [InlineData(Load.Memberships | Load.IndirectMemberships)]
    public async Task A_resource_and_its_groups_are_of_one_moment(Load load)
    {
        await CreateUsersAsync(1);
        await SaveAsync(Create("g0", new() { ["displayName"] = "zero" }, "Group"));
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync();
        await using (var locking = new NpgsqlCommand($"BEGIN; SELECT set_config('roster.tenant', '{tenant.Value}', true); LOCK TABLE member IN ACCESS EXCLUSIVE MODE", other))
            await locking.ExecuteNonQueryAsync();

        run.Clear();
        var read = FindAsync("u0", load);
        await UntilAsync(() => run.Any(sql => sql.Contains("FROM member m", StringComparison.Ordinal)));
        await Task.Delay(100);
        // It joins the group, which makes it another version.
        await using (var joining = new NpgsqlCommand(
            """
            INSERT INTO member (tenant, group_row, member_row, member_id, member_type)
            SELECT g.tenant, g.row_id, u.row_id, u.id, u.type FROM resource g, resource u WHERE g.id = 'g0' AND u.id = 'u0';
            UPDATE resource SET version = 2 WHERE id = 'u0';
            COMMIT
            """,
            other))
        {
            await joining.ExecuteNonQueryAsync();
        }

        var found = await read;
        Assert.Equal(found!.Version - 1, found.Memberships.Length);
        Assert.Equal((2, 1), await FindAsync("u0", load) is { } now ? (now.Version, now.Memberships.Length) : default);
    }

    [Fact]
    public async Task One_key_may_be_asked_for_in_several_ways_at_once()
    {
        await CreateUsersAsync(2);
        await SaveAsync(Create("g1", new() { ["displayName"] = "one" }, "Group", "u1"));
        await SaveAsync(Create("g2", new() { ["displayName"] = "two" }, "Group", "g1"));
        Task<Resource?>[] reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            reads = [FindAsync("u1"), FindAsync("u1", Load.Memberships), FindAsync("u1", Load.Memberships | Load.IndirectMemberships | Load.Names), FindAsync("g1"), FindAsync("u0", Load.Memberships)];
        });

        var found = await Task.WhenAll(reads);
        Assert.True(found[0]!.Memberships.IsDefault);
        Assert.Equal([new Member("g1", "Group")], found[1]!.Memberships);
        Assert.Equal([new Member("g1", "Group") { Display = "one" }, new Member("g2", "Group") { Display = "two", Indirect = true }], found[2]!.Memberships);
        Assert.Null(found[3]);
        Assert.Empty(found[4]!.Memberships);
    }

    [Fact]
    public async Task A_damaged_row_fails_those_alone_who_asked_for_it()
    {
        await CreateUsersAsync(20);
        await SaveAsync(Create("g1", new() { ["displayName"] = "one" }, "Group", "u3"));
        await database.ExecuteAsAdminAsync("UPDATE resource SET checksum = checksum + 1 WHERE id IN ('u7', 'g1')");
        List<Task<Resource?>> reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            // What is shown of a group is its name, which lies in its damaged document.
            reads.AddRange(Enumerable.Range(0, 20).Select(i => FindAsync($"u{i}", Load.Memberships | Load.Names)));
        });

        for (var i = 0; i < 20; i++)
        {
            if (i is 3 or 7)
                Assert.Contains(i == 3 ? "'g1'" : "'u7'", (await Assert.ThrowsAsync<StorageException>(() => reads[i])).Message, StringComparison.Ordinal);
            else
                Assert.Equal($"user-{i}", NameOf(await reads[i]));
        }
    }

    [Fact]
    public async Task Who_has_gone_is_not_read_for()
    {
        await CreateUsersAsync(2);
        using var gone = new CancellationTokenSource();
        Task<Resource?>[] reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            reads = [FindAsync("u0", of: tenant, cancel: gone.Token)];
            await gone.CancelAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reads[0]);
        Assert.Equal("user-1", NameOf(await FindAsync("u1")));
        Assert.Equal(3, Finds);
    }

    [Fact]
    public async Task A_read_sees_what_was_acknowledged_before_it()
    {
        await CreateUsersAsync(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var user = (await FindAsync($"u{i}"))!;
            for (var n = 0; n < 25; n++)
            {
                user = await SaveAsync(Update(user, a => a["title"] = $"t{n}"));
                Assert.Equal(user.Version, (await FindAsync($"u{i}"))!.Version);
                Assert.True((await FindAsync("u0", Load.Memberships))!.Version > 0);
            }
        })));
    }

    [Fact]
    public async Task What_a_cut_takes_along_is_read_again()
    {
        await CreateUsersAsync(30);

        for (var cut = 0; cut < 5; cut++)
        {
            var reads = Enumerable.Range(0, 30).Select(i => FindAsync($"u{i}", Load.Memberships)).ToArray();
            await Task.WhenAny(reads);
            network.Cut();
            Assert.Equal(Enumerable.Range(0, 30).Select(i => $"user-{i}"), (await Task.WhenAll(reads)).Select(NameOf));
        }
    }

    [Fact]
    public async Task More_than_can_wait_are_told_so_and_the_others_answered()
    {
        await CreateUsersAsync(1);
        Task<Resource?>[] reads = [];

        await WhileNothingIsReadAsync(async () =>
        {
            await BusyAsync();
            reads = [.. Enumerable.Range(0, 10_001).Select(_ => FindAsync("u0"))];
        });

        var refused = (await Assert.ThrowsAsync<ScimException>(() => reads[^1])).Error;
        Assert.Equal((503, 1), (refused.Status, refused.RetryAfter));
        Assert.All(await Task.WhenAll(reads[..^1]), user => Assert.Equal("user-0", NameOf(user)));
        // 128 at a time.
        Assert.Equal(2 + 79, Finds);
    }

    [Fact]
    public async Task What_has_waited_for_a_database_that_does_not_answer_is_not_read_any_more()
    {
        await store.DisposeAsync();
        store = await RosterStore.OpenAsync(Options("") with { ConnectionString = database.Through(network.Port), SqlRun = run.Enqueue }, None);
        await CreateUsersAsync(1);
        // Both have a connection.
        Task[] before = [];
        await WhileNothingIsReadAsync(async () => before = await BusyAsync());
        await Task.WhenAll(before);
        await Task.Delay(100);

        network.Traffic = Traffic.Swallow;
        var began = System.Diagnostics.Stopwatch.StartNew();
        await BusyAsync();
        var read = FindAsync("u0");
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(40)));
        var took = began.Elapsed;
        network.Traffic = Traffic.Pass;

        Assert.Equal(503, (await Assert.ThrowsAsync<ScimException>(() => read)).Error.Status);
        // As long as those took that had begun, and no longer.
        Assert.True(took < TimeSpan.FromSeconds(15), $"It took {took}.");
        Assert.Equal("user-0", NameOf(await FindAsync("u0")));
    }
}
