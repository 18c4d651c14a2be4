using System.Collections.Concurrent;
using System.Globalization;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>What one member costs does not depend on how many there are: the database looks up, and walks through nothing.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class MemberLookupTests
{
    const int Many = 3_000;

    static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task One_member_of_many_is_looked_up()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var run = new ConcurrentQueue<string>();
        await using var store = await RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString, SqlRun = run.Enqueue }, None);
        var tenant = (await store.Tenants.AddAsync("one", None)).Id;
        var resources = store.For(tenant);
        await Task.WhenAll(Enumerable.Range(0, Many + 1).Select(i => resources.TrySaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}" }), Caller(tenant), None)));
        // Among many small groups the large one looks small to whoever knows the average.
        await Task.WhenAll(Enumerable.Range(0, 500).Select(g => resources.TrySaveAsync(Create($"g{g}", new() { ["displayName"] = $"group {g}" }, "Group", $"u{g}"), Caller(tenant), None)));
        var large = (await resources.TrySaveAsync(Create("large", new() { ["displayName"] = "large" }, "Group", [.. Enumerable.Range(0, Many).Select(i => $"u{i}")]), Caller(tenant), None))!.After!;
        await database.ExecuteAsAdminAsync("ANALYZE");

        run.Clear();
        await resources.TrySaveAsync(MembersOf(large, new MembersChange([new($"u{Many}", null)], [])), Caller(tenant), None);
        await resources.TrySaveAsync(MembersOf(large, new MembersChange([], ["u7"])), Caller(tenant), None);
        await resources.MembersAsync(large.Key, new MemberQuery { Ids = ["u8"], Take = 10 }, None);

        var statements = run.Where(sql => sql.Contains("member", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains(statements, sql => sql.Contains("DELETE FROM member", StringComparison.Ordinal));
        Assert.Contains(statements, sql => sql.Contains("INSERT INTO member", StringComparison.Ordinal));
        foreach (var sql in statements)
            Assert.InRange(PostgresPlans.Rows(await PostgresPlans.ExplainAsync(database, tenant, sql, Values(tenant))), 0, 40);
    }

    static Dictionary<string, (string Type, string Value)> Values(TenantId tenant) => new(StringComparer.Ordinal)
    {
        ["@tenant"] = ("bigint", tenant.Value.ToString(CultureInfo.InvariantCulture)),
        ["@group"] = ("bigint", "SELECT row_id FROM resource WHERE id = 'large'"),
        ["@at"] = ("bigint", "1"),
        ["@ids"] = ("text[]", "'{u5,u3000}'"),
        ["@rows"] = ("bigint[]", "SELECT array_agg(row_id) FROM resource WHERE id IN ('u5', 'u3000')"),
        ["@places"] = ("bigint[]", "SELECT array_agg(row_id) FROM (SELECT row_id FROM member LIMIT 2) m"),
    };
}
