using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Indexes that come and go while the server runs.</summary>
public sealed class IndexesTests : AdministeredStore
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    Task<RosterStore> OpenAsync() => RosterStore.OpenAsync(
        Options(Folder) with { Clock = Clock, Indexed = [new("User", VectorSchemas.User.Path("emails", "value"))] }, None);

    internal static async Task CompleteAsync(RosterStore store, TenantId tenant)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await store.Indexes.ListAsync(tenant, None)).Any(i => !i.Complete))
            await Task.Delay(5, late.Token);
    }

    static ResourceQuery TitleIs(string title) => FilterAgreementTests.Query(
        new Predicate.Compare(VectorSchemas.User.Path("title"), Comparison.Eq, new ScimValue.Text(title)), Types[0]) with
    { Take = 10_000 };

    Task<ResourcePage> QueryAsync(TenantId tenant, string title) => Store.For(tenant).QueryAsync(TitleIs(title), None);

    Task<Resource> CreateTitledAsync(TenantId tenant, int i) =>
        CreateAsync(tenant, $"u{i}", new JsonObject { ["userName"] = $"user{i}", ["title"] = $"t{i % 10}" });

    const string Indexed = "index on title";

    [Fact]
    public async Task An_index_is_built_for_the_tenant_that_asked_and_used_when_it_is_complete()
    {
        await Task.WhenAll(Enumerable.Range(0, 1100).SelectMany(i => new[] { CreateTitledAsync(One, i), CreateTitledAsync(Two, i) }));

        var added = await Store.Indexes.AddAsync(One, "user", "TITLE", None);
        await CompleteAsync(Store, One);

        Assert.Equal(("User", "title", false, false, 0, 1100), (added.ResourceType, added.Path, added.InstallationWide, added.Complete, added.Done, added.Total));
        Assert.Equal(
            [("emails.value", true, true, 1100L, 1100L), ("title", false, true, 1100L, 1100L)],
            (await Store.Indexes.ListAsync(One, None)).Select(i => (i.Path, i.InstallationWide, i.Complete, i.Done, i.Total)));
        Assert.Equal(["emails.value"], (await Store.Indexes.ListAsync(Two, None)).Select(i => i.Path));
        var (one, two) = (await QueryAsync(One, "t7"), await QueryAsync(Two, "t7"));
        Assert.Equal((110, 110), (one.TotalResults, two.TotalResults));
        Assert.Equal(Indexed, one.Plan);
        Assert.StartsWith("all resources", two.Plan, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync($"SELECT count(*) FROM resource_value WHERE tenant = {Two.Value}"));

        // What is written afterwards is in it too.
        await CreateAsync(One, "later", new JsonObject { ["userName"] = "later", ["title"] = "T7" });
        await DeleteAsync(One, "u7");
        Assert.Equal(110, (await QueryAsync(One, "t7")).TotalResults);
    }

    [Fact]
    public async Task A_dropped_index_is_not_used_any_more_and_its_rows_go()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => CreateTitledAsync(One, i)));
        await Store.Indexes.AddAsync(One, "User", "title", None);
        await Store.Indexes.AddAsync(One, "User", "name.familyName", None);
        await CompleteAsync(Store, One);

        Assert.False(await Store.Indexes.DropAsync(Two, "User", "title", None));
        Assert.Equal(Indexed, (await QueryAsync(One, "t1")).Plan);
        Assert.True(await Store.Indexes.DropAsync(One, "User", "title", None));

        var page = await QueryAsync(One, "t1");
        Assert.Equal(30, page.TotalResults);
        Assert.StartsWith("all resources", page.Plan, StringComparison.Ordinal);
        Assert.False(await Store.Indexes.DropAsync(One, "User", "title", None));
        while (await CountAsync("SELECT count(*) FROM indexed_attribute WHERE dropped > 0") > 0)
            await Task.Delay(5);
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM resource_value"));

        // And it can be had again.
        await Store.Indexes.AddAsync(One, "User", "title", None);
        await CompleteAsync(Store, One);
        page = await QueryAsync(One, "t1");
        Assert.Equal((30, Indexed), (page.TotalResults, page.Plan));
    }

    [Theory]
    [InlineData("User", "title", 409)]
    [InlineData("User", "emails.value", 409)]
    [InlineData("User", "userName", 409)]
    [InlineData("User", "displayName", 409)]
    [InlineData("User", "active", 409)]
    [InlineData("User", "externalId", 409)]
    [InlineData("User", "emails", 400)]
    [InlineData("User", "name", 400)]
    [InlineData("User", "nothing", 400)]
    [InlineData("User", "password", 400)]
    [InlineData("Printer", "title", 400)]
    public async Task What_cannot_be_indexed_or_is_so_already_is_refused(string type, string path, int status)
    {
        await Store.Indexes.AddAsync(One, "User", "title", None);

        Assert.Equal(status, await RefusedAsync(() => Store.Indexes.AddAsync(One, type, path, None)));
        Assert.Equal(404, await RefusedAsync(() => Store.Indexes.AddAsync(new TenantId(99), "User", "title", None)));
        Assert.Equal(409, await RefusedAsync(() => Store.Indexes.DropAsync(One, "User", "emails.value", None)));
        Assert.Equal(2, (await Store.Indexes.ListAsync(One, None)).Count);
    }

    [Fact]
    public async Task An_index_that_is_built_while_others_write_agrees_with_the_evaluator_at_all_times()
    {
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => CreateTitledAsync(One, i)));
        await using var beside = await OpenBesideAsync();
        using var stop = new CancellationTokenSource();
        var titles = new ConcurrentDictionary<string, string?>(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"u{i}", (string?)$"t{i % 10}")), StringComparer.Ordinal);
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(new Random(w), w, titles, stop.Token))).ToList();

        // Asked for by another process, so that the writers here are told by the database alone.
        await beside.Indexes.AddAsync(One, "User", "title", None);
        var plans = new HashSet<string>(StringComparer.Ordinal);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        do
        {
            late.Token.ThrowIfCancellationRequested();

            // Nobody writes to those with this title.
            plans.Add((await AssertSteadyAsync(3000)).Split(';')[0]);
        }
        while ((await Store.Indexes.ListAsync(One, None)).Any(i => !i.Complete));
        await Task.Delay(100);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        plans.Add(await AssertSteadyAsync(3000));
        Assert.Contains("all resources of the type", plans);
        Assert.Contains(Indexed, plans);
        foreach (var t in Enumerable.Range(0, 10))
        {
            var expected = titles.Where(p => p.Value == $"t{t}").Select(p => p.Key).Order(StringComparer.Ordinal);
            var page = await QueryAsync(One, $"t{t}");
            Assert.Equal(Indexed, page.Plan);
            Assert.Equal(expected, page.Resources.Select(r => r.Key.Id).Order(StringComparer.Ordinal));
        }

        Assert.Equal(titles.Count(p => p.Value is not null), await CountAsync("SELECT count(*) FROM resource_value"));
    }

    async Task<string> AssertSteadyAsync(int of)
    {
        var page = await QueryAsync(One, "t9");
        Assert.Equal(of / 10, page.TotalResults);
        return page.Plan;
    }

    /// <summary>Changes, deletes and creates at random, but nothing that has or had the title t9.</summary>
    async Task WriteAsync(Random random, int writer, ConcurrentDictionary<string, string?> titles, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var number = (random.Next(750) * 4) + writer;
            var (id, title) = ($"u{number}", $"t{random.Next(9)}");
            if (number % 10 == 9)
                continue;

            if (random.Next(5) == 0)
            {
                id = $"new-{writer}-{n}";
                await CreateAsync(One, id, new JsonObject { ["userName"] = id, ["title"] = title });
                titles[id] = title;
            }
            else if (await Store.For(One).FindAsync(new ResourceKey("User", id), Load.Document, None) is { } user)
            {
                var removed = random.Next(4);
                if (removed == 0)
                    await DeleteAsync(One, id);
                else
                    await Store.For(One).TrySaveAsync(Update(user, a => { if (removed == 1) a.Remove("title"); else a["title"] = title; }), Caller(One), None);
                titles[id] = removed <= 1 ? null : title;
            }
        }
    }

    [Fact]
    public async Task A_process_that_was_told_nothing_still_writes_and_asks_by_the_indexes_that_there_are()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CreateTitledAsync(One, i)));
        await using var beside = await OpenBesideAsync();
        async Task<(long, string)> AskBesideAsync()
        {
            var page = await beside.For(One).QueryAsync(TitleIs("t1"), None);
            return (page.TotalResults, page.Plan);
        }

        Assert.Equal(2, (await AskBesideAsync()).Item1);
        await Store.Indexes.AddAsync(One, "User", "title", None);
        await CompleteAsync(Store, One);

        await beside.For(One).TrySaveAsync(TestStores.Create("beside", new JsonObject { ["userName"] = "beside", ["title"] = "t1" }), Caller(One), None);

        // What another process did shows a few milliseconds later.
        await Task.Delay(50);
        Assert.Equal(3, (await QueryAsync(One, "t1")).TotalResults);
        Assert.Equal((3, Indexed), await AskBesideAsync());
        await Store.Indexes.DropAsync(One, "User", "title", None);
        await Task.Delay(50);
        var (total, plan) = await AskBesideAsync();
        Assert.Equal(3, total);
        Assert.StartsWith("all resources", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Building_goes_on_after_a_restart_and_begins_when_no_server_ran()
    {
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => CreateTitledAsync(One, i)));
        await Store.Indexes.AddAsync(One, "User", "title", None);
        await Store.DisposeAsync();
        await using (var beside = await OpenBesideAsync())
        {
            var half = (await beside.Indexes.ListAsync(One, None)).Single(i => i.Path == "title");
            Assert.InRange(half.Done, 0, half.Total);
            await beside.Indexes.AddAsync(One, "User", "nickName", None);

            // A command writes the rows too, though it builds nothing.
            await beside.For(One).TrySaveAsync(TestStores.Create("beside", new JsonObject { ["userName"] = "beside", ["title"] = "t1" }), Caller(One), None);
        }

        Store = await OpenAsync();
        await CompleteAsync(Store, One);

        var page = await QueryAsync(One, "t1");
        Assert.Equal((201, Indexed), (page.TotalResults, page.Plan));
        Assert.Equal(3, (await Store.Indexes.ListAsync(One, None)).Count);
    }

    [Fact]
    public async Task A_tenant_has_so_many_indexes_and_no_more()
    {
        var paths = VectorSchemas.User.Schema.Attributes
            .SelectMany(a => a.IsComplex ? a.SubAttributes.Select(s => $"{a.Name}.{s.Name}") : [a.Name]);
        var (added, refused) = (0, 0);
        foreach (var path in paths)
        {
            try
            {
                await Store.Indexes.AddAsync(One, "User", path, None);
                added++;
            }
            catch (ScimException no) when (no.Error.Status is 409 or 400)
            {
                refused++;
            }
        }

        Assert.InRange(added, 1, Storage.Indexes.MaxPerTenant);
        Assert.True(refused > 0);
    }

    [Fact]
    public async Task A_damaged_document_holds_its_index_up_and_is_told_and_filters_stay_right()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CreateTitledAsync(One, i)));
        await CountAsync("UPDATE resource SET checksum = 1 WHERE id = 'u5' RETURNING 1");

        await Store.Indexes.AddAsync(One, "User", "title", None);
        AttributeIndex index;
        do
        {
            await Task.Delay(5);
            index = (await Store.Indexes.ListAsync(One, None)).Single(i => i.Path == "title");
        }
        while (index.Problem is null);

        Assert.Contains("u5", index.Problem, StringComparison.Ordinal);
        Assert.False(index.Complete);

        // Another index is built all the same, and nobody is kept from writing.
        await Store.Indexes.AddAsync(Two, "User", "title", None);
        await CompleteAsync(Store, Two);
        await CreateTitledAsync(One, 100);
    }
}
