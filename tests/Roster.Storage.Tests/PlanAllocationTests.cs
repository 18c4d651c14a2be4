using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>What planning a filter may allocate: about 1.3 times what it did when the bound was set.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class PlanAllocationTests
{
    [Theory]
    [InlineData("userName eq \"u0004711@example.com\"", 1_050)]
    [InlineData("emails[type eq \"work\" and value eq \"u0004711@example.com\"]", 3_400)]
    [InlineData("active eq true and (displayName co \"gin\" or externalId sw \"ext\") and meta.lastModified gt \"2026-01-01T00:00:00Z\"", 4_200)]
    public void Planning(string text, long bound)
    {
        var user = CoreResourceTypes.User;
        var type = new IndexedType(user, [(1, user.Path("emails", "value"))]);
        var dialect = new SqliteDialect("unused.db");
        var predicate = new FilterBinder(user, Tolerances.All, ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(text, FilterLimits.Default, Tolerances.All));

        var bytes = Allocation.Of(() => QueryPlan.For(predicate, type, dialect));

        Assert.True(bytes <= bound, Allocation.Excess("To plan " + text, bytes, bound));
    }
}
