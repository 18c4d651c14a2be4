using System.Text.Json.Nodes;
using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Testing;
using Xunit;
using static Roster.Genesys.Tests.Rules.Write;

namespace Roster.Genesys.Tests.Rules;

public sealed class PhoneNumbersRuleTests
{
    static readonly PhoneNumbersRule Rule = new();

    [Theory]
    [InlineData("+13175550100")]
    [InlineData("tel:+13175550100")]
    [InlineData("tel:+13175550100;ext=1234")]
    [InlineData("TEL:+1-317-555-0100;EXT=12")]
    [InlineData("+1 (317) 555-0100")]
    [InlineData("+1 3175550100 x123")]
    [InlineData("+44 20 7946 0958")]
    // What identity providers were seen to send.
    [InlineData("+4930111")]
    [InlineData("+4917111")]
    [InlineData("+15550100")]
    [Holds("S-44", "G-07")]
    public void A_number_with_a_country_code_is_stored_as_it_was_sent(string number)
    {
        var user = Create(Rule, $$"""{"phoneNumbers":[{"value":"{{number}}","type":"mobile","primary":true}]}""");

        Equal($$"""{"phoneNumbers":[{"value":"{{number}}","type":"mobile","primary":true}]}""", user);
    }

    [Theory]
    [InlineData("3175550100", "country code")]
    [InlineData("0049 30 111222", "country code")]
    [InlineData("tel:317-555-0100;phone-context=+1", "country code")]
    [InlineData("+999123456", "country code")]
    [InlineData("+0301111", "country code")]
    [InlineData("+12", "country code")]
    [InlineData("+131755501001234", "too many digits")]
    [InlineData("+1317555", "too few digits")]
    [InlineData("+1317CALLNOW", "is not a telephone number")]
    [InlineData("+13175550100;ext=", "is not a telephone number")]
    [InlineData("+13175550100;phone-context=x", "is not a telephone number")]
    [InlineData("+", "is not a telephone number")]
    [InlineData("+1111111111111111111111111111111111111111111111111111111111111111111111", "longer than")]
    public void Any_other_text_is_refused_with_place_and_remedy(string number, string remedy)
    {
        var error = Refused("invalidValue", () => Create(Rule, $$"""{"phoneNumbers":[{"value":"+4930111","type":"home"},{"value":"{{number}}","type":"work"}]}"""));

        Assert.Contains("phoneNumbers, value 2", error.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"value":"+4930111"}]""", """[{"value":"+4930111","type":"work"}]""")]
    [InlineData("""[{"value":"+4930111","type":"Work2"}]""", """[{"value":"+4930111","type":"work2"}]""")]
    [InlineData("""[{"value":"+4930111","type":"work"},{"value":"+4930111","type":"WORK"}]""", """[{"value":"+4930111","type":"work"}]""")]
    [InlineData("""[{"type":"mobile"},{"value":"+4930111","type":"work"}]""", """[{"value":"+4930111","type":"work"}]""")]
    [Holds("G-07")]
    public void Types_are_the_vendors(string sent, string stored) =>
        Equal($$"""{"phoneNumbers":{{stored}} }""", Create(Rule, $$"""{"phoneNumbers":{{sent}} }"""));

    [Theory]
    [InlineData("""[{"value":"+4930111","type":"fax"}]""")]
    [InlineData("""[{"value":"+4930111","type":"work"},{"value":"+4930222","type":"work"}]""")]
    [InlineData("""[{"value":"+4930111","type":"work"},{"value":"+4930222"}]""")]
    public void Each_type_is_known_and_has_one_number(string sent) =>
        Refused("invalidValue", () => Create(Rule, $$"""{"phoneNumbers":{{sent}} }"""));

    [Fact]
    public void What_the_other_door_stored_is_not_judged_again()
    {
        const string Stored = """{"title":"t","phoneNumbers":[{"value":"12 34","type":"fax"},{"value":"5","type":"work"},{"value":"6","type":"work"}]}""";

        Equal(Stored, Change(Rule, WriteKind.Patch, Stored, _ => { }));
    }

    [Fact]
    public void In_a_patch_a_new_number_takes_the_place_of_the_old_one_of_its_type()
    {
        const string Stored = """{"phoneNumbers":[{"value":"+4930111","type":"work"},{"value":"+4917111","type":"mobile"}]}""";

        Equal(
            """{"phoneNumbers":[{"value":"+4917111","type":"mobile"},{"value":"+4930222","type":"work"}]}""",
            Change(Rule, WriteKind.Patch, Stored, a => ((JsonArray)a["phoneNumbers"]!).Add((JsonNode)new JsonObject { ["value"] = "+4930222", ["type"] = "work" })));
    }

    [Fact]
    public void In_a_patch_two_new_numbers_of_one_type_are_refused() =>
        Refused("invalidValue", () => Change(Rule, WriteKind.Patch, "{}", a => a["phoneNumbers"] = JsonNode.Parse("""[{"value":"+4930222","type":"work"},{"value":"+4930333","type":"work"}]""")));

    [Fact]
    public void The_last_number_taken_away_leaves_no_empty_list() =>
        Equal("{}", Change(Rule, WriteKind.Patch, """{"phoneNumbers":[{"value":"+4930111","type":"work"}]}""", a => ((JsonObject)a["phoneNumbers"]![0]!).Remove("value")));
}
