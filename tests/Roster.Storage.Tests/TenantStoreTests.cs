using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>The life of a tenant: renamed, suspended, resumed, purged, and its settings.</summary>
public sealed class TenantStoreTests : AdministeredStore
{
    [Fact]
    public async Task A_tenant_is_renamed_unless_the_name_is_taken()
    {
        Assert.Equal("three", (await Store.Tenants.RenameAsync(One, "three", None)).Name);
        Assert.Equal(One, (await Store.Tenants.FindAsync("three", None))!.Id);
        Assert.Null(await Store.Tenants.FindAsync("one", None));
        Assert.Equal("three", (await Store.Tenants.RenameAsync(One, "three", None)).Name);
        Assert.Equal(409, await RefusedAsync(() => Store.Tenants.RenameAsync(One, "two", None)));
        Assert.Equal(404, await RefusedAsync(() => Store.Tenants.RenameAsync(new TenantId(99), "x", None)));
        Assert.Equal("three", (await Store.Tenants.FindAsync(One, None))!.Name);
    }

    [Fact]
    public async Task Tenants_are_listed_in_pages()
    {
        Assert.Equal([One], (await Store.Tenants.ListAsync(new TenantId(0), 1, None)).Select(t => t.Id));
        Assert.Equal([Two], (await Store.Tenants.ListAsync(One, 5, None)).Select(t => t.Id));
        Assert.Empty(await Store.Tenants.ListAsync(Two, 5, None));
    }

    [Fact]
    public async Task A_suspended_tenants_tokens_say_so_at_once_and_work_again_afterwards()
    {
        await AddClientAsync("c1", One);
        await AddClientAsync("c2", Two);
        await AddTokenAsync("t1", "c1", TimeSpan.FromHours(1));
        await AddProvisioningAsync("p1", "c1", One);
        await AddTokenAsync("t2", "c2", TimeSpan.FromHours(1));
        Assert.False((await FindTokenAsync("t1"))!.Suspended);

        Assert.True(await Store.Tenants.SuspendAsync(One, None));

        Assert.True((await FindTokenAsync("t1"))!.Suspended);
        Assert.True((await FindTokenAsync("p1"))!.Suspended);
        Assert.False((await FindTokenAsync("t2"))!.Suspended);
        Assert.True((await Store.Clients.FindAsync("c1", None))!.Suspended);
        Assert.Equal(Noon, (await Store.Tenants.FindAsync(One, None))!.SuspendedAt);
        Assert.False(await Store.Tenants.SuspendAsync(One, None));
        Assert.False(await Store.Tenants.SuspendAsync(new TenantId(99), None));

        Assert.True(await Store.Tenants.ResumeAsync(One, None));
        Assert.False((await FindTokenAsync("t1"))!.Suspended);
        Assert.False(await Store.Tenants.ResumeAsync(One, None));
    }

    [Fact]
    public async Task What_another_process_does_to_a_tenant_shows_within_a_second()
    {
        await AddClientAsync("c1", One);
        await AddTokenAsync("t1", "c1", TimeSpan.FromHours(1));
        await using var beside = await OpenBesideAsync();
        Assert.False((await FindTokenAsync("t1"))!.Suspended);
        Assert.Equal(TenantSettings.Default, await Store.Tenants.FindSettingsAsync(One, None));

        await beside.Tenants.SuspendAsync(One, None);
        await beside.Tenants.SaveSettingsAsync(One, new TenantSettings { MaxCount = 7 }, None);
        await beside.Clients.UpdateAsync(One, "c1", new ClientUpdate { Permissions = ["x"] }, None);
        await Task.Delay(900);

        var grant = await FindTokenAsync("t1");
        Assert.True(grant!.Suspended);
        Assert.Equal(["x"], grant.Permissions);
        Assert.Equal(7, (await Store.Tenants.FindSettingsAsync(One, None)).MaxCount);
    }

