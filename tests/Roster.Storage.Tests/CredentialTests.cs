using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Clients that change, their two secrets, and provisioning tokens.</summary>
public sealed class CredentialTests : AdministeredStore
{
    [Fact]
    public async Task A_change_of_a_client_holds_for_its_live_tokens_at_once()
    {
        await AddClientAsync("c1", One);
        await AddTokenAsync("t1", "c1", TimeSpan.FromHours(1));
        Assert.Equal(["a:edit"], (await FindTokenAsync("t1"))!.Permissions);

        var renamed = await Store.Clients.UpdateAsync(One, "c1", new ClientUpdate { Name = "New name" }, None);
        var changed = await Store.Clients.UpdateAsync(One, "c1", new ClientUpdate { Permissions = ["b:view"], TokenLifetime = TimeSpan.FromSeconds(300.9) }, None);

        Assert.Equal(("New name", "a:edit"), (renamed.Name, Assert.Single(renamed.Permissions)));
        Assert.Equal(["b:view"], (await FindTokenAsync("t1"))!.Permissions);
        var found = (await Store.Clients.FindAsync("c1", None))!;
        Assert.Equal(("New name", TimeSpan.FromSeconds(300), 1), (found.Name, found.TokenLifetime, found.Secrets.Length));
        Assert.Equal(changed.TokenLifetime, found.TokenLifetime);
    }

    [Fact]
    public async Task A_client_that_is_not_the_tenants_cannot_be_changed()
    {
        await AddClientAsync("c1", One);
        await AddProvisioningAsync("p1", "c1", One);
        var id = Assert.Single(await Store.Tokens.ListAsync(One, null, "", 10, None)).Id;
        var before = await DumpAsync(One);

        Assert.Equal(404, await RefusedAsync(() => Store.Clients.UpdateAsync(Two, "c1", new ClientUpdate { Name = "x" }, None)));
        Assert.Equal(404, await RefusedAsync(() => Store.Clients.AddSecretAsync(Two, "c1", Hash("x"), None)));
        Assert.Equal(404, await RefusedAsync(() => Store.Clients.EndSecretAsync(Two, "c1", "x", None)));
        Assert.Equal(404, await RefusedAsync(() => AddProvisioningAsync("p2", "c1", Two)));
        Assert.False(await Store.Clients.RevokeAsync(Two, "c1", None));
        Assert.Null(await Store.Clients.FindAsync(Two, "c1", None));
        Assert.Empty(await Store.Clients.ListAsync(Two, "", 10, None));
        Assert.Empty(await Store.Tokens.ListAsync(Two, null, "", 10, None));
        Assert.Empty(await Store.Tokens.ListAsync(Two, "c1", "", 10, None));
        Assert.False(await Store.Tokens.RevokeByIdAsync(Two, id, None));

        Assert.Equal(before, await DumpAsync(One));
        Assert.Equal(404, await RefusedAsync(() => Store.Clients.UpdateAsync(One, "nobody", new ClientUpdate(), None)));
        Assert.True(await Store.Clients.RevokeAsync(One, "c1", None));
        Assert.Equal(404, await RefusedAsync(() => Store.Clients.UpdateAsync(One, "c1", new ClientUpdate(), None)));
        Assert.Null(await FindTokenAsync("p1"));
    }

