using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Storage.Postgres;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Pages of all resources of a type, or of those that are active or are not, which one statement brings.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class CountedPageTests : IAsyncLifetime
{
    PostgresDatabase database = null!;
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        store = await OpenAsync();
        tenant = (await store.Tenants.AddAsync("one", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await database.DisposeAsync();
    }

    Task<RosterStore> OpenAsync() => RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString, Indexed = default }, None);

    static ResourceQuery Query(ResourceType type, bool? active, Load load = Load.Memberships) => new()
    {
        Parts = [new TypeQuery { Type = type, Load = load, Narrow = active is { } wanted ? new Predicate.Compare(VectorSchemas.User.Path("active"), Comparison.Eq, new ScimValue.Boolean(wanted)) : null }],
    };

    Task<ResourcePage> QueryAsync(ResourceQuery query) => store.For(tenant).QueryAsync(query, None);

    async Task SaveAsync(ResourceChange change) => Assert.NotNull(await store.For(tenant).TrySaveAsync(change, Caller(tenant), None));

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task Everybody_comes_with_all_groups_in_the_order_of_joining(bool? active)
    {
        const int Users = 7;
        for (var i = 0; i < Users; i++)
            await SaveAsync(Create($"u{i}", new JsonObject { ["userName"] = $"user-{i}", ["active"] = true }));
        for (var g = 0; g < 3; g++)
            await SaveAsync(Create($"g{g}", new JsonObject { ["displayName"] = $"group {g}" }, "Group"));
        // Those who joined the last group first.
        for (var g = 2; g >= 0; g--)
        {
            var group = (await store.For(tenant).FindAsync(new("Group", $"g{g}"), Load.Members, None))!;
            await SaveAsync(MembersOf(group, Add([.. Enumerable.Range(0, Users).Where(i => i % (g + 1) == 0).Select(i => $"u{i}")])));
        }

        // Members of another organization, so that the database uses the index of whose groups they are: few rows would be read in the order in which they were written.
        await database.ExecuteAsAdminAsync("INSERT INTO member (tenant, group_row, member_row, member_id, member_type) SELECT 1000, 1, i, i, 'User' FROM generate_series(1, 20000) i");
        await database.ExecuteAsAdminAsync("ANALYZE");
        for (var skip = 0; skip <= Users; skip++)
        {
            var page = await QueryAsync(Query(Types[0], active) with { Skip = skip, Take = 3 });

            Assert.Equal(Enumerable.Range(0, Users).Skip(skip).Take(3).Select(i => $"u{i}"), page.Resources.Select(user => user.Key.Id));
            Assert.All(page.Resources, user => Assert.Equal(Enumerable.Range(0, 3).Reverse().Where(g => int.Parse(user.Key.Id[1..], CultureInfo.InvariantCulture) % (g + 1) == 0).Select(g => $"g{g}"), user.Memberships.Select(group => group.Value)));
            Assert.Equal((Users, skip + 3 < Users), (page.TotalResults, page.Next is not null));
        }

        Assert.All((await QueryAsync(Query(Types[0], active, Load.Document) with { Take = 3 })).Resources, user => Assert.True(user.Memberships.IsDefault));
    }

    [Fact]
    public async Task What_was_indexed_a_moment_ago_is_not_relied_on()
    {
        await SaveAsync(Create("u1", new JsonObject { ["userName"] = "one" }));
        await using (var beside = await OpenAsync())
            await beside.Indexes.AddAsync(tenant, "User", "nickName", None);

        Assert.Equal("u1", Assert.Single((await QueryAsync(Query(Types[0], null) with { Take = 10 })).Resources).Key.Id);
    }

    [Theory]
    [InlineData("User", null, 0, 0)]
    [InlineData("User", null, 30_000, 0)]
    [InlineData("User", null, 90_000, 0)]
    [InlineData("User", null, 0, 30_000)]
    [InlineData("User", true, 20_000, 0)]
    [InlineData("User", true, 0, 20_000)]
    [InlineData("Group", null, 0, 0)]
    [InlineData("Group", null, 30, 0)]
    [InlineData("Group", null, 0, 10_000)]
    public async Task No_more_is_looked_at_than_a_block_however_the_database_plans_it(string type, bool? active, int skip, int after)
    {
        // The groups are so few that the database may not have seen any, and then would find them by going through everybody.
        await database.ExecuteAsAdminAsync($"""
            INSERT INTO resource (tenant, type, id, tombstone, version, created, modified, active, checksum, document)
            SELECT {tenant.Value}, CASE WHEN i % 500 <> 0 THEN 'User' ELSE 'Group' END, 'r' || i, 0, 1, 0, 0, i % 2, 0, '' FROM generate_series(1, 40000) i
            """);
        await database.ExecuteAsAdminAsync("ALTER TABLE resource ALTER COLUMN type SET (n_distinct = 1)");
        await database.ExecuteAsAdminAsync("ANALYZE");
        using var dialect = new PostgresDialect(database.ConnectionString);
        var query = Query(Types.Single(t => t.Name == type), active) with { Skip = skip, Take = 100, After = after == 0 ? null : new Position(null, after) };

        var known = new IndexSnapshot(Types, 0, [], ImmutableDictionary<TenantId, StoredSchemas>.Empty);
        var sql = CountedPage.Of(query, TypePlan.OfOnly(query, tenant, dialect, known)!, dialect, known)!.Statement.Sql;
        var plan = await PostgresPlans.ExplainAsync(database, tenant, sql, new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["@tenant"] = ("bigint", $"{tenant.Value}"), ["@type0"] = ("text", $"'{type}'"), ["@skip"] = ("bigint", $"{skip}"), ["@after"] = ("bigint", $"{after}"), ["@take"] = ("bigint", "101"),
            ["@p0_0"] = ("bigint", active == true ? "1" : "0"),
        });

        // Each step counts what it passes on again.
        Assert.InRange(PostgresPlans.Rows(plan), 1, (skip > 0 ? 4 * 4_096 : 0) + 1_500);
    }
}
