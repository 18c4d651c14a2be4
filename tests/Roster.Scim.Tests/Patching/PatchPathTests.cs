using System.Text.Json.Nodes;
using CsCheck;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Patching;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Patching;

public sealed class PatchPathTests
{
    [Theory]
    [InlineData("title", "title", false)]
    [InlineData("password", "password", false)]
    [InlineData("NAME.givenname", "name.givenName", false)]
    [InlineData("emails.value", "emails.value", false)]
    [InlineData("emails[type eq \"work\"]", "emails", true)]
    [InlineData("Emails[ Type Eq \"a]b\\\"c[\" ].VALUE", "emails.value", true)]
    [InlineData(Urn.User + ":emails[type eq \"work\"].display", "emails.display", true)]
    [InlineData(Urn.EnterpriseUser + ":manager.value", Urn.EnterpriseUser + ":manager.value", false)]
    [InlineData(VectorSchemas.Test + ":tags[value eq \"x\"]", VectorSchemas.Test + ":tags", true)]
    [Holds("PA-24")]
    public void A_path_leads_to_its_target(string text, string target, bool conditional)
    {
        var path = Parse(text, Tolerances.None);

        Assert.Equal(text, path.ToString());
        Assert.Equal(target, path.Target?.ToString());
        Assert.Equal(conditional, path.Condition is not null);
        Assert.Null(path.Extension);
    }

    [Fact]
    [Holds("PA-26")]
    public void A_bare_urn_leads_to_the_extension()
    {
        var path = Parse(Urn.EnterpriseUser, Tolerances.None);

        Assert.Equal(Urn.EnterpriseUser, path.Extension?.Schema.Id);
        Assert.Null(path.Target);
    }

    [Theory]
    [InlineData("", "invalidPath")]
    [InlineData("nosuch", "invalidPath")]
    [InlineData("emails[type eq \"work\"", "invalidPath")]
    [InlineData("emails[type eq \"work]", "invalidPath")]
    [InlineData("emails[type eq \"work\"]x", "invalidPath")]
    [InlineData("emails[type eq \"work\"].", "invalidPath")]
    [InlineData("emails[type eq \"work\"].nosuch", "invalidPath")]
    [InlineData("emails[type eq \"work\"].value.x", "invalidPath")]
    [InlineData("name[givenName eq \"A\"]", "invalidPath")]
    [InlineData("title[value eq \"A\"]", "invalidPath")]
    [InlineData("emails.value[value eq \"A\"]", "invalidPath")]
    [InlineData("schemas eq \"x\"", "invalidPath")]
    [InlineData(" title", "invalidPath")]
    [InlineData("title ", "invalidPath")]
    [InlineData("[type eq \"x\"]", "invalidPath")]
    [InlineData(Urn.User, "invalidPath")]
    [InlineData(Urn.EnterpriseUser + "[department eq \"x\"]", "invalidPath")]
    [InlineData(VectorSchemas.Test + ":tags[value eq \"x\"].value", "invalidPath")]
    [InlineData("emails[flavour eq \"x\"]", "invalidFilter")]
    [InlineData("emails[type regex \"w.*\"]", "invalidFilter")]
    [InlineData("emails[]", "invalidFilter")]
    [InlineData("emails[primary eq \"true\"]", "invalidFilter")]
    [InlineData("emails[emails[type pr]]", "invalidPath")]
    [InlineData(VectorSchemas.Test + ":tags[name eq \"x\"]", "invalidFilter")]
    [Holds("PA-25", "T-53", "T-54", "T-55")]
    public void A_bad_path_is_told_from_a_bad_filter(string text, string scimType) =>
        Assert.Equal((400, scimType), (Refused(text).Status, Refused(text).ScimType));

    [Fact]
    public void A_position_counts_from_the_beginning_of_the_path() =>
        Assert.Contains("'flavour' at position 8", Refused("emails[flavour eq \"x\"]").Detail, StringComparison.Ordinal);

