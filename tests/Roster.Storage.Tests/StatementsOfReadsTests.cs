using System.Collections.Concurrent;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>How many statements a read is, each of which may be a way over a network.</summary>
public sealed class StatementsOfReadsTests : IAsyncLifetime
{
    const int Users = 250;

    readonly TestFolder folder = new();
    readonly ConcurrentQueue<string> run = new();
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        await (await OpenAsync(folder.Path)).DisposeAsync();
        // One that builds no indexes beside the reads.
        store = await RosterStore.OpenAsync(Options(folder.Path) with { SqlRun = run.Enqueue, Indexed = default }, None);
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
        for (var i = 0; i < Users; i++)
            await SaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}" }));
        for (var g = 0; g < 5; g++)
            await SaveAsync(Create($"g{g}", new() { ["displayName"] = $"group {g}" }, "Group", [.. Enumerable.Range(0, Users).Where(i => i % (g + 1) == 0).Select(i => $"u{i}"), .. g == 0 ? [] : new[] { $"g{g - 1}" }]));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    async Task SaveAsync(ResourceChange change) => Assert.NotNull(await store.For(tenant).TrySaveAsync(change, Caller(tenant), None));

    async Task<string[]> StatementsAsync(Func<IResourceStore, Task> read)
    {
        run.Clear();
        await read(store.For(tenant));
        // What else is looked at, that caches are still right, is about no resource. Where several reads see one moment, it is any of them that begins or ends it.
        return [.. run.Where(sql => sql.Contains("resource", StringComparison.Ordinal) || (TestEngine.IsPostgres && sql is "BEGIN" or "COMMIT"))];
    }

    Task<string[]> PageAsync(int take, Load load, Func<Resource, bool>? judge = null, SortKey? sort = null) => StatementsAsync(async resources =>
    {
        var page = await resources.QueryAsync(
            new ResourceQuery { Parts = [new TypeQuery { Type = Types[0], Load = load, Judge = judge, JudgeNeeds = Load.Memberships, Sort = sort }], Sorted = sort is not null, Take = take }, None);

        Assert.Equal(take, page.Resources.Count);
        Assert.Equal(load.HasFlag(Load.Memberships), page.Resources.All(r => !r.Memberships.IsDefaultOrEmpty));
    });

    [Theory]
    [InlineData(Load.Document)]
    [InlineData(Load.Memberships)]
    [InlineData(Load.Memberships | Load.Names)]
    [InlineData(Load.Memberships | Load.IndirectMemberships | Load.Names)]
    public async Task A_page_is_as_many_statements_however_long_it_is(Load load)
    {
        var (small, large) = (await PageAsync(2, load), await PageAsync(100, load));

        Assert.Equal(small, large);
        Assert.Equal(load.HasFlag(Load.Memberships), large.Any(sql => sql.Contains("member", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Groups_that_a_filter_or_an_order_needs_are_asked_for_by_the_piece()
    {
        var byGroups = new SortKey(VectorSchemas.User.Path("groups", "value"), false, resource => new Scim.Filters.ScimValue.Text(resource.Memberships[0].Value), Load.Memberships);

        // 200 in a piece, two pieces; one more for the page.
        Assert.Equal(2 + 1, (await PageAsync(100, Load.Memberships, judge: resource => !resource.Memberships.IsDefault)).Count(OfMembers));
        Assert.Equal(2 + 1, (await PageAsync(100, Load.Memberships, sort: byGroups)).Count(OfMembers));

        static bool OfMembers(string sql) => sql.Contains("FROM member", StringComparison.Ordinal);
    }

    [Fact]
    [Trait(TestEngine.Trait, TestEngine.Postgres)]
    public async Task Nothing_is_sent_only_to_begin_or_to_end_a_read()
    {
        Assert.Single(await PageAsync(100, Load.Memberships));
        Assert.DoesNotContain("COMMIT", await PageAsync(100, Load.Memberships | Load.Names));
        Assert.Single(await FindingAsync(Load.Document));
        Assert.Single(await FindingAsync(Load.Memberships));
        Assert.Equal(2, (await FindingAsync(Load.Memberships | Load.Names)).Length);

        Task<string[]> FindingAsync(Load load) => StatementsAsync(async resources =>
        {
            var found = await resources.FindAsync(new("User", "u2"), load, None);
            Assert.Equal(load.HasFlag(Load.Memberships) ? ["g0", "g1"] : null, found!.Memberships.IsDefault ? null : found.Memberships.Select(group => group.Value));
        });
    }
}
