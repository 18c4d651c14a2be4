using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>What was deleted: listed, restored whole, or purged for good; and what the change log tells of it.</summary>
public sealed class DeletedResourcesTests : AdministeredStore
{
    static ResourceKey User(string id) => new("User", id);

    Task<RestoredResource> RestoreAsync(ResourceKey key, TenantId? tenant = null) =>
        Store.Deleted.RestoreAsync(tenant ?? One, key, new Caller(tenant ?? One, "operator", [], "correlation-2"), Clock.GetUtcNow(), None);

    Task<bool> PurgeAsync(ResourceKey key, TenantId? tenant = null) =>
        Store.Deleted.PurgeAsync(tenant ?? One, key, new Caller(tenant ?? One, "operator", [], "correlation-2"), Clock.GetUtcNow(), None);

    [Fact]
    public async Task Deleted_resources_are_listed_in_the_order_of_deletion()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
            await CreateUserAsync(One, id);
        await CreateGroupAsync(One, "g1");
        await CreateUserAsync(Two, "u9");
        await DeleteAsync(Two, "u9");
        await DeleteAsync(One, "u3");
        await DeleteAsync(One, "g1", "Group");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await DeleteAsync(One, "u1");

        var listed = new List<DeletedResource>();
        while (await Store.Deleted.ListAsync(One, null, listed.Count == 0 ? "" : listed[^1].Cursor, 1, None) is [var next])
            listed.Add(next);

