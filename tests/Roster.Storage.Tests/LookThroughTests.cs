using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Resources;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Many documents are looked through some at a time, and others are read meanwhile: the answer is that of looking at one after the other.</summary>
public sealed class LookThroughTests : IAsyncLifetime
{
    const int Users = 900;

    readonly TestFolder folder = new();
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        store = await OpenAsync(folder.Path);
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
        for (var from = 0; from < Users; from += 100)
            await Task.WhenAll(Enumerable.Range(from, 100).Select(i => SaveAsync(Create($"u{i:d3}", new() { ["userName"] = $"user-{i}", ["nickName"] = Text(i) }))));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    // A few are larger than what many are read into, and some so large that few fit.
    static string Text(int user) => $"{user} " + new string('x', user % 300 == 7 ? 200_000 : user % 40 == 3 ? 30_000 : user % 50);

    async Task SaveAsync(ResourceChange change) => Assert.NotNull(await store.For(tenant).TrySaveAsync(change, Caller(tenant), None));

    static JsonNode NickName(Resource user) => user.Document.ToJson()["nickName"]!;

    static int NumberOf(Resource user) => int.Parse(NickName(user).GetValue<string>().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    Task<ResourcePage> QueryAsync(Func<Resource, bool> judge, ResourceQuery? like = null, CancellationToken cancel = default) =>
        store.For(tenant).QueryAsync((like ?? new ResourceQuery { Parts = [] }) with { Parts = [new TypeQuery { Type = Types[0], Judge = judge }] }, cancel);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5)]
    [InlineData(7, 100)]
    [InlineData(400, 0)]
    public async Task All_that_match_are_found_with_their_own_documents(int every, int skip)
    {
        var page = await QueryAsync(user => NumberOf(user) % every == 0, new ResourceQuery { Parts = [], Skip = skip, Take = 200 });

        Assert.Equal((Users + every - 1) / every, page.TotalResults);
        Assert.Equal(Math.Min(200, (int)page.TotalResults - skip), page.Resources.Count);
        Assert.Equal(page.TotalResults > skip + 200, page.Next is not null);
        Assert.All(page.Resources, user => Assert.Equal($"u{NumberOf(user):d3}", user.Key.Id));
        Assert.All(page.Resources, user => Assert.Equal(Text(NumberOf(user)), NickName(user).GetValue<string>()));
        Assert.Equal(page.Resources.Count, page.Resources.Select(user => user.Key.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_walk_sees_each_match_once()
    {
        var seen = new List<string>();
        var query = new ResourceQuery { Parts = [], Take = 150 };
        for (Position? after = null; ;)
        {
            var page = await QueryAsync(user => NumberOf(user) % 2 == 1, query with { After = after });
            seen.AddRange(page.Resources.Select(user => user.Key.Id));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(Enumerable.Range(0, Users).Where(i => i % 2 == 1).Select(i => $"u{i:d3}"), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_gone_is_not_looked_for_any_longer()
    {
        using var gone = new CancellationTokenSource();
        var judged = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => QueryAsync(
            _ =>
            {
                if (Interlocked.Increment(ref judged) == 100)
                    gone.Cancel();
                return false;
            },
            new ResourceQuery { Parts = [], Take = 10 }, gone.Token));

        Assert.InRange(judged, 100, 300);
        Assert.Equal(Users, (await QueryAsync(_ => true)).TotalResults);
    }

    [Fact]
    public async Task What_goes_wrong_in_judging_is_told()
    {
        await Assert.ThrowsAsync<FormatException>(() => QueryAsync(user => NumberOf(user) > 20 ? throw new FormatException("wrong") : true));

        Assert.Equal(Users, (await QueryAsync(_ => true)).TotalResults);
    }
}