    [Fact]
    [Holds("MT-09")]
    public async Task A_purged_tenant_is_gone_whole_and_the_other_is_byte_for_byte_as_before()
    {
        foreach (var tenant in new[] { One, Two })
        {
            var name = tenant == One ? "c1" : "c2";
            await AddClientAsync(name, tenant);
            await Store.Clients.AddSecretAsync(tenant, name, Hash("second " + name), None);
            await AddTokenAsync("t" + name, name, TimeSpan.FromHours(1));
            await AddProvisioningAsync("p" + name, name, tenant);
            await Task.WhenAll(Enumerable.Range(0, 2500).Select(i => CreateUserAsync(tenant, $"u{i}")));
            await CreateGroupAsync(tenant, "g1", [.. Enumerable.Range(0, 1500).Select(i => $"u{i}")]);
            await DeleteAsync(tenant, "u3");
            await Store.Catalogues.AddAsync(tenant, "roles", "agent", None);
            await Store.Tenants.SaveSettingsAsync(tenant, new TenantSettings { MaxCount = 9 }, None);
            await Store.Indexes.AddAsync(tenant, "User", "nickName", None);
            await IndexesTests.CompleteAsync(Store, tenant);
        }

        Assert.NotNull(await FindTokenAsync("tc1"));
        Assert.Equal(9, (await Store.Tenants.FindSettingsAsync(One, None)).MaxCount);
        var before = await DumpAsync(Two);

        Assert.True(await Store.Tenants.PurgeAsync(One, None));

        Assert.Equal("", await DumpAsync(One));
        Assert.Equal(before, await DumpAsync(Two));
        Assert.Equal((1, 1, 2, 2), (await CountAsync("SELECT count(*) FROM tenant"), await CountAsync("SELECT count(*) FROM client"),
            await CountAsync("SELECT count(*) FROM client_secret"), await CountAsync("SELECT count(*) FROM token")));
        Assert.Null(await FindTokenAsync("tc1"));
        Assert.Null(await FindTokenAsync("pc1"));
        Assert.Equal(TenantSettings.Default, await Store.Tenants.FindSettingsAsync(One, None));
        Assert.False(await Store.Tenants.PurgeAsync(One, None));
        Assert.Equal(404, await RefusedAsync(() => CreateUserAsync(One, "new")));
        Assert.Equal(404, await RefusedAsync(() => AddClientAsync("c3", One)));

        // The name is free again, but it is another tenant.
        var again = await Store.Tenants.AddAsync("one", None);
        Assert.NotEqual(One, again.Id);
        Assert.Empty(await Store.Changes.ListAsync(again.Id, null, 0, 10, None));
        await CreateUserAsync(again.Id, "u1");
    }