    [Fact]
    public async Task Wrong_lifetimes_and_permissions_are_refused()
    {
        await AddClientAsync("c1", One);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Clients.UpdateAsync(One, "c1", new ClientUpdate { TokenLifetime = TimeSpan.FromSeconds(299) }, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Clients.UpdateAsync(One, "c1", new ClientUpdate { TokenLifetime = TimeSpan.FromDays(451) }, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Clients.UpdateAsync(One, "c1", new ClientUpdate { Permissions = ["a b"] }, None));
    }

    [Fact]
    public async Task A_client_has_one_or_two_secrets()
    {
        await AddClientAsync("c1", One);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var second = await Store.Clients.AddSecretAsync(One, "c1", Hash("new"), None);

        var client = (await Store.Clients.FindAsync("c1", None))!;
        Assert.True(client.HasSecret(Hash("secret-c1")) && client.HasSecret(Hash("new")) && !client.HasSecret(Hash("other")));
        Assert.Equal(second.Id, client.Secrets[1].Id);
        Assert.Equal(409, await RefusedAsync(() => Store.Clients.AddSecretAsync(One, "c1", Hash("third"), None)));

        Assert.False(await Store.Clients.EndSecretAsync(One, "c1", "0000000000000000", None));
        Assert.True(await Store.Clients.EndSecretAsync(One, "c1", client.Secrets[0].Id, None));
        client = (await Store.Clients.FindAsync("c1", None))!;
        Assert.True(client.HasSecret(Hash("new")) && !client.HasSecret(Hash("secret-c1")));
        Assert.Equal(409, await RefusedAsync(() => Store.Clients.EndSecretAsync(One, "c1", second.Id, None)));
        Assert.Equal(409, await RefusedAsync(() => Store.Clients.AddSecretAsync(One, "c1", Hash("new"), None)));
    }

    [Fact]
    public async Task Clients_are_listed_in_pages()
    {
        foreach (var id in new[] { "c3", "c1", "c2" })
            await AddClientAsync(id, One);
        await AddClientAsync("c0", Two);

        Assert.Equal(["c1", "c2"], (await Store.Clients.ListAsync(One, "", 2, None)).Select(c => c.Id));
        Assert.Equal(["c3"], (await Store.Clients.ListAsync(One, "c2", 2, None)).Select(c => c.Id));
    }

    [Fact]
    public async Task A_provisioning_token_is_found_with_its_name_and_user()
    {
        await AddClientAsync("c1", One);
        await CreateUserAsync(One, "u1");
        await CreateUserAsync(Two, "u2");

        var added = await AddProvisioningAsync("p1", "c1", One, user: "u1");

        var grant = (await FindTokenAsync("p1"))!;
        Assert.Equal((TokenKind.Provisioning, "entra", "u1", DateTimeOffset.MaxValue), (grant.Kind, grant.Name, grant.UserId, grant.ExpiresAt));
        Assert.Equal(added, Assert.Single(await Store.Tokens.ListAsync(One, "c1", "", 10, None)));
        Assert.Equal((Convert.ToHexStringLower(Hash("p1"))[..16], "rsp_p1", Noon, null, null), (added.Id, added.Prefix, added.CreatedAt, added.ExpiresAt, added.LastUsedAt));
        Assert.Equal(400, await RefusedAsync(() => AddProvisioningAsync("p2", "c1", One, user: "u2")));
        Assert.Equal(400, await RefusedAsync(() => AddProvisioningAsync("p2", "c1", One, lifetime: TimeSpan.Zero)));
        await AddTokenAsync("t1", "c1", TimeSpan.FromHours(1));
        Assert.Equal((TokenKind.Access, null, null), ((await FindTokenAsync("t1"))!.Kind, (await FindTokenAsync("t1"))!.Name, (await FindTokenAsync("t1"))!.UserId));
    }

    [Fact]
    public async Task A_third_valid_provisioning_token_of_one_name_is_refused()
    {
        await AddClientAsync("c1", One);
        await AddClientAsync("c2", One);
        await AddProvisioningAsync("p1", "c1", One, lifetime: TimeSpan.FromDays(1));
        var second = await AddProvisioningAsync("p2", "c1", One);

        Assert.Equal(409, await RefusedAsync(() => AddProvisioningAsync("p3", "c1", One)));
        await AddProvisioningAsync("p4", "c1", One, name: "okta");
        await AddProvisioningAsync("p5", "c2", One);

        // What has expired or was revoked is no longer valid.
        Clock.Advance(TimeSpan.FromDays(1));
        await AddProvisioningAsync("p6", "c1", One);
        Assert.Equal(409, await RefusedAsync(() => AddProvisioningAsync("p7", "c1", One)));
        Assert.NotNull(await FindTokenAsync("p2"));
        Assert.True(await Store.Tokens.RevokeByIdAsync(One, second.Id, None));
        Assert.Null(await FindTokenAsync("p2"));
        Assert.False(await Store.Tokens.RevokeByIdAsync(One, second.Id, None));
        Assert.False(await Store.Tokens.RevokeByIdAsync(One, "no id", None));
        await AddProvisioningAsync("p7", "c1", One);
    }

    [Fact]
    public async Task Access_tokens_neither_push_provisioning_tokens_out_nor_are_they_pushed_out_by_them()
    {
        await Store.DisposeAsync();
        Store = await RosterStore.OpenAsync(Options(Folder) with { Clock = Clock, TokensPerClient = 2 }, None);
        await AddClientAsync("c1", One);
        foreach (var i in Enumerable.Range(0, 5))
            await AddProvisioningAsync($"p{i}", "c1", One, name: $"n{i}");
        await AddTokenAsync("t0", "c1", TimeSpan.FromDays(1));
        Clock.Advance(TimeSpan.FromSeconds(1));

        await AddTokenAsync("t1", "c1", TimeSpan.FromDays(1));
        Assert.NotNull(await FindTokenAsync("t0"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AddTokenAsync("t2", "c1", TimeSpan.FromDays(1));

        Assert.Null(await FindTokenAsync("t0"));
        foreach (var i in Enumerable.Range(0, 5))
            Assert.NotNull(await FindTokenAsync($"p{i}"));
        Assert.Equal(5, (await Store.Tokens.ListAsync(One, "c1", "", 10, None)).Count);
    }

    [Fact]
    public async Task Tokens_are_listed_in_pages_and_those_that_expire_soon_apart()
    {
        await AddClientAsync("c1", One);
        await AddClientAsync("c2", Two);
        foreach (var i in Enumerable.Range(1, 5))
            await AddProvisioningAsync($"p{i}", "c1", One, name: $"n{i}", lifetime: TimeSpan.FromDays(10 * i));
        await AddProvisioningAsync("q1", "c2", Two, lifetime: TimeSpan.FromDays(12));
        await AddProvisioningAsync("q2", "c2", Two);
        await AddTokenAsync("t1", "c1", TimeSpan.FromDays(1));

        var listed = new List<ProvisioningToken>();
        while (await Store.Tokens.ListAsync(One, null, listed.Count == 0 ? "" : listed[^1].Id, 2, None) is { Count: > 0 } page)
            listed.AddRange(page);
        var soon = await Store.Tokens.ExpiringAsync(TimeSpan.FromDays(14), None);

        Assert.Equal(["n1", "n2", "n3", "n4", "n5"], listed.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(listed.Select(t => t.Id).Order(StringComparer.Ordinal), listed.Select(t => t.Id));
        Assert.Equal([(One, "n1"), (Two, "entra")], soon.Select(t => (t.Tenant, t.Name)));
        Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal([(Two, "entra"), (One, "n2")], (await Store.Tokens.ExpiringAsync(TimeSpan.FromDays(14), None)).Select(t => (t.Tenant, t.Name)));
    }

    [Fact]
    public async Task The_last_use_is_written_once_a_minute_and_when_the_store_closes()
    {
        await AddClientAsync("c1", One);
        await AddProvisioningAsync("p1", "c1", One);
        async Task<DateTimeOffset?> LastUse() => Assert.Single(await Store.Tokens.ListAsync(One, null, "", 10, None)).LastUsedAt;

        foreach (var _ in Enumerable.Range(0, 100))
            Store.Tokens.NoteUse(Hash("p1"));
        Assert.Null(await LastUse());
        Clock.Advance(TimeSpan.FromMinutes(1));
        while (await LastUse() is null)
            await Task.Delay(5);
        Assert.Equal(Noon, await LastUse());

        Clock.Advance(TimeSpan.FromSeconds(10));
        Store.Tokens.NoteUse(Hash("p1"));
        await Store.DisposeAsync();
        Store = await OpenStoreAsync();
        Assert.Equal(Noon.AddSeconds(70), await LastUse());
    }

    [Fact]
    public async Task A_use_of_a_token_that_was_ended_meanwhile_is_forgotten()
    {
        await AddClientAsync("c1", One);
        var token = await AddProvisioningAsync("p1", "c1", One);
        Store.Tokens.NoteUse(Hash("p1"));
        await Store.Tokens.RevokeByIdAsync(One, token.Id, None);

        await Store.Tokens.Uses.WriteAsync();

        Assert.Null(await FindTokenAsync("p1"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM token"));
    }
}