    [Fact]
    public void Brackets_in_a_path_are_bounded()
    {
        Parse("emails[" + new string('(', 10) + "type pr" + new string(')', 10) + "]", Tolerances.None);

        Assert.Equal("invalidFilter", Refused("emails[" + new string('(', 11) + "type pr" + new string(')', 11) + "]").ScimType);
        Assert.Equal("invalidFilter", Refused("emails[" + string.Join(" or ", Enumerable.Repeat("type pr", 21)) + "]").ScimType);
        Assert.Equal("invalidPath", Refused(string.Concat(Enumerable.Repeat("emails[", 100_000))).ScimType);
        Assert.Equal("invalidPath", Refused("urn:" + string.Concat(Enumerable.Repeat("a:", 500_000))).ScimType);
    }

    [Theory]
    [InlineData("emails[type eq \"Work\"]", """{"type":"Work"}""")]
    [InlineData("emails[type eq \"work\" and PRIMARY eq true and display eq null]", """{"type":"work","primary":true}""")]
    [InlineData("emails[(type eq \"a\") and (value eq \"b\" and type eq \"a\")]", """{"type":"a","value":"b"}""")]
    [InlineData(VectorSchemas.Test + ":tags[value eq \"VIP\"]", """{"tags":"VIP"}""")]
    [InlineData(VectorSchemas.Test + ":skills[proficiency eq 1.50]", """{"proficiency":1.50}""")]
    [InlineData("emails[type eq \"a\" and type eq \"b\"]", null)]
    [InlineData("emails[type eq \"a\" or value eq \"b\"]", null)]
    [InlineData("emails[not (type eq \"a\")]", null)]
    [InlineData("emails[type ne \"a\"]", null)]
    [InlineData("emails[type pr]", null)]
    [InlineData("emails[display eq null]", null)]
    [InlineData("emails", null)]
    [Holds("T-20", "T-21")]
    public void A_condition_of_equalities_describes_a_value(string text, string? json) => Assert.Equal(json, Implied(Parse(text, Tolerances.None)));

    [Theory]
    [InlineData("roles[primary eq \"True\"].value", """{"primary":true}""")]
    [InlineData("emails[type eq work].value", """{"type":"work"}""")]
    public void Tolerated_literals_describe_typed_values(string text, string json) => Assert.Equal(json, Implied(Parse(text, Tolerances.All)));

    [Fact]
    public void A_condition_selects_bare_values_and_objects()
    {
        var tags = Parse(VectorSchemas.Test + ":tags[value sw \"B\"]", Tolerances.None).Condition!;
        var emails = Parse("emails[type eq \"work\" and not (primary eq true)]", Tolerances.None).Condition!;

        Assert.True(PredicateEvaluator.MatchesElement(tags, JsonValue.Create("beta")));
        Assert.False(PredicateEvaluator.MatchesElement(tags, JsonValue.Create("vip")));
        Assert.True(PredicateEvaluator.MatchesElement(emails, new JsonObject { ["type"] = "WORK" }));
        Assert.False(PredicateEvaluator.MatchesElement(emails, new JsonObject { ["type"] = "work", ["primary"] = true }));
    }

    [Fact]
    public void No_text_does_anything_but_parse_or_be_refused()
    {
        var pieces = Gen.OneOf("emails", "[", "]", "(", ")", " ", " eq ", "type", ".", "value", "\"", "\\", "x", "\ud800", Urn.User, ":", " and ", "not ");

        Gen.OneOf(Gen.String, pieces.Array[0, 15].Select(string.Concat)).Sample(text =>
        {
            try
            {
                Assert.NotNull(Parse(text, Tolerances.All).Text);
            }
            catch (ScimException e)
            {
                Assert.Contains(e.Error.ScimType, new[] { "invalidPath", "invalidFilter" });
            }
        }, iter: 50_000);
    }

    static string? Implied(PatchPath path)
    {
        if (path.Implied is not { } pairs)
            return null;

        return new JsonObject(pairs.Select(p => KeyValuePair.Create(p.Sub.Name, (JsonNode?)p.Value.DeepClone()))).ToJsonString();
    }

    static PatchPath Parse(string text, Tolerances tolerances) => PatchPath.Parse(text, VectorSchemas.User, tolerances);

    static ScimError Refused(string text) => Assert.Throws<ScimException>(() => Parse(text, Tolerances.None)).Error;
}
