using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Xunit;

namespace Roster.Genesys.Tests;

/// <summary>
/// What a filter on shown attributes is narrowed to, in terms of stored ones, lets every match pass; and where it says that it is exact,
/// nothing but matches. Filters and users are random, of a few values, so that much coincides.
/// </summary>
public sealed class NarrowingTests
{
    const int Filters = 4000;
    const int UsersPerFilter = 12;

    static readonly ScimProfile Profile = GenesysProfile.Create(new GenesysOptions());
    static readonly Caller Caller = new(new TenantId(1), "c1", [], "correlation");
    static readonly string[] Values = ["a@x.test", "b@x.test", "A-17", "work", "other", "x"];

    [Fact]
    public void Every_match_passes_and_an_exact_condition_passes_nothing_else()
    {
        var random = new Random(20_260_101);
        var view = new ResourceView(Profile, Caller, "");
        var narrowed = 0;
        for (var i = 0; i < Filters; i++)
        {
            var text = Filter(random, 3);
            var predicate = new FilterBinder(GenesysResourceTypes.User, Profile.Tolerances, Profile.FilterAliases).Bind(FilterParser.Parse(text, Profile.FilterLimits, Profile.Tolerances));
            var (condition, exact) = Narrowing.Of(predicate, Profile.Rules);
            narrowed += condition is Predicate.Constant { Value: true } ? 0 : 1;

            for (var j = 0; j < UsersPerFilter; j++)
            {
                var stored = User(random);
                var matches = PredicateEvaluator.Matches(predicate, view.Attributes(GenesysResourceTypes.User, Document.From(stored)));
                var passes = PredicateEvaluator.Matches(condition, stored);

                Assert.True(passes || !matches, $"{text}\n{stored.ToJsonString()}");
                Assert.True(!exact || passes == matches, $"exact: {text}\n{stored.ToJsonString()}");
            }
        }

        Assert.True(narrowed > Filters / 4, $"Only {narrowed} filters were narrowed at all.");
    }

    [Fact]
    public void What_a_filter_does_not_look_at_makes_no_difference_to_it()
    {
        var random = new Random(20_260_102);
        var view = new ResourceView(Profile, Caller, "");
        for (var i = 0; i < Filters; i++)
        {
            var text = Filter(random, 3);
            var predicate = new FilterBinder(GenesysResourceTypes.User, Profile.Tolerances, Profile.FilterAliases).Bind(FilterParser.Parse(text, Profile.FilterLimits, Profile.Tolerances));
            var excerpt = new ResourceExcerpt(GenesysResourceTypes.User, Profile.RulesOf(GenesysResourceTypes.User), predicate.Paths);
            for (var j = 0; j < UsersPerFilter; j++)
            {
                var user = new Resource { Key = new ResourceKey("User", "u"), Version = 1, Created = default, LastModified = default, Document = Document.From(User(random)) };

                var matches = PredicateEvaluator.Matches(predicate, view.Whole(GenesysResourceTypes.User, user));
                Assert.Equal(matches, excerpt.Matches(predicate, user, view));
                Assert.True(matches == PredicateEvaluator.Matches(predicate, excerpt.Of(user, view)), $"{text}\n{user.Document.ToJson().ToJsonString()}");
            }
        }
    }

    [Theory]
    [InlineData("emails.value eq \"a@x.test\"")]
    [InlineData("emails[type eq \"other\" and value eq \"a@x.test\"]")]
    [InlineData("externalId eq \"A-17\"")]
    [InlineData("email eq a@x.test and active eq true")]
    public void Filters_that_identity_providers_send_are_narrowed(string filter)
    {
        var predicate = new FilterBinder(GenesysResourceTypes.User, Profile.Tolerances, Profile.FilterAliases).Bind(FilterParser.Parse(filter, Profile.FilterLimits, Profile.Tolerances));

        Assert.IsNotType<Predicate.Constant>(Narrowing.Of(predicate, Profile.Rules).Condition);
    }

    static string Filter(Random random, int depth) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        1 => $"({Filter(random, depth - 1)}) and ({Filter(random, depth - 1)})",
        2 => $"({Filter(random, depth - 1)}) or ({Filter(random, depth - 1)})",
        3 => $"not ({Filter(random, depth - 1)})",
        4 => $"emails[{Condition(random, 2)}]",
        _ => Leaf(random, ["userName", "emails.value", "emails.type", "emails", "externalId", "title", "active", $"{GenesysSchemas.ExtensionUrn}:externalIds.value"]),
    };

    static string Condition(Random random, int depth) => (depth == 0 ? 0 : random.Next(4)) switch
    {
        1 => $"({Condition(random, depth - 1)}) and ({Condition(random, depth - 1)})",
        2 => $"({Condition(random, depth - 1)}) or ({Condition(random, depth - 1)})",
        3 => $"not ({Condition(random, depth - 1)})",
        _ => Leaf(random, ["value", "type"]),
    };

    static string Leaf(Random random, string[] attributes)
    {
        var attribute = Pick(random, attributes);
        if (attribute == "active")
            return $"active eq {(random.Next(2) == 0 ? "true" : "false")}";

        return random.Next(8) switch
        {
            0 => $"{attribute} pr",
            1 => $"{attribute} eq null",
            2 => $"{attribute} ne \"{Pick(random, Values)}\"",
            3 => $"{attribute} sw \"{Pick(random, Values)[..1]}\"",
            4 => $"{attribute} gt \"{Pick(random, Values)}\"",
            _ => $"{attribute} eq \"{Pick(random, Values)}\"",
        };
    }

    static JsonObject User(Random random)
    {
        var user = new JsonObject { ["userName"] = Pick(random, Values), ["active"] = random.Next(2) == 0 };
        if (random.Next(2) == 0)
            user["title"] = Pick(random, Values);
        if (random.Next(2) == 0)
            user["externalId"] = Pick(random, Values);
        if (random.Next(2) == 0)
            user["emails"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => (JsonNode)new JsonObject { ["value"] = Pick(random, Values), ["type"] = Pick(random, "work", "home") })]);
        if (random.Next(2) == 0)
        {
            var entries = Enumerable.Range(0, random.Next(1, 3)).Select(i => (JsonNode)new JsonObject { ["authority"] = i == 0 ? "x-pc:scimv2:v1:c1" : "x-pc:scimv2:v1:c2", ["value"] = Pick(random, Values) });
            user[GenesysSchemas.ExtensionUrn] = new JsonObject { ["externalIds"] = new JsonArray([.. entries]) };
        }

        return user;
    }

    static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