    [Fact]
    public async Task A_purge_that_was_ended_half_way_is_finished_by_the_next_sweep()
    {
        await AddClientAsync("c1", One);
        await AddTokenAsync("t1", "c1", TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => CreateUserAsync(One, $"u{i}")));
        Assert.NotNull(await FindTokenAsync("t1"));
        using var stop = new CancellationTokenSource();
        var purge = Store.Tenants.PurgeAsync(One, stop.Token);
        while (await FindTokenAsync("t1") is not null)
            await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => purge);

        var half = await Store.Tenants.FindAsync(One, None);
        Assert.Equal((Noon, Noon), (half!.SuspendedAt, half.PurgeBegunAt));
        Assert.False(await Store.Tenants.ResumeAsync(One, None));
        Assert.Equal(404, await RefusedAsync(() => CreateUserAsync(One, "late")));

        await Store.DisposeAsync();
        Store = await OpenStoreAsync();
        Assert.Equal(1, (await Store.Retention.SweepAsync(Noon, None)).TenantsPurged);
        Assert.Equal("", await DumpAsync(One));
    }

    [Fact]
    public async Task Writers_that_still_run_leave_nothing_behind_in_a_purged_tenant()
    {
        await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => CreateUserAsync(One, $"u{i}")));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                try
                {
                    await CreateUserAsync(One, $"w{w}-{i}");
                    await CreateGroupAsync(One, $"g{w}-{i}", $"w{w}-{i}");
                }
                catch (Scim.Messages.ScimException gone) when (gone.Error.Status is 404 or 400)
                {
                    await Task.Delay(1);
                }
            }
        })).ToList();

        await Task.Delay(50);
        await Store.Tenants.PurgeAsync(One, None);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal("", await DumpAsync(One));
    }

    [Fact]
    public async Task Settings_are_kept_per_tenant_and_show_at_once()
    {
        var settings = new TenantSettings
        {
            TolerancesOff = ["BooleanStrings", "EmptyPath"], DefaultCount = 10, MaxCount = 50, LookThrough = 1000, DeletedRetentionDays = null,
            ChangeRetentionDays = 30, PasswordMinLength = 12, PasswordBlocklist = ["Password1"], OpenCatalogues = false,
        };
        Assert.Equal(TenantSettings.Default, await Store.Tenants.FindSettingsAsync(One, None));

        await Store.Tenants.SaveSettingsAsync(One, settings, None);

        Assert.Equal(settings, await Store.Tenants.FindSettingsAsync(One, None));
        Assert.NotEqual(settings, TenantSettings.Default);
        Assert.Equal(TenantSettings.Default, await Store.Tenants.FindSettingsAsync(Two, None));
        Assert.Equal(404, await RefusedAsync(() => Store.Tenants.SaveSettingsAsync(new TenantId(99), settings, None)));

        var tolerances = settings.Apply(Tolerances.All);
        Assert.Equal(Tolerances.All with { BooleanStrings = false, EmptyPath = false }, tolerances);
        Assert.Equal(Tolerances.None, settings.Apply(Tolerances.None));
        Assert.Equal("{}", TenantSettings.Default.ToJson());
    }

    /// <summary>A value that is not the default, of each setting.</summary>
    static readonly TenantSettings Other = new()
    {
        TolerancesOff = ["EmptyPath"], DefaultCount = 1, MaxCount = 2, LookThrough = 300, DeletedRetentionDays = 4, ChangeRetentionDays = 5, PasswordMinLength = 6, PasswordBlocklist = ["ä", "b"],
        OpenCatalogues = true, RequireIfMatch = true, RefuseUnknownAttributes = true, FiltersInBodyOnly = true, MetricsClass = "large",
    };

    [Fact]
    public void Each_setting_is_read_as_it_was_written()
    {
        var names = typeof(TenantSettings).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var written = JsonNode.Parse(Other.ToJson())!.AsObject();

        Assert.Equal(names.Order(), written.Select(setting => setting.Key).Order());
        Assert.Equal(Other.ToJson(), TenantSettings.FromJson(Other.ToJson()).ToJson());
        Assert.Equal(Other, TenantSettings.FromJson(Other.ToJson().Replace("maxCount", "MAXCOUNT", StringComparison.Ordinal)));
        Assert.Null(TenantSettings.FromJson("""{"deletedRetentionDays":null}""").DeletedRetentionDays);
        Assert.Equal(TenantSettings.Default, TenantSettings.FromJson("{}"));
        Assert.Equal(TenantSettings.Default, TenantSettings.FromJson("null"));
    }

    [Theory]
    [InlineData("""{"maxcounts":1}""", "$.maxcounts")]
    [InlineData("""{"maxCount":"1"}""", "$.maxCount")]
    [InlineData("""{"maxCount":1.5}""", "$.maxCount")]
    [InlineData("""{"maxCount":99999999999}""", "$.maxCount")]
    [InlineData("""{"passwordMinLength":null}""", "$.passwordMinLength")]
    [InlineData("""{"requireIfMatch":"true"}""", "$.requireIfMatch")]
    [InlineData("""{"openCatalogues":0}""", "$.openCatalogues")]
    [InlineData("""{"metricsClass":1}""", "$.metricsClass")]
    [InlineData("""{"tolerancesOff":"EmptyPath"}""", "$.tolerancesOff")]
    [InlineData("""{"tolerancesOff":[1]}""", "$.tolerancesOff")]
    [InlineData("[]", "$")]
    public void A_setting_that_is_none_or_of_another_type_is_named(string json, string path) =>
        Assert.Equal(path, Assert.Throws<JsonException>(() => TenantSettings.FromJson(json)).Path);

    public static TheoryData<TenantSettings, string> Wrong => new()
    {
        { new TenantSettings { DefaultCount = 0 }, "DefaultCount" },
        { new TenantSettings { MaxCount = 1001 }, "MaxCount" },
        { new TenantSettings { DefaultCount = 20, MaxCount = 10 }, "DefaultCount" },
        { new TenantSettings { LookThrough = 99 }, "LookThrough" },
        { new TenantSettings { DeletedRetentionDays = -1 }, "DeletedRetentionDays" },
        { new TenantSettings { ChangeRetentionDays = 0 }, "ChangeRetentionDays" },
        { new TenantSettings { PasswordMinLength = 257 }, "PasswordMinLength" },
        { new TenantSettings { PasswordBlocklist = [""] }, "PasswordBlocklist" },
        { new TenantSettings { TolerancesOff = ["Everything"] }, "Everything" },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_setting_out_of_its_range_is_refused_by_name(TenantSettings settings, string name)
    {
        var error = (await Assert.ThrowsAsync<Scim.Messages.ScimException>(() => Store.Tenants.SaveSettingsAsync(One, settings, None))).Error;

        Assert.Equal((400, "invalidValue"), (error.Status, error.ScimType));
        Assert.Contains(name, error.Detail, StringComparison.Ordinal);
        Assert.Equal(TenantSettings.Default, await Store.Tenants.FindSettingsAsync(One, None));
    }
}
