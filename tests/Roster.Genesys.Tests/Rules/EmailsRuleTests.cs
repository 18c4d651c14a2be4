using System.Text.Json.Nodes;
using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Testing;
using Xunit;
using static Roster.Genesys.Tests.Rules.Write;

namespace Roster.Genesys.Tests.Rules;

public sealed class EmailsRuleTests
{
    static readonly EmailsRule Rule = new();

    [Theory]
    [InlineData("""{"userName":"ana@x"}""", """[{"value":"ana@x","type":"other","primary":true}]""")]
    [InlineData("""{"userName":"ana@x","emails":[{"value":"w@x","type":"work"}]}""", """[{"value":"w@x","type":"work"},{"value":"ana@x","type":"other","primary":true}]""")]
    [InlineData("""{"userName":"ana@x","emails":[{"value":"w@x","type":"work","primary":true}]}""", """[{"value":"w@x","type":"work","primary":true},{"value":"ana@x","type":"other"}]""")]
    [InlineData("""{"userName":"ana@x","emails":[{"value":"private@x","type":"Other","primary":true}]}""", """[{"value":"ana@x","type":"other","primary":true}]""")]
    [Holds("G-05")]
    public void The_other_email_shown_is_the_userName(string stored, string emails) =>
        Equal($$"""{"emails":{{emails}} }""", new JsonObject { ["emails"] = Show(Rule, stored)["emails"]!.DeepClone() });

    [Theory]
    [InlineData("""{"userName":"ana@x","emails":[{"value":"nonsense@x","type":"other"}]}""", """{"userName":"ana@x"}""")]
    [InlineData("""{"userName":"ana@x","emails":[{"value":"w@x","type":"work"},{"value":"ana@x","type":"other","primary":true}]}""", """{"userName":"ana@x","emails":[{"value":"w@x","type":"work"}]}""")]
    [InlineData("""{"userName":"ana@x","emails":[{"type":"work","primary":true}]}""", """{"userName":"ana@x"}""")]
    public void A_new_user_stores_no_other_email(string attributes, string expected) => Equal(expected, Create(Rule, attributes));

    [Fact]
    public void A_replacement_with_another_other_email_follows_the_userName_silently() =>
        Equal("""{"userName":"new@x"}""", Change(Rule, WriteKind.Replace, """{"userName":"ana@x"}""", a =>
        {
            a["userName"] = "new@x";
            a["emails"] = new JsonArray(new JsonObject { ["value"] = "elsewhere@x", ["type"] = "other" });
        }));

    [Fact]
    public void A_patch_of_something_else_changes_nothing_stored()
    {
        const string Stored = """{"userName":"ana@x","emails":[{"value":"private@x","type":"other"},{"value":"w@x","type":"work"}]}""";

        Equal(Stored, Change(Rule, WriteKind.Patch, Stored, _ => { }));
    }

    [Fact]
    public void A_patch_of_the_userName_takes_the_other_email_along() =>
        Equal("""{"userName":"new@x"}""", Change(Rule, WriteKind.Patch, """{"userName":"ana@x"}""", a => a["userName"] = "new@x"));

    [Fact]
    public void A_patch_of_the_userName_and_of_the_other_email_to_the_same_value_is_fine() =>
        Equal("""{"userName":"new@x"}""", Change(Rule, WriteKind.Patch, """{"userName":"ana@x"}""", a =>
        {
            a["userName"] = "new@x";
            a["emails"]![0]!["value"] = "NEW@x";
        }));

    [Fact]
    [Holds("G-05")]
    public void A_patch_that_makes_the_other_email_differ_is_a_mutability_error() =>
        Refused("mutability", () => Change(Rule, WriteKind.Patch, """{"userName":"ana@x"}""", a => a["emails"]![0]!["value"] = "else@x"));

    [Fact]
    public void A_patch_that_takes_the_work_email_away_keeps_what_the_other_door_stored() =>
        Equal("""{"userName":"ana@x","emails":[{"value":"private@x","type":"other"}]}""", Change(
            Rule, WriteKind.Patch, """{"userName":"ana@x","emails":[{"value":"private@x","type":"other"},{"value":"w@x","type":"work"}]}""", a => a.Remove("emails")));

    [Fact]
    public void A_filter_on_addresses_must_look_at_the_userName_too()
    {
        var user = GenesysResourceTypes.User;

        Assert.Equal([user.Path("userName")], Rule.AlsoStoredAs(user.Path("emails", "value")));
        Assert.Null(Rule.AlsoStoredAs(user.Path("emails", "type")));
        Assert.Null(Rule.AlsoStoredAs(user.Path("emails", "primary")));
        Assert.Empty(Rule.AlsoStoredAs(user.Path("title"))!);
    }
}
