using System.Collections.Concurrent;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Searches by a value that an index knows are asked by one statement; the answer is that of asking step by step.</summary>
public sealed class KeyedSearchTests : IAsyncLifetime
{
    readonly TestFolder folder = new();
    readonly ConcurrentQueue<string> run = new();
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        store = await RosterStore.OpenAsync(Options(folder.Path) with { SqlRun = run.Enqueue }, None);
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
        for (var i = 0; i < 6; i++)
            await SaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}", ["title"] = "Engineer", ["nickName"] = i % 2 == 0 ? "kept" : "other" }));
        await SaveAsync(Create("g1", new() { ["displayName"] = "one" }, "Group", "u0", "u2", "u4"));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    async Task SaveAsync(ResourceChange change) => Assert.NotNull(await store.For(tenant).TrySaveAsync(change, Caller(tenant), None));

    Task<ResourcePage> SearchAsync(string attribute, string text, bool judged = false, int skip = 0, int take = 10, Load load = Load.Memberships)
    {
        run.Clear();
        return store.For(tenant).QueryAsync(
            new ResourceQuery
            {
                Parts = [new TypeQuery
                {
                    Type = Types[0], Narrow = new Predicate.Compare(VectorSchemas.User.Path(attribute), Comparison.Eq, new ScimValue.Text(text)), NarrowIsExact = !judged, Load = load,
                    Judge = judged ? user => (string?)user.Document.ToJson()["nickName"] == "kept" : null,
                }],
                Skip = skip, Take = take,
            },
            None);
    }

    static string NameOf(Resource user) => (string)user.Document.ToJson()["userName"]!;

    [Theory]
    [InlineData(0, 10, false, 6, 6, false)]
    [InlineData(0, 4, false, 4, 6, true)]
    [InlineData(2, 4, false, 4, 6, false)]
    [InlineData(5, 4, false, 1, 6, false)]
    [InlineData(6, 4, false, 0, 6, false)]
    [InlineData(0, 10, true, 3, 3, false)]
    [InlineData(0, 2, true, 2, 3, true)]
    [InlineData(2, 2, true, 1, 3, false)]
    [InlineData(3, 2, true, 0, 3, false)]
    public async Task A_page_of_several_has_its_total_and_whether_more_follow(int skip, int take, bool judged, int shown, int total, bool follow)
    {
        var page = await SearchAsync("title", "engineer", judged, skip, take);

        Assert.Equal((shown, total, follow), (page.Resources.Count, (int)page.TotalResults, page.Next is not null));
        Assert.Equal(Enumerable.Range(0, 6).Where(i => !judged || i % 2 == 0).Select(i => $"user-{i}").Skip(skip).Take(take), page.Resources.Select(NameOf));
        Assert.All(page.Resources, user => Assert.Equal((string?)user.Document.ToJson()["nickName"] == "kept" ? 1 : 0, user.Memberships.Length));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2)]
    public async Task Those_with_one_of_two_values_come_in_the_order_of_creation(int take)
    {
        Predicate Has(string attribute, string text) => new Predicate.Compare(VectorSchemas.User.Path(attribute), Comparison.Eq, new ScimValue.Text(text));
        var query = new ResourceQuery
        {
            Parts = [new TypeQuery { Type = Types[0], Narrow = new Predicate.Or(Has("userName", "user-4"), new Predicate.Or(Has("title", "nothing"), new Predicate.Or(Has("userName", "user-2"), Has("userName", "user-0")))), Load = Load.Memberships }],
            Take = take,
        };

        var page = await store.For(tenant).QueryAsync(query, None);

        Assert.Equal(3, page.TotalResults);
        Assert.Equal(new[] { "user-0", "user-2", "user-4" }.Take(take), page.Resources.Select(NameOf));
        Assert.All(page.Resources, user => Assert.Equal("g1", Assert.Single(user.Memberships).Value));
    }

    [Theory]
    [InlineData("userName", "user-2", false, 1)]
    [InlineData("userName", "nobody", false, 0)]
    [InlineData("title", "engineer", true, 3)]
    [InlineData("title", "nothing", true, 0)]
    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    public async Task It_is_one_statement(string attribute, string text, bool judged, int found)
    {
        Assert.Equal(found, (await SearchAsync(attribute, text, judged)).TotalResults);

        Assert.StartsWith("SELECT r.row_id", Assert.Single(run, sql => sql is not ("BEGIN" or "COMMIT")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_in_groups_are_all_told()
    {
        await SaveAsync(Create("g2", new() { ["displayName"] = "two" }, "Group", "g1"));

        var user = Assert.Single((await SearchAsync("userName", "user-2", load: Load.Memberships | Load.IndirectMemberships)).Resources);

        Assert.Equal([("g1", false), ("g2", true)], user.Memberships.Select(group => (group.Value, group.Indirect)));
    }

    [Theory]
    [InlineData("kept")]
    [InlineData("nobody")]
    public async Task What_was_indexed_a_moment_ago_is_not_relied_on(string text)
    {
        await store.Indexes.AddAsync(tenant, "User", "nickName", None);
        while ((await SearchAsync("nickName", text)).Plan != "index on nickName")
            await Task.Delay(10);

        // Another process, of which this one learns by looking.
        await using (var beside = await RosterStore.OpenAsync(Options(folder.Path) with { Indexed = default }, None))
            await beside.Indexes.DropAsync(tenant, "User", "nickName", None);

        // What it did shows a few milliseconds later.
        await Task.Delay(50);
        var page = await SearchAsync("nickName", text, judged: true);
        Assert.Equal(3, page.TotalResults);
        Assert.StartsWith("all resources of the type", page.Plan, StringComparison.Ordinal);
    }
}
