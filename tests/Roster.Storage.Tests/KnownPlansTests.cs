using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;
using Roster.Storage.Postgres;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>What is planned once for all that ask alike is what would be planned for each.</summary>
public sealed class KnownPlansTests
{
    static readonly ResourceType User = VectorSchemas.User with { Schema = VectorSchemas.User.Schema with { Attributes = [.. VectorSchemas.User.Schema.Attributes.Select(Exact)] } };

    static readonly SqliteDialect Dialect = new("unused.db");

    // The column of the unique attribute is folded also where the attribute itself is not.
    static AttributeDefinition Exact(AttributeDefinition attribute) => attribute.Name == "userName" ? attribute with { CaseExact = true } : attribute;

    static IndexedType Type(ResourceType? type = null) => new(type ?? User, [(1, User.Path("emails", "value")), (2, User.Path("emails", "type")), (3, User.Path("title"))]);

    static Predicate Bound(string filter, ResourceType? type = null) =>
        new FilterBinder(type ?? User, Tolerances.All, ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.All));

    static QueryPlan Plan(IndexedType type, string filter) => type.Plans.Of(Bound(filter), 0, Dialect, null);

    static void AssertSame(QueryPlan expected, QueryPlan plan)
    {
        Assert.Equal((expected.Sql, expected.Exact, expected.Scans, expected.Keys), (plan.Sql, plan.Exact, plan.Scans, plan.Keys));
        Assert.Equal(expected.Parameters.Select(p => (p.Name, p.Value)), plan.Parameters.Select(p => (p.Name, p.Value)));
        Assert.Equal(expected.Used.AsEnumerable(), plan.Used);
        Assert.Equal(expected.Unused.AsEnumerable(), plan.Unused);
        Assert.Equal(expected.Statements?.Joint(groups: false), plan.Statements?.Joint(groups: false));
    }

    [Theory]
    [InlineData("userName eq \"Ana\"", "userName eq \"Bob\"")]
    [InlineData("displayName eq \"Ana\"", "displayName eq \"\"")]
    [InlineData("title eq \"same\" or title eq \"same\"", "title eq \"one\" or title eq \"another\"")]
    [InlineData("externalId eq \"1\" and (title eq \"2\" or userName eq \"3\")", "externalId eq \"4\" and (title eq \"5\" or userName eq \"6\")")]
    [InlineData("not (title eq \"a\") and id eq \"b\"", "not (title eq \"c\") and id eq \"d\"")]
    [InlineData("emails[type eq \"work\" and value eq \"a\"]", "emails[type eq \"home\" and value eq \"b\"]")]
    [InlineData("emails[display eq \"A\" and value eq \"a\"]", "emails[display eq \"B\" and value eq \"b\"]")]
    [InlineData("nickName eq \"a\" and title eq \"b\" and active eq true", "nickName eq \"c\" and title eq \"d\" and active eq true")]
    [InlineData("groups.value eq \"a\" and title eq null", "groups.value eq \"b\" and title eq null")]
    public void Those_that_differ_in_their_texts_have_one_plan_with_texts_of_their_own(string first, string second)
    {
        var type = Type();

        var one = Plan(type, first);
        var other = Plan(type, second);

        AssertSame(QueryPlan.For(Bound(first), type, Dialect, "@p0_"), one);
        AssertSame(QueryPlan.For(Bound(second), type, Dialect, "@p0_"), other);
        Assert.Same(one.Sql, other.Sql);
    }

    [Theory]
    [InlineData("userName eq \"a\"", "displayName eq \"a\"")]
    [InlineData("userName eq \"a\"", "not (userName eq \"a\")")]
    [InlineData("title eq \"a\" and userName eq \"b\"", "title eq \"a\" or userName eq \"b\"")]
    [InlineData("title eq \"a\" and active eq true", "title eq \"a\" and active eq false")]
    [InlineData("title eq \"a\" and externalId pr", "title eq \"a\" and displayName pr")]
    [InlineData("title eq \"a\"", "title ne \"a\"")]
    [InlineData("title eq \"a\"", "title eq null")]
    [InlineData("userName sw \"a\"", "userName sw \"b\"")]
    [InlineData("userName co \"abc\"", "userName co \"bcd\"")]
    [InlineData("emails[type eq \"work\"]", "emails[value eq \"work\"]")]
    [InlineData("title eq \"a\" and meta.created gt \"2026-01-01T00:00:00Z\"", "title eq \"a\" and meta.created gt \"2027-01-01T00:00:00Z\"")]
    public void Others_have_each_their_own(string first, string second)
    {
        var type = Type();

        foreach (var filter in new[] { first, second, first })
            AssertSame(QueryPlan.For(Bound(filter), type, Dialect, "@p0_"), Plan(type, filter));
    }

    [Fact]
    public void One_path_of_two_profiles_is_planned_as_each_compares_it()
    {
        var type = Type();

        foreach (var profile in new[] { User, VectorSchemas.User, User })
            AssertSame(QueryPlan.For(Bound("userName eq \"Ana\"", profile), type, Dialect, "@p0_"), type.Plans.Of(Bound("userName eq \"Ana\"", profile), 0, Dialect, null));
    }

    [Fact]
    public void One_comparison_that_stands_twice_is_not_taken_for_two()
    {
        var type = Type();
        var twice = Bound("title eq \"same\"");
        var others = Bound("title eq \"one\" or title eq \"another\"");

        foreach (var predicate in new[] { new Predicate.Or(twice, twice), others })
            AssertSame(QueryPlan.For(predicate, type, Dialect, "@p0_"), type.Plans.Of(predicate, 0, Dialect, null));
    }

    [Fact]
    public void Each_part_of_a_query_has_parameters_of_its_own()
    {
        var type = Type();
        var predicate = Bound("title eq \"a\"");

        Assert.Equal("@p0_0", type.Plans.Of(predicate, 0, Dialect, null).Parameters[0].Name);
        Assert.Equal("@p1_0", type.Plans.Of(predicate, 1, Dialect, null).Parameters[0].Name);
        Assert.Equal("@p0_0", type.Plans.Of(predicate, 0, Dialect, null).Parameters[0].Name);
    }

    [Fact]
    public void Text_that_the_engine_cannot_hold_is_equal_to_nothing_stored()
    {
        var type = Type();
        using var dialect = new PostgresDialect("Host=unused");
        QueryPlan Asked(string text) => type.Plans.Of(new Predicate.Compare(User.Path("title"), Comparison.Eq, new ScimValue.Text(text)), 0, dialect, null);

        Assert.NotNull(Asked("a").Sql);
        Assert.Null(Asked("a\0").Sql);
        Assert.NotNull(Asked("b").Sql);
    }

    [Theory]
    [InlineData("userName sw \"a\"")]
    [InlineData("title eq \"a\" and displayName co \"b\"")]
    [InlineData("meta.created gt \"2026-01-01T00:00:00Z\"")]
    [InlineData("title ne \"a\"")]
    public void One_that_hardly_comes_again_is_not_kept(string filter)
    {
        var type = Type();

        Plan(type, filter);

        Assert.Equal(0, type.Plans.Count);
    }

    [Fact]
    public void However_many_ask_otherwise_few_are_kept()
    {
        var type = Type();
        string Filter(int i) => "title eq \"a\"" + string.Concat(Enumerable.Range(0, 10).Select(bit => (i >> bit) % 2 == 0 ? " and id eq \"b\"" : " or id eq \"b\""));

        for (var i = 0; i < 250; i++)
            AssertSame(QueryPlan.For(Bound(Filter(i)), type, Dialect, "@p0_"), Plan(type, Filter(i)));

        Assert.InRange(type.Plans.Count, 1, 100);
    }
}
