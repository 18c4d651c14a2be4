using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Storage.Postgres;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Text inside of values is found by trigrams where the database has them, and by looking where it has not.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class TrigramTests
{
    static CancellationToken None => CancellationToken.None;

    static async Task<(RosterStore Store, TenantId Tenant)> OpenAsync(PostgresDatabase database)
    {
        var store = await RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString }, None);
        var tenant = (await store.Tenants.AddAsync("one", None)).Id;
        foreach (var (i, name) in new[] { "ana.silva", "ben.silver", "cy%ril", "dora_s" }.Index())
        {
            await store.For(tenant).TrySaveAsync(
                Create($"u{i}", new() { ["userName"] = name, ["displayName"] = "Name " + name, ["emails"] = new JsonArray(new JsonObject { ["value"] = name + "@example.test" }) }), Caller(tenant), None);
        }

        return (store, tenant);
    }

    [Theory]
    [InlineData("userName", null, Comparison.Co, "resource_name_unique")]
    [InlineData("displayName", null, Comparison.Ew, "resource_name_display")]
    [InlineData("emails", "value", Comparison.Co, "resource_value_trigrams")]
    [InlineData("emails", "value", Comparison.Ew, "resource_value_trigrams")]
    public async Task A_condition_on_text_inside_is_answered_by_its_trigrams(string name, string? sub, Comparison comparison, string index)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var (store, tenant) = await OpenAsync(database);
        await using var opened = store;
        using var dialect = new PostgresDialect(database.ConnectionString);
        dialect.Look();
        var type = new IndexedType(VectorSchemas.User, [(1, VectorSchemas.User.Path("emails", "value"))]);

        var condition = QueryPlan.For(new Predicate.Compare(VectorSchemas.User.Path(name, sub), comparison, new ScimValue.Text("silva")), type, dialect);
        // Of a few rows all would be looked at.
        await database.ExecuteAsAdminAsync($"""
            INSERT INTO resource_name (tenant, resource, unique_value, display_name) SELECT {tenant.Value}, i, md5(i::text), md5(i::text) FROM generate_series(1000, 30000) i;
            INSERT INTO resource_value (tenant, resource, path, element, text) SELECT {tenant.Value}, i, 1, 0, md5(i::text) FROM generate_series(1000, 30000) i;
            """);
        await database.ExecuteAsAdminAsync("VACUUM ANALYZE");
        var plan = await PostgresPlans.ExplainAsync(
            database, tenant, $"SELECT r.row_id FROM resource r WHERE r.tenant = @tenant AND r.tombstone = 0 AND {condition.Sql}",
            condition.Parameters.Select(p => (p.Name, p.Value)).Append(("@tenant", tenant.Value)).ToDictionary(
                p => p.Name, p => p.Value is string text ? ("text", $"'{text}'") : ("bigint", Convert.ToString(p.Value, CultureInfo.InvariantCulture)!), StringComparer.Ordinal));

        Assert.True(condition.Exact);
        Assert.Contains(index, PostgresPlans.Indexes(plan));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_found_is_the_same_with_trigrams_and_without(bool trigrams)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        if (!trigrams)
            await database.ExecuteAsAdminAsync("DROP EXTENSION pg_trgm");
        var (store, tenant) = await OpenAsync(database);
        await using var opened = store;

        foreach (var (comparison, text, found) in new[]
        {
            (Comparison.Co, "silv", "u0 u1"), (Comparison.Ew, "silva", "u0"), (Comparison.Co, "y%r", "u2"), (Comparison.Co, "a_s", "u3"), (Comparison.Co, "il", "u0 u1 u2"), (Comparison.Co, "a.s", "u0"),
        })
        {
            foreach (var name in (string[])["userName", "displayName"])
            {
                var predicate = new Predicate.Compare(VectorSchemas.User.Path(name), comparison, new ScimValue.Text(text));
                Assert.Equal(found, await FindAsync(store, tenant, predicate));
                Assert.Equal(string.Join(' ', Enumerable.Range(0, 4).Select(i => $"u{i}").Except(found.Split(' '))), await FindAsync(store, tenant, new Predicate.Not(predicate)));
            }
        }
    }

    [Fact]
    public async Task A_name_that_changes_or_goes_is_no_longer_found()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var (store, tenant) = await OpenAsync(database);
        await using var opened = store;
        var silva = new Predicate.Compare(VectorSchemas.User.Path("userName"), Comparison.Co, new ScimValue.Text("silv"));
        var resources = store.For(tenant);

        await resources.TrySaveAsync(Update((await resources.FindAsync(new("User", "u0"), Load.Document, None))!, user => user["userName"] = "ana.costa"), Caller(tenant), None);
        Assert.Equal("u1", await FindAsync(store, tenant, silva));
        await resources.TrySaveAsync(Delete((await resources.FindAsync(new("User", "u1"), Load.Document, None))!), Caller(tenant), None);
        Assert.Equal("", await FindAsync(store, tenant, silva));
    }

    static async Task<string> FindAsync(RosterStore store, TenantId tenant, Predicate predicate) => string.Join(' ', (await store.For(tenant).QueryAsync(
        new ResourceQuery { Parts = [new TypeQuery { Type = Types[0], Narrow = predicate, Load = Load.Document }], Take = 10 }, None)).Resources.Select(user => user.Key.Id));
}
