using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Storage.Sqlite;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Which index the engine takes for which condition. Without statistics of its own it would guess, and guess badly on large data.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class QueryPlanTests
{
    [Theory]
    [InlineData("userName", Comparison.Eq, "SEARCH r USING COVERING INDEX resource_unique (tenant=? AND type=? AND unique_value=? AND tombstone=?)")]
    [InlineData("userName", Comparison.Sw, "SEARCH r USING COVERING INDEX resource_unique (tenant=? AND type=? AND unique_value>? AND unique_value<?)")]
    [InlineData("userName", Comparison.Co, "SEARCH r USING COVERING INDEX resource_unique (tenant=? AND type=?")]
    [InlineData("userName", Comparison.Ew, "SEARCH r USING COVERING INDEX resource_unique (tenant=? AND type=?")]
    [InlineData("displayName", Comparison.Eq, "SEARCH r USING COVERING INDEX resource_display_name (tenant=? AND type=? AND display_name=? AND tombstone=?)")]
    [InlineData("displayName", Comparison.Co, "SEARCH r USING COVERING INDEX resource_display_name (tenant=? AND type=?")]
    [InlineData("externalId", Comparison.Eq, "SEARCH r USING COVERING INDEX resource_external_id (tenant=? AND type=? AND external_id=? AND tombstone=?)")]
    [InlineData("id", Comparison.Eq, "SEARCH r USING INDEX resource_id (tenant=? AND id=?)")]
    [InlineData("emails.value", Comparison.Eq, "SEARCH v USING COVERING INDEX resource_value_text (tenant=? AND path=? AND text=?)")]
    [InlineData("emails.value", Comparison.Eq, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData("emails.value", Comparison.Co, "SEARCH v USING COVERING INDEX resource_value_text (tenant=? AND path=?")]
    [InlineData("active", Comparison.Eq, "SEARCH r USING COVERING INDEX resource_order (tenant=? AND type=? AND tombstone=?)")]
    [InlineData("groups.value", Comparison.Eq, "SEARCH o USING COVERING INDEX resource_id (tenant=? AND id=?)")]
    [InlineData("groups.value", Comparison.Eq, "SEARCH m USING COVERING INDEX member_order (tenant=? AND group_row=?)")]
    public async Task A_condition_is_answered_by_its_index(string name, Comparison comparison, string step)
    {
        var dots = name.Split('.');
        var path = VectorSchemas.User.Path(dots[0], dots.ElementAtOrDefault(1));
        ScimValue value = path.Leaf.Type == AttributeType.Boolean ? new ScimValue.Boolean(true) : new ScimValue.Text("x");
        using var folder = new TestFolder();
        await using var store = await OpenAsync(folder.Path);
        var dialect = new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db"));
        var type = new IndexedType(VectorSchemas.User, [(1, VectorSchemas.User.Path("emails", "value"))]);

        var plan = QueryPlan.For(new Predicate.Compare(path, comparison, value), type, dialect);
        var steps = Explain(dialect, $"SELECT r.row_id FROM resource r WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0 AND {plan.Sql} ORDER BY {plan.Row} LIMIT 10");

        Assert.True(plan.Exact);
        Assert.True(steps.Any(s => s.StartsWith(step, StringComparison.Ordinal)), string.Join('\n', steps));
        Assert.DoesNotContain(steps, s => s.StartsWith("SCAN r", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_and_totals_of_everything_come_from_the_narrow_index()
    {
        using var folder = new TestFolder();
        await using var store = await OpenAsync(folder.Path);
        var dialect = new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db"));
        const string Of = "FROM resource r WHERE r.tenant = @tenant AND r.type = @type AND r.tombstone = 0";

        Assert.Equal(["SEARCH r USING COVERING INDEX resource_order (tenant=? AND type=? AND tombstone=?)"], Explain(dialect, $"SELECT r.row_id {Of} ORDER BY r.row_id LIMIT 10 OFFSET 1000"));
        Assert.Equal(["SEARCH r USING COVERING INDEX resource_order (tenant=? AND type=? AND tombstone=?)"], Explain(dialect, $"SELECT count(*) {Of} AND r.active = 1"));
    }

    [Fact]
    public async Task A_page_by_its_place_looks_at_no_blocks_behind_its_own_and_begins_there()
    {
        using var folder = new TestFolder();
        var run = new ConcurrentQueue<string>();
        await using var store = await RosterStore.OpenAsync(Options(folder.Path) with { SqlRun = run.Enqueue }, CancellationToken.None);
        var tenant = await store.Tenants.AddAsync("one", CancellationToken.None);

        await store.For(tenant.Id).QueryAsync(new ResourceQuery { Parts = [new TypeQuery { Type = Types[0] }], Skip = 1000, Take = 10 }, CancellationToken.None);

        var dialect = new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db"));
        Assert.Equal(["SEARCH p USING PRIMARY KEY (tenant=? AND type=?)"], Explain(dialect, Assert.Single(run, s => s.Contains("GROUP BY b.block", StringComparison.Ordinal))));
        Assert.Contains("SEARCH r USING COVERING INDEX resource_order (tenant=? AND type=? AND tombstone=? AND row_id>?)", Explain(dialect, Assert.Single(run, s => s.Contains("OFFSET", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("userName eq \"a\"", "resource_unique")]
    [InlineData("displayName eq \"a\"", "resource_display_name")]
    [InlineData("externalId eq \"a\" and active eq true", "resource_external_id")]
    [InlineData("title eq \"a\" and meta.lastModified gt \"2026-01-01T00:00:00Z\"", "resource_value_text")]
    [InlineData("title eq \"a\" and displayName sw \"b\"", "resource_value_text")]
    [InlineData("title eq \"a\" and not (emails.value eq \"b\")", "resource_value_text")]
    [InlineData("emails[type eq \"work\" and value eq \"a\"]", "resource_value_text")]
    public async Task Those_with_one_value_are_read_from_its_index_in_their_order(string filter, string index)
    {
        var steps = await AloneAsync(filter);

        Assert.Contains(steps, s => s.Contains($"INDEX {index} (", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, s => s.Contains("TEMP B-TREE", StringComparison.Ordinal) || s.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("userName eq \"a\" or title eq \"b\"")]
    [InlineData("title eq \"a\" or title eq \"b\"")]
    [InlineData("emails[value eq \"a\" or value eq \"b\"]")]
    public async Task Those_with_one_of_several_values_are_put_in_order_without_their_documents(string filter)
    {
        var steps = await AloneAsync(filter);

        // Within the list of rows, which is ended by a limit.
        var list = steps.FindIndex(s => s.StartsWith("LIST SUBQUERY", StringComparison.Ordinal));
        var sorted = steps.FindIndex(s => s.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
        Assert.True(sorted < 0 || (list >= 0 && list < sorted && steps.FindIndex(s => s.StartsWith("SEARCH m ", StringComparison.Ordinal)) > sorted), string.Join('\n', steps));
    }

    static async Task<List<string>> AloneAsync(string filter)
    {
        using var folder = new TestFolder();
        var run = new ConcurrentQueue<string>();
        await using var store = await RosterStore.OpenAsync(Options(folder.Path) with { SqlRun = run.Enqueue }, CancellationToken.None);
        var tenant = await store.Tenants.AddAsync("one", CancellationToken.None);
        var predicate = new FilterBinder(VectorSchemas.User, Tolerances.All, ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.All));

        await store.For(tenant.Id).QueryAsync(new ResourceQuery { Parts = [new TypeQuery { Type = Types[0], Narrow = predicate, Load = Load.Memberships }], Take = 10 }, CancellationToken.None);

        return Explain(new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db")), Assert.Single(run, s => s.Contains("FROM administration i LEFT JOIN resource r", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("userName", "resource_unique")]
    [InlineData("displayName", "resource_display_name")]
    [InlineData("externalId", "resource_external_id")]
    [InlineData("title", "resource_value_text")]
    [InlineData("name.familyName", "resource_value_text")]
    public async Task A_page_by_cursor_reads_the_index_of_its_sort_key_from_where_the_last_one_ended(string name, string index)
    {
        var dots = name.Split('.');
        foreach (var descending in new[] { false, true })
        {
            var steps = await SortedAsync(descending, VectorSchemas.User.Path(dots[0], dots.ElementAtOrDefault(1)));

            Assert.Contains(steps, s => s.Contains($"COVERING INDEX {index} (", StringComparison.Ordinal) && (s.Contains('>', StringComparison.Ordinal) || s.Contains('<', StringComparison.Ordinal)));
            Assert.DoesNotContain(steps, s => s.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Pages_over_types_merge_their_indexes()
    {
        var steps = await SortedAsync(descending: false, VectorSchemas.User.Path("displayName"), VectorSchemas.Group.Path("displayName"));

        Assert.Contains(steps, s => s.StartsWith("MERGE", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, s => s.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    static async Task<List<string>> SortedAsync(bool descending, params AttributePath[] paths)
    {
        using var folder = new TestFolder();
        var run = new ConcurrentQueue<string>();
        await using var store = await RosterStore.OpenAsync(Options(folder.Path) with { SqlRun = run.Enqueue }, CancellationToken.None);
        var tenant = await store.Tenants.AddAsync("one", CancellationToken.None);
        var query = new ResourceQuery
        {
            Parts = [.. paths.Select((path, i) => new TypeQuery { Type = Types[i], Sort = new SortKey(path, true, _ => null, Load.Document) })],
            Sorted = true, Descending = descending, Take = 10, After = new Position(new ScimValue.Text("m"), 5),
        };

        await store.For(tenant.Id).QueryAsync(query, CancellationToken.None);

        return Explain(new SqliteDialect(System.IO.Path.Combine(folder.Path, "roster.db")), Assert.Single(run, s => s.Contains("ORDER BY sort_key", StringComparison.Ordinal)));
    }

    static List<string> Explain(SqliteDialect dialect, string sql)
    {
        using var connection = (SqliteConnection)dialect.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Regex.Matches(sql, "@[A-Za-z0-9_]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Distinct(StringComparer.Ordinal))
            command.Parameters.AddWithValue(name, 1);
        var steps = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        return steps;
    }
}
