using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>A year in fast motion: what was to be kept is there, and what was not is gone.</summary>
public sealed class RetentionTests : AdministeredStore
{
    static readonly ResourceKey Left = new("User", "u-left");

    [Fact]
    [Holds("SEC-14")]
    public async Task A_year_passes()
    {
        await Store.Tenants.SaveSettingsAsync(One, new TenantSettings { DeletedRetentionDays = 90, ChangeRetentionDays = 180 }, None);
        await Store.Tenants.SaveSettingsAsync(Two, new TenantSettings { DeletedRetentionDays = null, ChangeRetentionDays = null }, None);
        foreach (var (tenant, client) in new[] { (One, "c1"), (Two, "c2") })
        {
            await AddClientAsync(client, tenant);
            await AddProvisioningAsync("forever-" + client, client, tenant, name: "forever");
            await AddProvisioningAsync("200-" + client, client, tenant, name: "200 days", lifetime: TimeSpan.FromDays(200));
            await AddTokenAsync("450-" + client, client, TimeSpan.FromDays(450));
            await AddTokenAsync("hour-" + client, client, TimeSpan.FromHours(1));
            foreach (var id in new[] { "u-stays", "u-left" })
                await CreateUserAsync(tenant, id, "password-hash-" + id);
            await CreateGroupAsync(tenant, "g1", "u-stays", "u-left");
        }

        var stays = await FindAsync(One, "u-stays");
        var purgedOn = -1;
        var tokens = new Dictionary<int, int>();
        var trimmedFirst = -1;
        var other = "";
        for (var day = 1; day <= 365; day++)
        {
            Clock.Advance(TimeSpan.FromDays(1));
            if (day == 10)
            {
                await DeleteAsync(One, "u-left");
                await DeleteAsync(Two, "u-left");
            }

            if (day == 300)
                await CreateUserAsync(One, "u-new");
            var swept = await Store.Retention.SweepAsync(Clock.GetUtcNow(), None);
            if (swept.ResourcesPurged > 0)
                purgedOn = day;
            if (swept.TokensRemoved > 0)
                tokens[day] = swept.TokensRemoved;
            if (swept.ChangesRemoved > 0 && trimmedFirst < 0)
                trimmedFirst = day;
            if (day == 201)
                other = await DumpAsync(Two);
        }

        Assert.Equal((100, 181), (purgedOn, trimmedFirst));
        Assert.Equal(new Dictionary<int, int> { [1] = 2, [200] = 2 }, tokens);
        Assert.NotNull(await FindTokenAsync("forever-c1"));
        Assert.NotNull(await FindTokenAsync("450-c1"));
        Assert.Null(await FindTokenAsync("200-c1"));

        // What lives is untouched, but for the group's new version.
        var now = await FindAsync(One, "u-stays");
        Assert.Equal((stays!.Version, stays.LastModified, "g1"), (now!.Version, now.LastModified, Assert.Single(now.Memberships).Value));
        Assert.Equal(stays.Document.Utf8.ToArray(), now.Document.Utf8.ToArray());
        Assert.Equal("password-hash-u-stays", await Store.FindPasswordHashAsync(One, new ResourceKey("User", "u-stays"), None));
        Assert.Equal(["u-new"], (await Store.Changes.ListAsync(One, null, 0, 100, None)).Select(e => e.Key.Id));
        Assert.Empty(await Store.Deleted.ListAsync(One, null, "", 10, None));

        // Whoever keeps everything has everything, down to the byte, and can still restore with groups and password.
        Assert.Equal(other, await DumpAsync(Two));
        Assert.Equal(4, (await Store.Changes.ListAsync(Two, null, 0, 100, None)).Count);
        Assert.Equal(["g1"], (await Store.Deleted.RestoreAsync(Two, Left, Caller(Two), Clock.GetUtcNow(), None)).Groups);
    }

    [Fact]
    public async Task What_a_restore_needs_outlives_the_change_log()
    {
        await Store.Tenants.SaveSettingsAsync(One, new TenantSettings { DeletedRetentionDays = 90, ChangeRetentionDays = 1 }, None);
        await CreateUserAsync(One, "u-left");
        await CreateGroupAsync(One, "g1", "u-left");
        await DeleteAsync(One, "u-left");
        Clock.Advance(TimeSpan.FromDays(89));

        var swept = await Store.Retention.SweepAsync(Clock.GetUtcNow(), None);

        Assert.Equal(new Swept(0, 0, 2, 0), swept);
        Assert.True((await Store.Retention.SweepAsync(Clock.GetUtcNow(), None)).IsNothing);
        Assert.Equal(["g1"], (await Store.Deleted.RestoreAsync(One, Left, Caller(One), Clock.GetUtcNow(), None)).Groups);
    }

    [Fact]
    public async Task Much_is_removed_in_small_steps_and_numbers_of_the_log_are_never_given_again()
    {
        await Store.Tenants.SaveSettingsAsync(One, new TenantSettings { DeletedRetentionDays = 1, ChangeRetentionDays = 1 }, None);
        await AddClientAsync("c1", One);
        await Task.WhenAll(Enumerable.Range(0, 1300).Select(i => CreateUserAsync(One, $"u{i}")));
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => DeleteAsync(One, $"u{i}")));
        var last = (await Store.Changes.ListAsync(One, null, 0, 5000, None))[^1].Sequence;
        Clock.Advance(TimeSpan.FromDays(2));

        var swept = await Store.Retention.SweepAsync(Clock.GetUtcNow(), None);

        Assert.Equal(new Swept(0, 250, 1550, 0), swept);
        await CreateUserAsync(One, "next");
        Assert.True(Assert.Single(await Store.Changes.ListAsync(One, null, last, 10, None)).Sequence > last);
    }
}
