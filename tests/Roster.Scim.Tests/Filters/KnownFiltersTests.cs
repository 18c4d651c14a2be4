using CsCheck;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

/// <summary>Whoever has seen filters before finds the same in the next one as whoever sees it first.</summary>
public sealed class KnownFiltersTests
{
    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.All, VectorSchemas.User, VectorSchemas.Group) with
    {
        FilterLimits = new FilterLimits(2000, 50, 100),
        NeverReturnedInAddress = ScimError.Sensitive("Not in an address."),
    };

    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    static QueryBinder Fresh() => new(Profile);

    /// <summary>What a filter was taken for, or how it was refused.</summary>
    static (Predicate? Narrow, bool Exact, Load Needs, string? Error) Bound(QueryBinder binder, string filter, bool inAddress = false)
    {
        try
        {
            var part = binder.Bind([new ListedType(VectorSchemas.User, Load.Document)], new ListRequest(filter) { InAddress = inAddress }, Caller).Parts[0];
            return (part.Narrow, part.NarrowIsExact, part.JudgeNeeds, null);
        }
        catch (ScimException refused)
        {
            return (null, false, Load.Document, $"{refused.Error.ScimType}: {refused.Error.Detail}");
        }
    }

    static void AssertSame(QueryBinder known, string filter) => Assert.Equal(Bound(Fresh(), filter), Bound(known, filter));

    [Fact]
    public void Random_filters_one_after_the_other()
    {
        var known = Fresh();
        FilterTextTests.Filters(2).Sample(filter => AssertSame(known, filter.ToString()), iter: 5000, threads: 1);
    }

    [Theory]
    [InlineData("userName eq \"ana\"", "userName eq \"BOB\"", "userName eq \"\"", "userName eq \"\u212B\"", "userName eq \"a\\\"b\"", "userName eq \"\uD83D\uDE00\"")]
    [InlineData("title co \"a\" and not (displayName sw \"b\")", "title co \"\" and not (displayName sw \"c\")")]
    [InlineData("title eq \"same\" or title eq \"same\"", "title eq \"one\" or title eq \"another\"")]
    [InlineData("emails[type eq \"work\" and value eq \"a\"]", "emails[type eq \"home\" and value eq \"b\"]", "emails[type eq \"home\" and value eq \"b\"] ")]
    [InlineData("emails[type eq \"work\"].value eq \"a\"", "emails[type eq \"home\"].value eq \"b\"")]
    [InlineData("meta.resourceType eq \"User\"", "meta.resourceType eq \"Group\"")]
    [InlineData("schemas eq \"" + VectorSchemas.Test + "\"", "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", "schemas eq \"urn:none\"")]
    [InlineData("meta.created gt \"2026-01-01T00:00:00Z\"", "meta.created gt \"2027-01-01T00:00:00Z\"", "meta.created gt \"no time\"")]
    [InlineData("active eq \"true\"", "active eq \"false\"", "active eq \"maybe\"")]
    // Of one text becomes a truth, and of what is no text one.
    [InlineData("title eq true and active eq \"true\"", "title eq true and active eq \"false\"")]
    [InlineData("title eq 5 and userName eq \"5\"", "title eq 5 and userName eq \"6\"")]
    [InlineData("userName eq \"a", "userName eq \"b\"", "userName eq \"c\" and", "userName eq \"d\" title")]
    [InlineData("title eq \uE0000 and userName eq \"a\"", "title eq \uE0000 and userName eq \"b\"")]
    [InlineData("title eq \"\uE0000\"", "title eq \"\uE0001\" or userName eq \"\uE0000\"", "title eq \"a\" or userName eq \"b\"")]
    [InlineData("password eq \"a\"", "password eq \"b\"")]
    [InlineData("nothing eq \"a\"", "nothing eq \"b\"")]
    public void One_after_the_other(params string[] filters)
    {
        var known = Fresh();

        foreach (var filter in filters.Concat(filters))
            AssertSame(known, filter);
    }

    [Fact]
    public void However_often_one_came_a_longer_text_is_too_long()
    {
        var known = Fresh();
        Assert.Null(Bound(known, "title eq \"a\"").Error);

        AssertSame(known, $"title eq \"{new string('a', 2000)}\"");
        Assert.Contains("at most 2000", Bound(known, $"title eq \"{new string('a', 2000)}\"").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_refused_in_an_address_is_refused_there_each_time()
    {
        var known = Fresh();

        foreach (var inAddress in new[] { false, true, false, true })
            Assert.StartsWith(inAddress ? "sensitive" : "invalidFilter", Bound(known, "password eq \"a\"", inAddress).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_judges_by_its_own_texts()
    {
        var known = Fresh();
        bool Matches(string title) => known.Bind([new ListedType(VectorSchemas.User, Load.Document)], new ListRequest($"title eq \"{title}\""), Caller).Parts[0].Judge!(
            new Resource { Key = new ResourceKey("User", "u"), Version = 1, Created = default, LastModified = default, Document = Document.From(new() { ["title"] = "Engineer" }) });

        Assert.True(Matches("engineer"));
        Assert.False(Matches("other"));
        Assert.True(Matches("ENGINEER"));
    }

    [Fact]
    public void Types_and_organizations_do_not_share_them()
    {
        var known = Fresh();
        AssertSame(known, "displayName eq \"a\"");

        var group = known.Bind([new ListedType(VectorSchemas.Group, Load.Document)], new ListRequest("displayName eq \"a\""), Caller).Parts[0];

        Assert.Equal(VectorSchemas.Group.Path("displayName"), Assert.IsType<Predicate.Compare>(group.Narrow).Path);
        Assert.Same(VectorSchemas.Group.BaseAttribute("displayName"), ((Predicate.Compare)group.Narrow!).Path.Attribute);
    }

    [Fact]
    public void What_was_asked_before_is_not_found_out_again_but_when_much_else_was_asked()
    {
        var asked = 0;
        var binder = new FilterBinder(VectorSchemas.User, Tolerances.All, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty);
        var known = new KnownFilters((filter, _, _) =>
        {
            asked++;
            var predicate = binder.Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.All));
            return new BoundFilter(predicate, predicate, true, Load.Document, new(() => throw new InvalidOperationException()));
        }, (predicate, _) => predicate, 1000);
        int Asking(string filter)
        {
            var before = asked;
            known.Of(filter, VectorSchemas.User, inAddress: false);
            return asked - before;
        }

        // Once for itself, once for those like it.
        Assert.Equal(2, Asking("title eq \"a\""));
        Assert.Equal(0, Asking("title eq \"b\""));

        for (var i = 0; i < 100; i++)
            Assert.Equal(2, Asking($"title eq \"a\" or displayName eq {i}"));

        Assert.Equal(2, Asking("title eq \"c\""));
        Assert.Equal(0, Asking("title eq \"d\""));
    }

    [Fact]
    public void A_question_over_several_types_is_understood_for_each()
    {
        var known = Fresh();
        AssertSame(known, "title eq \"a\"");

        var parts = known.Bind([new ListedType(VectorSchemas.User, Load.Document), new ListedType(VectorSchemas.Group, Load.Document)], new ListRequest("title eq \"a\""), Caller).Parts;

        Assert.IsType<Predicate.Compare>(parts[0].Narrow);
        Assert.Equal(new Predicate.Constant(false), parts[1].Narrow);
    }
}
