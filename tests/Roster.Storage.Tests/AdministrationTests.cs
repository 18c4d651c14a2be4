using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Tenants, clients, tokens and catalogues: what they hold, and how soon another process's writes show.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    readonly TestFolder folder = new();
    readonly FakeTimeProvider clock = new(Noon);
    RosterStore store = null!;
    Tenant tenant = null!;

    public async ValueTask InitializeAsync()
    {
        store = await RosterStore.OpenAsync(Options(folder.Path) with { Clock = clock, TokensPerClient = 3 }, CancellationToken.None);
        tenant = await store.Tenants.AddAsync("one", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    Task<Client> AddClientAsync(string id, TenantId? of = null) => store.Clients.AddAsync(
        new NewClient { Id = id, Tenant = of ?? tenant.Id, Name = "Client " + id, Permissions = ["b:view", "a:edit"], SecretHash = Hash("secret-" + id), TokenLifetime = TimeSpan.FromHours(1) },
        CancellationToken.None);

    Task AddTokenAsync(string token, string client, int minutes = 60) =>
        store.Tokens.AddAsync(Hash(token), client, clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(minutes), CancellationToken.None);

    async Task<TokenGrant?> FindTokenAsync(string token, RosterStore? from = null) => await (from ?? store).Tokens.FindAsync(Hash(token), CancellationToken.None);

    [Fact]
    public async Task A_tenant_is_found_by_name_and_its_name_is_taken()
    {
        Assert.Equal(tenant, await store.Tenants.FindAsync("one", CancellationToken.None));
        Assert.Null(await store.Tenants.FindAsync("two", CancellationToken.None));
        Assert.Equal(409, (await Assert.ThrowsAsync<ScimException>(() => store.Tenants.AddAsync("one", CancellationToken.None))).Error.Status);
        Assert.Equal([tenant], await store.Tenants.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_client_is_found_as_it_was_added()
    {
        var added = await AddClientAsync("c1");

        var found = await store.Clients.FindAsync("c1", CancellationToken.None);

        Assert.Equal((added.Name, added.Tenant, added.TokenLifetime, added.CreatedAt, null), (found!.Name, found.Tenant, found.TokenLifetime, found.CreatedAt, found.RevokedAt));
        Assert.True(added.Permissions.SetEquals(found.Permissions));
        Assert.Equal(Hash("secret-c1"), Assert.Single(found.Secrets).Hash.ToArray());
        Assert.True(found.HasSecret(Hash("secret-c1")));
        Assert.False(found.HasSecret(Hash("secret-c2")));
        Assert.Equal(409, (await Assert.ThrowsAsync<ScimException>(() => AddClientAsync("c1"))).Error.Status);
        Assert.Null(await store.Clients.FindAsync("C1", CancellationToken.None));
    }

    [Fact]
    public async Task Clients_are_listed_by_tenant()
    {
        var other = await store.Tenants.AddAsync("two", CancellationToken.None);
        await AddClientAsync("c1");
        await AddClientAsync("c2", other.Id);

        Assert.Equal(["c1"], (await store.Clients.ListAsync(tenant.Id, CancellationToken.None)).Select(c => c.Id));
    }

    [Theory]
    [InlineData(299)]
    [InlineData((450 * 86_400) + 1)]
    public async Task A_lifetime_out_of_range_is_refused(int seconds) => await Assert.ThrowsAsync<ArgumentException>(() => store.Clients.AddAsync(
        new NewClient { Id = "c", Tenant = tenant.Id, Name = "n", Permissions = [], SecretHash = Hash("s"), TokenLifetime = TimeSpan.FromSeconds(seconds) }, CancellationToken.None));

    [Fact]
    [Holds("A-20")]
    public async Task A_token_is_found_by_its_hash_alone()
    {
        await AddClientAsync("c1");
        await AddTokenAsync("token-1", "c1");

        var grant = await FindTokenAsync("token-1");

        Assert.Equal((tenant.Id, "c1", Noon, Noon.AddHours(1), false), (grant!.Tenant, grant.ClientId, grant.IssuedAt, grant.ExpiresAt, grant.Revoked));
        Assert.True(grant.Permissions.SetEquals(["a:edit", "b:view"]));
        await IsRememberedAsync();
        Assert.Null(await FindTokenAsync("token-2"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Tokens.FindAsync("token-1"u8.ToArray(), CancellationToken.None));

        // Unless the store has heard of the test's own writes only now.
        async Task IsRememberedAsync()
        {
            for (var tries = 1; !ReferenceEquals(await FindTokenAsync("token-1"), await FindTokenAsync("token-1")); tries++)
                Assert.True(tries < 10, "A token that was looked up is looked up again.");
        }
    }

    [Fact]
    public async Task A_revoked_client_loses_its_tokens_at_once()
    {
        await AddClientAsync("c1");
        await AddClientAsync("c2");
        await AddTokenAsync("token-1", "c1");
        await AddTokenAsync("token-2", "c2");
        Assert.NotNull(await FindTokenAsync("token-1"));

        Assert.True(await store.Clients.RevokeAsync("c1", CancellationToken.None));

        Assert.Null(await FindTokenAsync("token-1"));
        Assert.NotNull(await FindTokenAsync("token-2"));
        Assert.Equal(Noon, (await store.Clients.FindAsync("c1", CancellationToken.None))!.RevokedAt);
        Assert.False(await store.Clients.RevokeAsync("c1", CancellationToken.None));
        Assert.False(await store.Clients.RevokeAsync("nobody", CancellationToken.None));

        // One that was being issued while the client was revoked says so itself.
        await AddTokenAsync("token-3", "c1");
        Assert.True((await FindTokenAsync("token-3"))!.Revoked);
    }

    [Fact]
    public async Task A_revoked_token_is_gone_at_once_and_only_its_client_can_end_it()
    {
        await AddClientAsync("c1");
        await AddTokenAsync("token-1", "c1");
        Assert.NotNull(await FindTokenAsync("token-1"));

        Assert.False(await store.Tokens.RevokeAsync(Hash("token-1"), "c2", CancellationToken.None));
        Assert.NotNull(await FindTokenAsync("token-1"));
        Assert.True(await store.Tokens.RevokeAsync(Hash("token-1"), "c1", CancellationToken.None));
        Assert.Null(await FindTokenAsync("token-1"));
    }

    [Fact]
    public async Task No_look_up_that_begins_after_a_revocation_finds_the_token()
    {
        await AddClientAsync("c1");
        for (var round = 0; round < 50; round++)
        {
            await AddTokenAsync($"t{round}", "c1");
            using var stop = new CancellationTokenSource();
            var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                    await FindTokenAsync($"t{round}");
            })).ToList();

            await store.Tokens.RevokeAsync(Hash($"t{round}"), "c1", CancellationToken.None);
            var after = await FindTokenAsync($"t{round}");
            await stop.CancelAsync();
            await Task.WhenAll(readers);

            Assert.Null(after);
            Assert.Null(await FindTokenAsync($"t{round}"));
        }
    }

    [Fact]
    public async Task A_client_has_so_many_tokens_and_the_oldest_gives_way()
    {
        await AddClientAsync("c1");
        foreach (var i in Enumerable.Range(0, 5))
        {
            await AddTokenAsync($"token-{i}", "c1");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await FindTokenAsync("token-1"));
        Assert.NotNull(await FindTokenAsync("token-2"));
        Assert.NotNull(await FindTokenAsync("token-4"));
    }

    [Fact]
    public async Task Expired_tokens_are_cleared_away_when_new_ones_come()
    {
        await AddClientAsync("c1");
        await AddClientAsync("c2");
        await AddTokenAsync("short", "c1", minutes: 5);
        await AddTokenAsync("long", "c1");
        clock.Advance(TimeSpan.FromMinutes(10));

        await AddTokenAsync("new", "c2");

        Assert.Null(await FindTokenAsync("short"));
        Assert.NotNull(await FindTokenAsync("long"));
    }

    [Fact, Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Holds("A-20")]
    public async Task Secrets_tokens_and_password_hashes_do_not_lie_in_the_log_nor_secrets_in_the_file()
    {
        await AddClientAsync("c1");
        await AddTokenAsync("token-in-clear", "c1");
        var change = TestStores.Create("u1", new() { ["userName"] = "amara" }) with { PasswordHash = "$argon2id$password-hash" };
        await store.For(tenant.Id).TrySaveAsync(change, Caller(tenant.Id), CancellationToken.None);

        var entry = Assert.Single(await store.Changes.ListAsync(tenant.Id, null, 0, 10, CancellationToken.None));
        Assert.DoesNotContain("password-hash", entry.Delta, StringComparison.Ordinal);
        Assert.Contains("\"passwordChanged\":true", entry.Delta, StringComparison.Ordinal);

        await store.DisposeAsync();
        foreach (var file in System.IO.Directory.GetFiles(folder.Path))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("secret-c1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("token-in-clear", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Catalogues_are_kept_per_tenant()
    {
        var other = await store.Tenants.AddAsync("two", CancellationToken.None);
        Assert.True(await store.Catalogues.AddAsync(tenant.Id, "roles", "b", CancellationToken.None));
        Assert.True(await store.Catalogues.AddAsync(tenant.Id, "roles", "B", CancellationToken.None));
        Assert.False(await store.Catalogues.AddAsync(tenant.Id, "roles", "b", CancellationToken.None));
        Assert.True(await store.Catalogues.AddAsync(tenant.Id, "divisions", "c", CancellationToken.None));

        Assert.Equal(["B", "b"], await store.Catalogues.ListAsync(tenant.Id, "roles", CancellationToken.None));
        Assert.Empty(await store.Catalogues.ListAsync(other.Id, "roles", CancellationToken.None));
        Assert.False(await store.Catalogues.RemoveAsync(other.Id, "roles", "b", CancellationToken.None));
        Assert.True(await store.Catalogues.RemoveAsync(tenant.Id, "roles", "b", CancellationToken.None));

        CatalogueUse[] uses = [new("roles", "b", "roles"), new("roles", "B", "roles")];
        Assert.Equal([uses[0]], await store.For(tenant.Id).MissingFromCatalogueAsync(uses, CancellationToken.None));
    }

    [Fact]
    public async Task What_another_process_writes_shows_within_a_second()
    {
        await AddClientAsync("c1");
        await AddTokenAsync("token-1", "c1");
        await using var beside = await RosterStore.OpenAsync(Options(folder.Path) with { ResourceTypes = [], Indexed = default }, CancellationToken.None);
        CatalogueUse use = new("roles", "admin", "roles");
        Assert.NotNull(await FindTokenAsync("token-1"));
        Assert.Equal([use], await store.For(tenant.Id).MissingFromCatalogueAsync([use], CancellationToken.None));

        await beside.Clients.RevokeAsync("c1", CancellationToken.None);
        await beside.Catalogues.AddAsync(tenant.Id, "roles", "admin", CancellationToken.None);
        await Task.Delay(900);

        Assert.Null(await FindTokenAsync("token-1"));
        Assert.Empty(await store.For(tenant.Id).MissingFromCatalogueAsync([use], CancellationToken.None));
        Assert.NotNull((await store.Clients.FindAsync("c1", CancellationToken.None))!.RevokedAt);
    }

    [Fact]
    public async Task Opening_without_a_list_of_indexes_leaves_them_alone()
    {
        var before = TestStores.Create("u1", new() { ["userName"] = "amara", ["title"] = "Lead" });
        await store.For(tenant.Id).TrySaveAsync(before, Caller(tenant.Id), CancellationToken.None);

        await using (var beside = await RosterStore.OpenAsync(Options(folder.Path) with { Indexed = default }, CancellationToken.None))
        {
            await beside.For(tenant.Id).TrySaveAsync(
                TestStores.Create("u2", new() { ["userName"] = "liam", ["title"] = "Lead" }), Caller(tenant.Id), CancellationToken.None);
        }

        var page = await store.For(tenant.Id).QueryAsync(
            FilterAgreementTests.Query(new Scim.Filters.Predicate.Compare(Testing.VectorSchemas.User.Path("title"), Scim.Filters.Comparison.Eq, new Scim.Filters.ScimValue.Text("lead")), Types[0]) with { Take = 10 },
            CancellationToken.None);
        Assert.Equal(["u1", "u2"], page.Resources.Select(r => r.Key.Id));
        Assert.Equal("index on title", page.Plan);
    }
}