        Assert.Equal(
            [(User("u3"), "Name-u3", Noon), (new ResourceKey("Group", "g1"), null, Noon), (User("u1"), "Name-u1", Noon.AddMinutes(1))],
            listed.Select(d => (d.Key, d.UniqueValue, d.DeletedAt)));
        Assert.All(listed, d => Assert.Equal("client-1", d.DeletedBy));
        Assert.Equal(["u3", "u1"], (await Store.Deleted.ListAsync(One, "User", "", 10, None)).Select(d => d.Key.Id));
        Assert.Empty(await Store.Deleted.ListAsync(One, null, "no cursor", 10, None));
    }

    [Fact]
    public async Task A_restored_user_is_as_it_was_with_password_values_and_groups()
    {
        var before = await CreateUserAsync(One, "u1", "password-hash");
        await CreateGroupAsync(One, "g1", "u1");
        await CreateGroupAsync(One, "g2", "u1");
        await CreateGroupAsync(One, "g3", "u1");
        await DeleteAsync(One, "u1");
        await DeleteAsync(One, "g2", "Group");
        var groupBefore = await FindAsync(One, "g1", "Group");
        Clock.Advance(TimeSpan.FromMinutes(5));

        var restored = await RestoreAsync(User("u1"));

        var found = (await FindAsync(One, "u1"))!;
        Assert.Equal(before.Document.Utf8.ToArray(), found.Document.Utf8.ToArray());
        Assert.Equal((restored.Resource.Version, Noon, Noon.AddMinutes(5)), (found.Version, found.Created, found.LastModified));
        Assert.Equal(["g1", "g3"], found.Memberships.Select(m => m.Value));
        Assert.Equal((["g1", "g3"], ["g2"]), (restored.Groups.ToArray(), restored.MissingGroups.ToArray()), new ArraysEqual());
        Assert.Equal("password-hash", await Store.FindPasswordHashAsync(One, User("u1"), None));
        var group = (await FindAsync(One, "g1", "Group"))!;
        Assert.Equal((groupBefore!.Version + 1, "u1"), (group.Version, Assert.Single(group.Members).Value));

        // It is found by its indexed values again, and no longer deleted.
        var title = FilterAgreementTests.Query(
            new Scim.Filters.Predicate.Compare(Testing.VectorSchemas.User.Path("title"), Scim.Filters.Comparison.Eq, new Scim.Filters.ScimValue.Text("title of u1")), Types[0]);
        var page = await Store.For(One).QueryAsync(title with { Take = 10 }, None);
        Assert.Equal(("u1", "index on title"), (Assert.Single(page.Resources).Key.Id, page.Plan));
        Assert.DoesNotContain(await Store.Deleted.ListAsync(One, null, "", 10, None), d => d.Key == User("u1"));
        Assert.Equal(404, await RefusedAsync(() => RestoreAsync(User("u1"))));

        var last = (await Store.Changes.ListAsync(One, User("u1"), 0, 10, None))[^1];
        Assert.Equal((ChangeKind.Create, true, "operator", found.Version, """{"memberships":["g1","g3"]}"""), (last.Kind, last.Revived, last.ClientId, last.Version, last.Delta));
    }

    sealed class ArraysEqual : IEqualityComparer<(string[], string[])>
    {
        public bool Equals((string[], string[]) x, (string[], string[]) y) => x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((string[], string[]) obj) => 0;
    }

    [Fact]
    public async Task A_restored_group_has_its_members_again()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
            await CreateUserAsync(One, id);
        await CreateGroupAsync(One, "g1", "u3", "u1", "u2");
        var group = (await FindAsync(One, "g1", "Group"))!;
        await Store.For(One).TrySaveAsync(MembersOf(group, Add("g1")), Caller(One), None);
        await DeleteAsync(One, "g1", "Group");
        await DeleteAsync(One, "u1");
        var version = (await FindAsync(One, "u2"))!.Version;

        var restored = await RestoreAsync(group.Key);

        Assert.Equal(["u3", "u2", "g1"], (await FindAsync(One, "g1", "Group"))!.Members.Select(m => m.Value));
        Assert.Equal(["u1"], restored.MissingMembers);
        Assert.Equal(version + 1, (await FindAsync(One, "u2"))!.Version);
        Assert.Equal(restored.Resource.Version, (await FindAsync(One, "g1", "Group"))!.Version);
    }

    [Fact]
    public async Task A_name_that_is_taken_meanwhile_stops_the_restore_and_changes_nothing()
    {
        await CreateUserAsync(One, "u1");
        await CreateGroupAsync(One, "g1", "u1");
        await DeleteAsync(One, "u1");
        await CreateAsync(One, "u2", new JsonObject { ["userName"] = "NAME-U1" });
        var before = await DumpAsync(One);

        var error = (await Assert.ThrowsAsync<ScimException>(() => RestoreAsync(User("u1")))).Error;

        Assert.Equal((409, "uniqueness"), (error.Status, error.ScimType));
        Assert.Equal(before, await DumpAsync(One));
    }

    [Fact]
    public async Task Another_tenants_deleted_resource_is_one_that_does_not_exist()
    {
        await CreateUserAsync(One, "u1");
        await DeleteAsync(One, "u1");
        var before = await DumpAsync(One);

        Assert.Equal(404, await RefusedAsync(() => RestoreAsync(User("u1"), Two)));
        Assert.False(await PurgeAsync(User("u1"), Two));
        Assert.Empty(await Store.Deleted.ListAsync(Two, null, "", 10, None));
        Assert.Equal(404, await RefusedAsync(() => RestoreAsync(new ResourceKey("Group", "u1"))));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Deleted.RestoreAsync(One, User("u1"), Caller(Two), Noon, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Deleted.PurgeAsync(One, User("u1"), Caller(Two), Noon, None));

        Assert.Equal(before, await DumpAsync(One));
        Assert.Equal("", (await DumpAsync(Two)).Split('\n', 2)[1]);
    }

    [Fact, Trait(TestEngine.Trait, TestEngine.Sqlite)]
    public async Task A_purged_user_leaves_who_and_when_but_nothing_of_itself()
    {
        await AddClientAsync("c1", One);
        await CreateAsync(One, "u1", new JsonObject { ["userName"] = "erase-me-1", ["title"] = "erase-me-2", ["externalId"] = "erase-me-3", ["displayName"] = "erase-me-4" }, passwordHash: "erase-me-5");
        await CreateUserAsync(One, "u2");
        await AddProvisioningAsync("p1", "c1", One, user: "u1");
        await Store.For(One).TrySaveAsync(Update((await FindAsync(One, "u1"))!, a => a["title"] = "erase-me-6"), Caller(One), None);
        await CreateGroupAsync(One, "g1", "u1", "u2");
        Assert.NotNull(await FindTokenAsync("p1"));
        Assert.False(await PurgeAsync(User("u1")));
        await DeleteAsync(One, "u1");

        Assert.True(await PurgeAsync(User("u1")));

        Assert.False(await PurgeAsync(User("u1")));
        Assert.Equal(404, await RefusedAsync(() => RestoreAsync(User("u1"))));
        Assert.Null(await FindTokenAsync("p1"));
        var entries = await Store.Changes.ListAsync(One, new ChangeQuery { Key = User("u1"), WithNames = true }, None);
        Assert.Equal(
            [(ChangeKind.Create, 1, false), (ChangeKind.Update, 2, false), (ChangeKind.Delete, 4, false), (ChangeKind.Delete, 4, true)],
            entries.Entries.Select(e => (e.Kind, e.Version, e.Purged)));
        Assert.All(entries.Entries, e => Assert.Equal("{}", e.Delta));
        Assert.Equal("operator", entries.Entries[^1].ClientId);
        Assert.Empty(entries.Names);
        Assert.NotNull(await FindAsync(One, "u2"));

        // Neither the id nor what was under it comes again, but the name is free.
        Assert.Equal(409, await RefusedAsync(() => CreateAsync(One, "u1", new JsonObject { ["userName"] = "somebody else" })));
        var revival = TestStores.Create("u3", new() { ["userName"] = "erase-me-1" });
        var again = await Store.For(One).TrySaveAsync(revival with { Revival = revival.Document }, Caller(One), None);
        Assert.Equal(("u3", false), (again!.After!.Key.Id, again.Revived));
        await DeleteAsync(One, "u3");
        await PurgeAsync(User("u3"));

        await Store.DisposeAsync();
        foreach (var file in Directory.GetFiles(Folder))
            Assert.DoesNotContain("erase-me", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        Store = await OpenStoreAsync();
    }

    [Fact]
    public async Task The_change_log_is_filtered_by_client_and_time()
    {
        await CreateUserAsync(One, "u1");
        Clock.Advance(TimeSpan.FromHours(1));
        var user = (await FindAsync(One, "u1"))!;
        await Store.For(One).TrySaveAsync(Update(user, a => a["title"] = "x") with { At = Clock.GetUtcNow() }, Caller(One) with { ClientId = "client-2" }, None);
        Clock.Advance(TimeSpan.FromHours(1));
        await DeleteAsync(One, "u1");
        await CreateUserAsync(Two, "u1");
        async Task<IEnumerable<ChangeKind>> Kinds(ChangeQuery query) => (await Store.Changes.ListAsync(One, query, None)).Entries.Select(e => e.Kind);

        Assert.Equal([ChangeKind.Update], await Kinds(new ChangeQuery { ClientId = "client-2" }));
        Assert.Equal([ChangeKind.Create, ChangeKind.Delete], await Kinds(new ChangeQuery { ClientId = "client-1" }));
        Assert.Equal([ChangeKind.Update, ChangeKind.Delete], await Kinds(new ChangeQuery { Since = Noon.AddHours(1) }));
        Assert.Equal([ChangeKind.Create], await Kinds(new ChangeQuery { Until = Noon.AddHours(1) }));
        Assert.Equal([ChangeKind.Update], await Kinds(new ChangeQuery { Key = User("u1"), ClientId = "client-2", Since = Noon, Until = Noon.AddHours(2), Take = 1 }));
        Assert.Empty(await Kinds(new ChangeQuery { ClientId = "client-3" }));
    }

    [Fact]
    public async Task The_change_log_tells_names_also_of_those_who_are_deleted()
    {
        foreach (var id in new[] { "u1", "u2" })
            await CreateUserAsync(One, id);
        await CreateGroupAsync(One, "g1", "u1", "u2");
        await DeleteAsync(One, "u2");
        await CreateUserAsync(Two, "u3");

        var with = await Store.Changes.ListAsync(One, new ChangeQuery { WithNames = true }, None);
        var without = await Store.Changes.ListAsync(One, new ChangeQuery(), None);

        Assert.Equal([("g1", "g1"), ("u1", "Name-u1"), ("u2", "Name-u2")], with.Names.Select(n => (n.Key, n.Value)).Order());
        Assert.Empty(without.Names);
        Assert.Equal(with.Entries, without.Entries);
    }
}
