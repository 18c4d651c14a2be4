using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class SortingTests
{
    [Theory, Holds("SO-05", "SO-06")]
    [InlineData("""{"emails":[{"value":"A","type":"work"},{"value":"B","primary":true}]}""", "emails", "b")]
    [InlineData("""{"emails":[{"value":"A","type":"work"},{"value":"B","primary":false}]}""", "emails.value", "a")]
    [InlineData("""{"emails":[{"type":"work"},{"value":"B"}]}""", "emails", null)]
    [InlineData("""{"emails":[{"value":"A"},{"type":"home","primary":true}]}""", "emails.value", null)]
    [InlineData("""{"emails":[]}""", "emails", null)]
    [InlineData("{}", "emails", null)]
    [InlineData("""{"name":{"familyName":"Ö"}}""", "name.familyName", "ö")]
    [InlineData("""{"name":{}}""", "name.familyName", null)]
    [InlineData("""{"title":7}""", "title", null)]
    [InlineData("""{"title":""}""", "title", "")]
    public void The_key_is_the_primary_value_or_the_first(string resource, string sortBy, string? key)
    {
        var path = Sorting.Bind(sortBy, [VectorSchemas.User], Tolerances.None)[0]!;

        var found = Sorting.KeyOf(path, JsonNode.Parse(resource)!.AsObject());

        Assert.Equal(key, (found as ScimValue.Text)?.Value);
    }

    [Fact, Holds("SO-03", "SO-04", "SO-07")]
    public void Keys_are_in_the_order_of_their_types_and_what_is_unassigned_is_last()
    {
        ScimValue?[] ordered =
        [
            new ScimValue.Boolean(false), new ScimValue.Boolean(true), new ScimValue.Number(-2), new ScimValue.Number(9007199254740992m), new ScimValue.Number(9007199254740993m),
            new ScimValue.Instant(DateTimeOffset.UnixEpoch), new ScimValue.Instant(DateTimeOffset.UnixEpoch.AddTicks(1)), new ScimValue.Text(""), new ScimValue.Text("a"), new ScimValue.Text("ab"),
            new ScimValue.Text("\uFFFD"), new ScimValue.Text("\U0001F600"), null,
        ];

        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = 0; j < ordered.Length; j++)
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(Sorting.Compare(ordered[i], ordered[j])));
        }
    }

    [Theory, Holds("SO-09", "SO-10")]
    [InlineData("nosuch", "invalidPath")]
    [InlineData("emails.nosuch", "invalidPath")]
    [InlineData(Urn.EnterpriseUser, "invalidPath")]
    [InlineData("name", "invalidValue")]
    [InlineData("password", "invalidValue")]
    public void What_no_type_can_sort_by_is_refused(string sortBy, string scimType)
    {
        var refused = Assert.Throws<ScimException>(() => Sorting.Bind(sortBy, [VectorSchemas.Group, VectorSchemas.User], Tolerances.None));

        Assert.Equal((400, scimType), (refused.Error.Status, refused.Error.ScimType));
    }

    [Fact, Holds("Q-08")]
    public void A_type_without_the_attribute_has_it_unassigned()
    {
        var paths = Sorting.Bind("userName", [VectorSchemas.Group, VectorSchemas.User], Tolerances.None);

        Assert.Null(paths[0]);
        Assert.Equal("userName", paths[1]!.ToString());
    }

    [Theory]
    [InlineData("meta.resourceType eq \"User\"", true)]
    [InlineData("meta.resourceType eq \"Group\"", false)]
    [InlineData("meta.resourceType ne \"Group\" and schemas eq \"" + Urn.User + "\"", true)]
    [InlineData("schemas eq \"" + Urn.Group + "\" and title pr", false)]
    [InlineData("not (meta.resourceType co \"Us\" or title pr)", false)]
    [InlineData("schemas eq \"" + Urn.EnterpriseUser + "\"", null)]
    [InlineData("meta.resourceType eq \"User\" and title pr", null)]
    public void What_the_type_decides_alone_is_settled(string filter, bool? settled)
    {
        var bound = new FilterBinder(VectorSchemas.User, Tolerances.None, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.None));

        var found = KnownTerms.Settled(bound, VectorSchemas.User);

        Assert.Equal(settled, (found as Predicate.Constant)?.Value);
    }
}
