using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>What every store must do, whatever it is made of.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected abstract IDirectory Directory { get; }

    protected abstract Task<string?> FindPasswordHashAsync(TenantId tenant, ResourceKey key);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    protected TenantId Tenant { get; set; } = new(1);

    protected TenantId OtherTenant { get; set; } = new(2);

    IResourceStore Store => Directory.For(Tenant);

    static JsonObject User(string userName) => new() { ["userName"] = userName };

    static JsonObject GroupNamed(string name) => new() { ["displayName"] = name };

    async Task<ResourceChange> SaveAsync(ResourceChange change)
    {
        var saved = await Store.TrySaveAsync(change, Caller(Tenant), CancellationToken.None);
        Assert.NotNull(saved);
        return saved;
    }

    async Task<Resource> CreateAsync(string id, JsonObject attributes, string type = "User", params ImmutableArray<string> members) =>
        (await SaveAsync(TestStores.Create(id, attributes, type, members))).After!;

    Task<Resource?> FindAsync(string id, string type = "User", Load load = Load.Document) => Store.FindAsync(new ResourceKey(type, id), load, CancellationToken.None).AsTask();

    async Task<Resource> GetAsync(string id, string type = "User", Load load = Load.Document) =>
        await FindAsync(id, type, load) ?? throw new InvalidOperationException($"{type} {id} is not there.");

    async Task<ScimError> RefusedAsync(ResourceChange change) =>
        (await Assert.ThrowsAsync<ScimException>(() => Store.TrySaveAsync(change, Caller(Tenant), CancellationToken.None))).Error;

    Task<ResourcePage> ListAsync(int skip = 0, int take = 100, Func<Resource, bool>? judge = null, int lookThrough = int.MaxValue) => Store.QueryAsync(
        new ResourceQuery { Parts = [new TypeQuery { Type = VectorSchemas.User, Judge = judge }], Skip = skip, Take = take, LookThrough = lookThrough }, CancellationToken.None);

    static IEnumerable<string> Ids(IEnumerable<Member> members) => members.Select(m => m.Value);

    [Fact]
    [Holds("S-13")]
    public async Task A_created_resource_is_found_as_it_was_given()
    {
        var saved = await SaveAsync(TestStores.Create("u1", User("amara")) with { At = Noon.AddTicks(7) });

        var found = await GetAsync("u1");

        Assert.Equal("""{"userName":"amara"}"""u8.ToArray(), found.Document.Utf8.ToArray());
        Assert.Equal((1, Noon, Noon), (found.Version, found.Created, found.LastModified));
        Assert.Equal(saved.After, found with { Document = saved.After!.Document });
        Assert.True(found.Members.IsDefault && found.Memberships.IsDefault);
    }

    [Fact]
    [Holds("S-07")]
    public async Task A_resource_is_found_by_type_and_exact_id_only()
    {
        await CreateAsync("u1", User("amara"));

        Assert.Null(await FindAsync("U1"));
        Assert.Null(await FindAsync("u1", "Group"));
        Assert.Null(await FindAsync("u2"));
    }

    [Fact]
    public async Task A_version_is_found_by_type_and_exact_id_as_long_as_there_is_the_resource()
    {
        var user = await CreateAsync("u1", User("amara"));
        await SaveAsync(Update(user, a => a["title"] = "Lead"));

        Assert.Equal(2, await Store.FindVersionAsync(user.Key, CancellationToken.None));
        Assert.Null(await Store.FindVersionAsync(new ResourceKey("Group", "u1"), CancellationToken.None));
        Assert.Null(await Store.FindVersionAsync(new ResourceKey("User", "U1"), CancellationToken.None));
        Assert.Null(await Directory.For(OtherTenant).FindVersionAsync(user.Key, CancellationToken.None));

        await SaveAsync(Delete((await FindAsync("u1"))!));
        Assert.Null(await Store.FindVersionAsync(user.Key, CancellationToken.None));
    }

    [Fact]
    [Holds("S-37")]
    public async Task A_unique_value_is_taken_in_any_letter_case()
    {
        await CreateAsync("u1", User("Ångström"));

        var error = await RefusedAsync(TestStores.Create("u2", User("A\u030angstro\u0308m".ToUpperInvariant())));

        Assert.Equal((409, "uniqueness"), (error.Status, error.ScimType));
        Assert.Contains("userName", error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("u1", error.Detail, StringComparison.Ordinal);
        Assert.Null(await FindAsync("u2"));
    }

    [Fact]
    public async Task A_rename_to_a_taken_unique_value_is_refused_and_changes_nothing()
    {
        await CreateAsync("u1", User("amara"));
        var second = await CreateAsync("u2", User("liam"));

        var error = await RefusedAsync(Update(second, a => a["userName"] = "AMARA"));

        Assert.Equal(409, error.Status);
        Assert.Equal(1, (await GetAsync("u2")).Version);
    }

    [Fact]
    [Holds("C-21")]
    public async Task Of_fifty_creates_with_one_name_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.TrySaveAsync(TestStores.Create($"u{i}", User(i % 2 == 0 ? "Amara" : "AMARA")), Caller(Tenant), CancellationToken.None);
                return 201;
            }
            catch (ScimException refused)
            {
                return refused.Error.Status;
            }
        })));

        Assert.Equal(1, outcomes.Count(o => o == 201));
        Assert.Equal(49, outcomes.Count(o => o == 409));
        Assert.Equal(1, (await ListAsync()).TotalResults);
    }

    [Fact]
    [Holds("S-13", "V-03")]
    public async Task Every_change_counts_the_version_up_by_one()
    {
        var user = await CreateAsync("u1", User("amara"));

        var second = (await SaveAsync(Update(user, a => a["title"] = "Lead"))).After!;
        var third = (await SaveAsync(Update(second, a => a.Remove("title")))).After!;

        Assert.Equal((2, 3), (second.Version, third.Version));
        Assert.Equal(Noon.AddMinutes(1), third.LastModified);
        Assert.Equal(Noon, third.Created);
    }

    [Fact]
    [Holds("S-13")]
    public async Task Last_modified_never_goes_back()
    {
        var user = await CreateAsync("u1", User("amara"));

        var saved = await SaveAsync(Update(user, a => a["title"] = "Lead") with { At = Noon.AddHours(-1) });

        Assert.Equal(Noon, saved.After!.LastModified);
        Assert.Equal(Noon, (await GetAsync("u1")).LastModified);
    }

    [Fact]
    [Holds("S-14")]
    public async Task A_change_that_changes_nothing_keeps_the_version()
    {
        var user = await CreateAsync("u1", User("amara"));

        var saved = await SaveAsync(Update(user, _ => { }));

        Assert.True(saved.IsEmpty);
        Assert.Equal(1, saved.After!.Version);
        Assert.Equal(1, (await GetAsync("u1")).Version);
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_not_made()
    {
        var user = await CreateAsync("u1", User("amara"));
        await SaveAsync(Update(user, a => a["title"] = "Lead"));

        Assert.Null(await Store.TrySaveAsync(Update(user, a => a["title"] = "Other"), Caller(Tenant), CancellationToken.None));
        Assert.Null(await Store.TrySaveAsync(Delete(user) with { ExpectedVersion = 1 }, Caller(Tenant), CancellationToken.None));
        Assert.Equal("Lead", (string?)(await GetAsync("u1")).Document.ToJson()["title"]);
    }

    [Fact]
    [Holds("V-13")]
    public async Task Of_writers_that_expect_one_version_one_wins()
    {
        var user = await CreateAsync("u1", User("amara"));

        var saved = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Store.TrySaveAsync(Update(user, a => a["title"] = $"Title {i}"), Caller(Tenant), CancellationToken.None))));

        Assert.Single(saved, s => s is not null);
        Assert.Equal(2, (await GetAsync("u1")).Version);
    }

    [Fact]
    public async Task Changes_made_by_trying_again_all_survive()
    {
        await CreateAsync("u1", User("amara"));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            while (await Store.TrySaveAsync(Update(await GetAsync("u1"), a => a[$"x{i}"] = i), Caller(Tenant), CancellationToken.None) is null)
                await Task.Yield();
        })));

        var user = await GetAsync("u1");
        Assert.Equal(11, user.Version);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(i, (int?)user.Document.ToJson()[$"x{i}"]));
    }

    [Fact]
    public async Task A_change_to_what_is_not_there_is_404()
    {
        var user = await CreateAsync("u1", User("amara"));
        await SaveAsync(Delete(user));

        Assert.Equal(404, (await RefusedAsync(Update(user, a => a["title"] = "x"))).Status);
        Assert.Equal(404, (await RefusedAsync(Delete(user))).Status);
        Assert.Equal(404, (await RefusedAsync(MembersOf(user, Add("u1")))).Status);
    }

    [Fact]
    public async Task Members_are_a_set_in_the_order_they_came()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
            await CreateAsync(id, User(id));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u2", "u1", "u2");

        var saved = await SaveAsync(MembersOf(group, new MembersChange([new Member("u1", "User"), new Member("u3", "uSER"), new Member("u3", null)], ["u9", "u2"])));

        Assert.Equal([new Member("u3", "User")], saved.Members.Add);
        Assert.Equal(["u2"], saved.Members.Remove);
        Assert.Equal(2, saved.After!.Version);
        Assert.Equal(["u1", "u3"], Ids((await GetAsync("g1", "Group", Load.Members)).Members));
        Assert.Equal(["g1"], Ids((await GetAsync("u3", load: Load.Memberships)).Memberships));
    }

    [Fact]
    [Holds("V-18")]
    public async Task Each_member_that_comes_or_goes_gets_a_version_too()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
            await CreateAsync(id, User(id));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u1", "u2");

        await SaveAsync(MembersOf(group, new MembersChange([new Member("u3", null), new Member("u1", null)], ["u2"])));

        Assert.Equal(2, (await GetAsync("u1")).Version);
        Assert.Equal(3, (await GetAsync("u2")).Version);
        Assert.Equal(2, (await GetAsync("u3")).Version);
        Assert.Equal(Noon.AddMinutes(1), (await GetAsync("u3")).LastModified);
    }

    [Fact]
    public async Task Adding_present_and_removing_absent_members_changes_nothing()
    {
        await CreateAsync("u1", User("u1"));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u1");

        var saved = await SaveAsync(MembersOf(group, new MembersChange([new Member("u1", null)], ["u2", "nobody"])));

        Assert.True(saved.IsEmpty);
        Assert.Equal(1, (await GetAsync("g1", "Group")).Version);
        Assert.Equal(2, (await GetAsync("u1")).Version);
    }

    [Fact]
    public async Task A_replacement_keeps_those_in_it_and_removes_the_others()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
            await CreateAsync(id, User(id));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u1", "u2");

        var saved = await SaveAsync(MembersOf(group, Add("u2", "u3") with { Clear = true }));
        var cleared = await SaveAsync(MembersOf(group, new MembersChange([], [], Clear: true)));
        var again = await SaveAsync(MembersOf(group, new MembersChange([], [], Clear: true)));

        Assert.Equal(["u3"], Ids(saved.Members.Add));
        Assert.Equal(["u1"], saved.Members.Remove);
        Assert.Equal(["u2", "u3"], cleared.Members.Remove);
        Assert.True(again.IsEmpty);
        Assert.Empty((await GetAsync("g1", "Group", Load.Members)).Members);
    }

    [Fact]
    public async Task Groups_are_told_up_to_the_top_when_asked_and_each_once()
    {
        var user = await CreateAsync("u1", User("amara"));
        var first = await CreateAsync("g1", GroupNamed("one"), "Group", "u1");
        await CreateAsync("g2", GroupNamed("two"), "Group", "g1");
        await CreateAsync("g3", GroupNamed("three"), "Group", "g2", "g1");
        await CreateAsync("g4", GroupNamed("four"), "Group", "u1", "g3");
        await CreateAsync("g5", GroupNamed("five"), "Group");
        await SaveAsync(MembersOf(first, Add("g3", "g1")));

        var direct = (await GetAsync("u1", load: Load.Memberships | Load.Names)).Memberships;
        var all = (await GetAsync("u1", load: Load.Memberships | Load.IndirectMemberships)).Memberships;
        var ofGroup = (await GetAsync("g1", "Group", Load.Memberships | Load.IndirectMemberships)).Memberships;

        Assert.Equal([new Member("g1", "Group") { Display = "one" }, new Member("g4", "Group") { Display = "four" }], direct);
        Assert.Equal(["g1", "g4", "g2", "g3"], Ids(all));
        Assert.Equal([false, false, true, true], all.Select(g => g.Indirect));
        Assert.Equal(["g2", "g3", "g1", "g4"], Ids(ofGroup));
        Assert.Equal(user.Version + 2, (await GetAsync("u1")).Version);
    }

    [Theory]
    [InlineData(Load.Memberships)]
    [InlineData(Load.Memberships | Load.Names)]
    [InlineData(Load.Memberships | Load.IndirectMemberships)]
    [InlineData(Load.Memberships | Load.IndirectMemberships | Load.Names)]
    public async Task A_page_tells_of_each_resource_the_groups_that_it_tells_by_itself(Load load)
    {
        const int Users = 100, Groups = 12;
        for (var i = 0; i < Users; i++)
            await CreateAsync($"u{i}", User($"user-{i}"));
        // Every fifth user is in no group; groups are in groups, of which some go round in a circle.
        for (var g = 0; g < Groups; g++)
        {
            IEnumerable<string> members = Enumerable.Range(0, Users).Where(i => i % 5 != 0 && i % (g + 2) == 1).Select(i => $"u{i}");
            await CreateAsync($"g{g}", GroupNamed($"group {g}"), "Group", [.. members, .. g % 4 == 0 ? [] : new[] { $"g{g - 1}" }]);
        }

        await SaveAsync(MembersOf(await GetAsync("g0", "Group"), Add("g3", "g0")));

        var page = await Store.QueryAsync(
            new ResourceQuery { Parts = [.. Types.Select(type => new TypeQuery { Type = type, Load = load })], Take = 200 }, CancellationToken.None);

        Assert.Equal(Users + Groups, page.Resources.Count);
        foreach (var resource in page.Resources)
            Assert.Equal((await GetAsync(resource.Key.Id, resource.Key.Type, load)).Memberships, resource.Memberships);
        Assert.Contains(page.Resources, r => r.Memberships.IsEmpty);
        Assert.Equal(load.HasFlag(Load.IndirectMemberships), page.Resources.Any(r => r.Memberships.Any(m => m.Indirect)));
    }

    [Fact]
    public async Task What_a_filter_needs_to_see_of_groups_is_no_limit_to_what_is_answered()
    {
        await CreateAsync("u1", User("amara"));
        await CreateAsync("g1", GroupNamed("one"), "Group", "u1");
        await CreateAsync("g2", GroupNamed("two"), "Group", "g1");

        var page = await Store.QueryAsync(
            new ResourceQuery
            {
                Parts =
                [
                    new TypeQuery
                    {
                        Type = VectorSchemas.User, Judge = r => r.Memberships.Any(m => m.Value == "g1"), JudgeNeeds = Load.Memberships,
                        Load = Load.Memberships | Load.IndirectMemberships | Load.Names,
                    },
                ],
                Take = 10,
            },
            CancellationToken.None);

        Assert.Equal([new Member("g1", "Group") { Display = "one" }, new Member("g2", "Group") { Display = "two", Indirect = true }], Assert.Single(page.Resources).Memberships);
    }

    [Fact]
    public async Task Groups_of_other_tenants_are_no_part_of_the_way_up()
    {
        await CreateAsync("u1", User("amara"));
        await CreateAsync("g1", GroupNamed("one"), "Group", "u1");
        var other = Directory.For(OtherTenant);
        foreach (var change in new[] { TestStores.Create("u2", User("amara")), TestStores.Create("g2", GroupNamed("one"), "Group", "u2"), TestStores.Create("g3", GroupNamed("two"), "Group", "g2") })
            await other.TrySaveAsync(change, Caller(OtherTenant), CancellationToken.None);

        Assert.Equal(["g1"], Ids((await GetAsync("u1", load: Load.Memberships | Load.IndirectMemberships)).Memberships));
        Assert.Null(await Store.MembersAsync(new ResourceKey("Group", "g2"), new MemberQuery { Take = 10 }, CancellationToken.None));
        Assert.Equal("amara", Assert.Single(await Store.NamesAsync("User", ["u1", "u2", "u3", "g1"], CancellationToken.None)).Value);
    }

    [Fact]
    public async Task A_name_is_the_display_name_or_else_the_user_name()
    {
        await CreateAsync("u1", new JsonObject { ["userName"] = "amara", ["displayName"] = "Amara" });
        await CreateAsync("u2", User("liam"));
        await CreateAsync("u3", new JsonObject { ["userName"] = "mia", ["displayName"] = "" });
        var gone = await CreateAsync("u4", User("noa"));
        await SaveAsync(Delete(gone));

        var names = await Store.NamesAsync("User", ["u3", "u2", "u1", "u4"], CancellationToken.None);

        Assert.Equal(["Amara", "liam", "mia"], new[] { "u1", "u2", "u3" }.Select(id => names[id]));
        Assert.Equal(3, names.Count);
    }

    async Task<MemberPage> PageAsync(MemberQuery query) =>
        await Store.MembersAsync(new ResourceKey("Group", "g1"), query, CancellationToken.None) ?? throw new InvalidOperationException("The group is not there.");

    [Fact]
    public async Task Pages_of_members_follow_one_another_whoever_comes_and_goes()
    {
        foreach (var i in Enumerable.Range(0, 9))
            await CreateAsync($"u{i}", new JsonObject { ["userName"] = $"user{i}", ["displayName"] = $"User {i}" });
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u6", "u5", "u4", "u3", "u2", "u1");

        var first = await PageAsync(new MemberQuery { Take = 2, Names = true });
        await SaveAsync(MembersOf(group, Add("u7") with { Remove = ["u5", "u3"] }));
        var second = await PageAsync(new MemberQuery { Take = 2, After = first.Next });
        var third = await PageAsync(new MemberQuery { Take = 2, After = second.Next });

        Assert.Equal([new Member("u6", "User") { Display = "User 6" }, new Member("u5", "User") { Display = "User 5" }], first.Members);
        Assert.Equal(["u4", "u2"], Ids(second.Members));
        Assert.Equal(["u1", "u7"], Ids(third.Members));
        Assert.Null(third.Next);
        Assert.Equal([6, 5, 5], new[] { first, second, third }.Select(p => p.TotalResults));
        Assert.Equal(["u2", "u1"], Ids((await PageAsync(new MemberQuery { Skip = 2, Take = 2 })).Members));
        Assert.Empty((await PageAsync(new MemberQuery { Skip = 5, Take = 2 })).Members);
        Assert.Equal((5, 0, null), (await PageAsync(new MemberQuery()) is var none ? (none.TotalResults, none.Members.Length, none.Next) : default));
    }

    [Fact]
    public async Task Members_are_judged_one_by_one_or_found_by_id()
    {
        foreach (var i in Enumerable.Range(0, 6))
            await CreateAsync($"u{i}", new JsonObject { ["userName"] = $"user{i}", ["displayName"] = $"User {i}" });
        await CreateAsync("g2", GroupNamed("h"), "Group");
        await CreateAsync("g1", GroupNamed("g"), "Group", "u4", "g2", "u3", "u2", "u1");
        var users = new MemberQuery { Judge = m => m.Type == "User", Take = 2 };

        var first = await PageAsync(users);
        var second = await PageAsync(users with { After = first.Next });
        Assert.Equal(["u4", "u3"], Ids(first.Members));
        Assert.Equal(["u2", "u1"], Ids(second.Members));
        Assert.Equal((4L, 4L, null), (first.TotalResults, second.TotalResults, second.Next));
        Assert.Equal(["u3", "u2"], Ids((await PageAsync(users with { Skip = 1 })).Members));
        Assert.Equal(["u2"], Ids((await PageAsync(users with { Judge = m => m.Display == "User 2", Names = true })).Members));

        var byId = await PageAsync(new MemberQuery { Ids = ["u2", "u4", "u5", "nobody"], Take = 10, LookThrough = 2, Judge = _ => true });
        Assert.Equal(["u4", "u2"], Ids(byId.Members));
        var error = (await Assert.ThrowsAsync<ScimException>(() => PageAsync(users with { LookThrough = 4 }))).Error;
        Assert.Equal((400, "tooMany"), (error.Status, error.ScimType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(249)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(1251)]
    public async Task Members_to_be_shown_are_all_there_in_their_order(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => i % 7 == 3 ? CreateAsync($"u{i}", GroupNamed($"group{i}"), "Group") : CreateAsync($"u{i}", User($"user{i}"))));
        var members = Enumerable.Range(0, count).Select(i => $"u{(i * 7919 + 13) % count}").ToImmutableArray();
        await CreateAsync("g1", GroupNamed("g"), "Group", members);

        var shown = await GetAsync("g1", "Group", Load.ShownMembers);
        var seen = shown.Members.ToList();
        if (shown.FurtherMembers is { } further)
        {
            await foreach (var piece in further)
                seen.AddRange(piece);
        }

        Assert.Equal(members, Ids(seen));
        Assert.Equal(seen, (await GetAsync("g1", "Group", Load.Members)).Members);
        var replaced = await SaveAsync(MembersOf(shown, Add([.. members.Take(10)]) with { Clear = true }));
        Assert.Equal(members.Skip(10), replaced.Members.Remove);
        Assert.Equal(members.Take(10), Ids((await GetAsync("g1", "Group", Load.Members)).Members));
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData("gone", null)]
    [InlineData("u1", "Group")]
    [InlineData("elsewhere", null)]
    public async Task A_member_that_is_not_there_is_refused_and_nothing_is_written(string id, string? type)
    {
        await CreateAsync("u1", User("u1"));
        await SaveAsync(Delete(await CreateAsync("gone", User("gone"))));
        await Directory.For(OtherTenant).TrySaveAsync(TestStores.Create("elsewhere", User("x")), Caller(OtherTenant), CancellationToken.None);
        var group = await CreateAsync("g1", GroupNamed("g"), "Group");

        var members = new MembersChange([new Member("u1", null), new Member(id, type)], []);
        var update = await RefusedAsync(MembersOf(group, members));
        var create = await RefusedAsync(TestStores.Create("g2", GroupNamed("g2"), "Group") with { Members = members });

        Assert.Equal((400, "invalidValue"), (update.Status, update.ScimType));
        Assert.Equal((400, "invalidValue"), (create.Status, create.ScimType));
        Assert.Contains("members", update.Detail, StringComparison.Ordinal);
        Assert.Contains(id, update.Detail, StringComparison.Ordinal);
        Assert.Null(await FindAsync("g2", "Group"));
        Assert.Equal(1, (await GetAsync("g1", "Group")).Version);
        Assert.Empty((await GetAsync("g1", "Group", Load.Members)).Members);
    }

    [Fact]
    public async Task A_hundred_concurrent_additions_are_all_there()
    {
        foreach (var i in Enumerable.Range(0, 100))
            await CreateAsync($"u{i}", User($"u{i}"));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => SaveAsync(MembersOf(group, Add($"u{i}"))))));

        var after = await GetAsync("g1", "Group", Load.Members);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"u{i}").Order(StringComparer.Ordinal), Ids(after.Members).Order(StringComparer.Ordinal));
        Assert.Equal(101, after.Version);
    }

    [Fact]
    [Holds("S-51")]
    public async Task Groups_may_hold_groups_and_themselves()
    {
        var group = await CreateAsync("g1", GroupNamed("g"), "Group");
        await CreateAsync("g2", GroupNamed("h"), "Group", "g1");

        var saved = await SaveAsync(MembersOf(group, Add("g1", "g2")));

        Assert.Equal(saved.After!.Version, (await GetAsync("g1", "Group")).Version);
        Assert.Equal([new Member("g1", "Group"), new Member("g2", "Group")], (await GetAsync("g1", "Group", Load.Members)).Members);
        await SaveAsync(Delete(await GetAsync("g1", "Group")));
        Assert.Empty((await GetAsync("g2", "Group", Load.Members)).Members);
    }

    [Fact]
    [Holds("DE-03", "DE-04", "DE-06")]
    public async Task A_deleted_resource_is_gone_frees_its_name_and_leaves_its_groups()
    {
        var user = await CreateAsync("u1", User("amara"));
        await CreateAsync("u2", User("liam"));
        await CreateAsync("g1", GroupNamed("g"), "Group", "u1", "u2");

        var saved = await SaveAsync(Delete(await GetAsync("u1")));

        Assert.Null(saved.After);
        Assert.Null(await FindAsync("u1"));
        Assert.Equal(["u2"], (await ListAsync()).Resources.Select(r => r.Key.Id));
        var group = await GetAsync("g1", "Group", Load.Members);
        Assert.Equal(["u2"], Ids(group.Members));
        Assert.Equal(2, group.Version);
        await CreateAsync("u3", User("Amara"));
        Assert.NotEqual("u1", (await GetAsync("u3")).Key.Id);
        Assert.Equal(1, user.Version);
    }

    [Fact]
    [Holds("DE-08")]
    public async Task A_deleted_group_leaves_its_members()
    {
        await CreateAsync("u1", User("amara"));
        var group = await CreateAsync("g1", GroupNamed("g"), "Group", "u1");

        await SaveAsync(Delete(group));

        var user = await GetAsync("u1", load: Load.Memberships);
        Assert.Empty(user.Memberships);
        Assert.Equal(3, user.Version);
    }

    [Fact]
    public async Task A_revived_resource_has_its_old_id_and_neither_password_nor_groups()
    {
        await SaveAsync(TestStores.Create("u1", User("amara")) with { PasswordHash = "hash-1" });
        await CreateAsync("g1", GroupNamed("g"), "Group", "u1");
        await SaveAsync(Delete(await GetAsync("u1")));

        var saved = await SaveAsync(TestStores.Create("u2", User("AMARA")) with
        {
            At = Noon.AddHours(1),
            Revival = Document.From(new JsonObject { ["userName"] = "AMARA", ["title"] = "Back" }),
        });

        Assert.True(saved.Revived);
        Assert.Equal("u1", saved.Key.Id);
        var user = await GetAsync("u1", load: Load.Memberships);
        Assert.Equal((4, Noon, Noon.AddHours(1)), (user.Version, user.Created, user.LastModified));
        Assert.Equal("Back", (string?)user.Document.ToJson()["title"]);
        Assert.Empty(user.Memberships);
        Assert.Null(await FindPasswordHashAsync(Tenant, user.Key));
        Assert.Null(await FindAsync("u2"));
    }

    [Fact]
    public async Task The_most_recently_deleted_is_revived_and_only_when_asked()
    {
        await SaveAsync(Delete(await CreateAsync("u1", User("amara"))));
        await SaveAsync(Delete(await CreateAsync("u2", User("amara"))) with { At = Noon.AddHours(1) });
        await SaveAsync(Delete(await CreateAsync("u3", User("amara"))) with { At = Noon.AddMinutes(30) });

        var revived = await SaveAsync(TestStores.Create("u4", User("amara")) with { Revival = Document.From(User("amara")), PasswordHash = "hash-2" });
        var taken = await RefusedAsync(TestStores.Create("u5", User("amara")) with { Revival = Document.From(User("amara")) });
        await SaveAsync(Delete(await GetAsync("u2")));
        var fresh = await SaveAsync(TestStores.Create("u6", User("amara")));

        Assert.Equal("u2", revived.Key.Id);
        Assert.Equal(409, taken.Status);
        Assert.Equal(("u6", false), (fresh.Key.Id, fresh.Revived));
    }

    [Fact]
    public async Task A_password_hash_is_kept_beside_the_document()
    {
        var user = (await SaveAsync(TestStores.Create("u1", User("amara")) with { PasswordHash = "hash-1" })).After!;
        Assert.Equal("hash-1", await FindPasswordHashAsync(Tenant, user.Key));

        var renamed = (await SaveAsync(Update(user, a => a["title"] = "x"))).After!;
        Assert.Equal("hash-1", await FindPasswordHashAsync(Tenant, user.Key));

        var changed = await SaveAsync(Update(renamed, _ => { }) with { PasswordHash = "hash-2" });
        Assert.Equal(3, changed.After!.Version);
        Assert.Equal("hash-2", await FindPasswordHashAsync(Tenant, user.Key));

        await SaveAsync(Delete(changed.After));
        Assert.Null(await FindPasswordHashAsync(Tenant, user.Key));
    }

    [Fact]
    [Holds("IX-12", "IX-13")]
    public async Task A_list_is_in_order_of_creation_and_pages_do_not_overlap()
    {
        foreach (var i in Enumerable.Range(0, 25))
            await CreateAsync($"u{25 - i}", User($"user{i}"));

        var pages = new List<string>();
        for (var skip = 0; skip < 30; skip += 7)
        {
            var page = await ListAsync(skip, 7);
            Assert.Equal(25, page.TotalResults);
            pages.AddRange(page.Resources.Select(r => r.Key.Id));
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"u{25 - i}"), pages);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 3, 3)]
    [InlineData(4, 3, 1)]
    [InlineData(5, 3, 0)]
    [InlineData(9, 3, 0)]
    [Holds("IX-08")]
    public async Task The_total_does_not_depend_on_the_page(int skip, int take, int shown)
    {
        foreach (var i in Enumerable.Range(0, 5))
            await CreateAsync($"u{i}", User($"user{i}"));

        foreach (var judge in new Func<Resource, bool>?[] { null, _ => true })
        {
            var page = await ListAsync(skip, take, judge);
            Assert.Equal((5, shown), (page.TotalResults, page.Resources.Count));
        }
    }

    [Fact]
    [Holds("SEC-10")]
    public async Task More_candidates_than_may_be_looked_through_are_too_many()
    {
        foreach (var i in Enumerable.Range(0, 5))
            await CreateAsync($"u{i}", User($"user{i}"));

        Assert.Equal(5, (await ListAsync(judge: _ => true, lookThrough: 5)).TotalResults);
        var error = (await Assert.ThrowsAsync<ScimException>(() => ListAsync(judge: _ => true, lookThrough: 4))).Error;
        Assert.Equal((400, "tooMany"), (error.Status, error.ScimType));
    }

    [Fact]
    public async Task A_list_brings_what_is_asked_for()
    {
        await CreateAsync("u1", User("amara"));
        await CreateAsync("g1", GroupNamed("g"), "Group", "u1");
        var part = new TypeQuery { Type = VectorSchemas.User, Load = Load.Memberships };

        var exact = await Store.QueryAsync(new ResourceQuery { Parts = [part], Take = 10 }, CancellationToken.None);
        var judged = await Store.QueryAsync(
            new ResourceQuery { Parts = [part with { Judge = r => r.Memberships.Any(m => m.Value == "g1"), JudgeNeeds = Load.Memberships }], Take = 10 }, CancellationToken.None);

        Assert.Equal([new Member("g1", "Group")], Assert.Single(exact.Resources).Memberships);
        Assert.Equal([new Member("g1", "Group")], Assert.Single(judged.Resources).Memberships);
        Assert.True(Assert.Single((await ListAsync()).Resources).Memberships.IsDefault);
    }

    [Fact]
    [Holds("MT-03")]
    public async Task Tenants_do_not_see_each_other()
    {
        var other = Directory.For(OtherTenant);
        await CreateAsync("u1", User("amara"));
        var theirs = (await other.TrySaveAsync(TestStores.Create("u2", User("amara")), Caller(OtherTenant), CancellationToken.None))!.After!;

        Assert.Null(await FindAsync("u2"));
        Assert.Equal(["u1"], (await ListAsync()).Resources.Select(r => r.Key.Id));
        Assert.Equal(404, (await RefusedAsync(Update(theirs, a => a["title"] = "x"))).Status);
        Assert.Equal(404, (await RefusedAsync(Delete(theirs))).Status);
        Assert.Null(await FindPasswordHashAsync(Tenant, theirs.Key));
        await CreateAsync("g1", GroupNamed("g"), "Group");
        Assert.Equal(404, (await Assert.ThrowsAsync<ScimException>(
            () => other.TrySaveAsync(MembersOf(theirs with { Key = new ResourceKey("Group", "g1") }, Add("u2")), Caller(OtherTenant), CancellationToken.None))).Error.Status);
    }

    [Fact]
    public async Task A_revival_stays_within_the_tenant()
    {
        await SaveAsync(Delete(await CreateAsync("u1", User("amara"))));

        var saved = await Directory.For(OtherTenant).TrySaveAsync(
            TestStores.Create("u2", User("amara")) with { Revival = Document.From(User("amara")) }, Caller(OtherTenant), CancellationToken.None);

        Assert.Equal("u2", saved!.Key.Id);
        Assert.False(saved.Revived);
    }

    [Fact]
    public async Task Catalogue_names_come_with_the_change_that_uses_them()
    {
        CatalogueUse[] uses = [new("roles", "employee", "roles"), new("roles", "Employee", "roles"), new("divisions", "employee", "division")];
        Assert.Equal(uses, await Store.MissingFromCatalogueAsync(uses, CancellationToken.None));

        await SaveAsync(TestStores.Create("u1", User("amara")) with { CatalogueAdditions = [uses[0], uses[0]] });

        Assert.Equal(uses[1..], await Store.MissingFromCatalogueAsync(uses, CancellationToken.None));
        Assert.Equal(uses, await Directory.For(OtherTenant).MissingFromCatalogueAsync(uses, CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_change_adds_nothing_to_a_catalogue()
    {
        await CreateAsync("u1", User("amara"));
        CatalogueUse use = new("roles", "employee", "roles");

        await RefusedAsync(TestStores.Create("u2", User("amara")) with { CatalogueAdditions = [use] });

        Assert.Equal([use], await Store.MissingFromCatalogueAsync([use], CancellationToken.None));
    }
}

public sealed class InMemoryDirectoryTests : StoreContract
{
    readonly InMemoryDirectory directory = new(Types);

    protected override IDirectory Directory => directory;

    protected override Task<string?> FindPasswordHashAsync(TenantId tenant, ResourceKey key) => Task.FromResult(directory.FindPasswordHash(tenant, key));

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class RosterStoreTests : StoreContract
{
    readonly TestFolder folder = new();
    RosterStore? store;

    protected override IDirectory Directory => store!;

    protected override Task<string?> FindPasswordHashAsync(TenantId tenant, ResourceKey key) => store!.FindPasswordHashAsync(tenant, key, CancellationToken.None);

    public override async ValueTask InitializeAsync()
    {
        store = await OpenAsync(folder.Path);
        Tenant = (await store.Tenants.AddAsync("one", CancellationToken.None)).Id;
        OtherTenant = (await store.Tenants.AddAsync("two", CancellationToken.None)).Id;
    }

    public override async ValueTask DisposeAsync()
    {
        await store!.DisposeAsync();
        folder.Dispose();
    }
}
