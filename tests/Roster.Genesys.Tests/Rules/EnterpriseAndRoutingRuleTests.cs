using System.Globalization;
using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;
using static Roster.Genesys.Tests.Rules.Write;

namespace Roster.Genesys.Tests.Rules;

public sealed class EnterpriseAndRoutingRuleTests
{
    static readonly EnterpriseRule Day = new();
    static readonly RoutingRule Skills = new("routingSkills", "skills");

    [Theory]
    [InlineData("2024-01-15", "2024-01-15")]
    [InlineData("20240115", "2024-01-15")]
    [InlineData("2024-02-29T23:30:00Z", "2024-02-29")]
    [InlineData("2024-01-15T00:30:00.123+11:00", "2024-01-15")]
    [InlineData("2024-01-15T00:30:00+0530", "2024-01-15")]
    [InlineData("2024-01-15T00:30", "2024-01-15")]
    public void The_day_of_hire_is_kept_as_it_was_written(string sent, string stored) =>
        Equal($$"""{"ENT":{"dateHire":"{{stored}}"} }""", Create(Day, $$"""{"ENT":{"dateHire":"{{sent}}"} }"""));

    [Theory]
    [InlineData("15.01.2024")]
    [InlineData("2023-02-29")]
    [InlineData("2024-01-15T25:00:00Z")]
    [InlineData("2024-1-5")]
    [InlineData("yesterday")]
    public void A_day_of_hire_that_is_no_date_is_refused(string sent) =>
        Refused("invalidValue", () => Create(Day, $$"""{"ENT":{"dateHire":"{{sent}}"} }"""));

    [Fact]
    [Holds("G-08")]
    public void The_division_is_looked_up_and_the_manager_is_not()
    {
        const string User = """{"ENT":{"division":"Home","manager":{"value":"nobody"}}}""";

        Equal(User, Create(Day, User));
        Assert.Equal([new CatalogueUse("divisions", "Home", $"{Enterprise}:division")], Day.CatalogueUses(Json(User)));
    }

    [Theory]
    [InlineData("""[{"name":"Billing"}]""")]
    [InlineData("""[{"name":"Billing","proficiency":0},{"name":"billing","proficiency":5.0},{"name":"Sales","proficiency":2.5}]""")]
    public void Skills_are_names_with_a_proficiency(string skills)
    {
        var user = Create(Skills, $$"""{"EXT":{"routingSkills":{{skills}} } }""");

        Equal($$"""{"EXT":{"routingSkills":{{skills}} } }""", user);
        Assert.All(Skills.CatalogueUses(user), use => Assert.Equal(("skills", $"{Extension}:routingSkills"), (use.Catalogue, use.Path)));
        Assert.NotEmpty(Skills.CatalogueUses(user));
    }

    [Theory]
    [InlineData("""[{"proficiency":1}]""", "value 1")]
    [InlineData("""[{"name":"a"},{"name":"a","proficiency":1}]""", "value 2")]
    [InlineData("""[{"name":"a","proficiency":5.01}]""", "0 to 5")]
    [InlineData("""[{"name":"a","proficiency":-0.1}]""", "0 to 5")]
    [Holds("G-16")]
    public void A_skill_without_name_or_beyond_its_range_is_refused(string skills, string place) =>
        Assert.Contains(place, Refused("invalidValue", () => Create(Skills, $$"""{"EXT":{"routingSkills":{{skills}} } }""")).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    [Holds("G-02")]
    public void There_are_no_more_than_50_skills(int count, bool allowed)
    {
        var skills = string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"name":"s{{i}}"}""")));
        void Write() => Create(Skills, $$"""{"EXT":{"routingSkills":[{{skills}}]} }""");

        if (allowed)
            Write();
        else
            Refused("invalidValue", Write);
    }

    [Theory]
    [InlineData(WriteKind.Create, "{}", """{"active":true}""")]
    [InlineData(WriteKind.Revive, "{}", """{"active":true}""")]
    [InlineData(WriteKind.Create, """{"active":false}""", """{"active":false}""")]
    [InlineData(WriteKind.Replace, "{}", "{}")]
    public void New_users_are_active_unless_said_otherwise(WriteKind kind, string attributes, string expected) =>
        Equal(expected, Create(DefaultValueRule.ActiveUsers, attributes, kind));
}
