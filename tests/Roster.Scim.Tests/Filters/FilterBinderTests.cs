using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class FilterBinderTests
{
    static readonly ImmutableDictionary<string, string> NoAliases = ImmutableDictionary<string, string>.Empty;

    [Theory]
    [InlineData("id eq 54D382A4-0050", "u0")]
    [InlineData("externalId eq 12345", "u0")]
    [InlineData("employeeNumber eq 007", "u0")]
    [InlineData("department eq true", "u0")]
    [InlineData("active eq True", "true")]
    [InlineData("active eq \"FALSE\"", "false")]
    public void A_tolerated_literal_is_read_by_the_attributes_type(string filter, string kind)
    {
        var compare = Assert.IsType<Predicate.Compare>(Bind(filter, Tolerances.All));

        if (string.Equals(kind, "u0", StringComparison.Ordinal))
            Assert.IsType<ScimValue.Text>(compare.Value);
        else
            Assert.Equal(new ScimValue.Boolean(string.Equals(kind, "true", StringComparison.Ordinal)), compare.Value);
    }

    [Theory]
    [InlineData("active eq yes")]
    [InlineData("active eq \"\"")]
    [InlineData("active eq 1")]
    [InlineData("score eq ten")]
    [InlineData("score eq 007")]
    [InlineData("score eq \"10\"")]
    [InlineData("meta.created gt 2024")]
    [InlineData("meta.created gt 2024-06-01")]
    public void No_tolerance_makes_a_literal_of_another_type_fit(string filter) => Refused(filter, Tolerances.All);

    [Theory]
    [InlineData("nosuch eq \"x\"", "'nosuch' at position 1 is unknown: User has no attribute 'nosuch'.")]
    [InlineData("active pr and name.nosuch pr", "'name.nosuch' at position 15 is unknown: 'name' has no sub-attribute 'nosuch'.")]
    [InlineData("active co \"x\"", "'active' at position 1 is of type boolean, which 'co' does not compare.")]
    [InlineData("active eq \"x\"", "'active' at position 1 needs true or false at position 11.")]
    [InlineData("title gt null", "'title' at position 1 compares with null by 'eq' and 'ne' only.")]
    [InlineData("name eq \"x\"", "'name' at position 1 is complex and has no 'value'; name one of its sub-attributes.")]
    [InlineData("emails[flavour pr]", "'flavour' at position 8 is no sub-attribute of 'emails'.")]
    [InlineData("userName[value pr]", "'userName' at position 1 takes no brackets; only complex and multi-valued attributes do.")]
    [InlineData("emails.value[value pr]", "'emails.value' at position 1 takes no brackets; only complex and multi-valued attributes do.")]
    [Holds("Q-17", "Q-23", "Q-33", "Q-34", "E-09")]
    public void An_error_names_the_attribute_and_its_position(string filter, string detail) => Assert.Equal(detail, Refused(filter, Tolerances.None).Detail);

    [Theory]
    [InlineData("password eq \"secret\"")]
    [InlineData("PASSWORD sw \"s3\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:password co 5")]
    [InlineData("password pr")]
    [InlineData("password eq null")]
    [InlineData("active pr or not (password gt \"a\")")]
    [Holds("S-42")]
    public void A_password_in_a_filter_gives_always_the_same_error(string filter)
    {
        var error = Refused(filter, Tolerances.None);

        Assert.Equal(("invalidFilter", "'password' cannot be used in a filter."), (error.ScimType, error.Detail));
    }

    [Fact]
    public void A_never_returned_password_stays_hidden_when_another_type_is_searched_along()
    {
        var filter = FilterParser.Parse("password eq \"x\"", FilterLimits.Default, Tolerances.None);
        var binder = new FilterBinder(VectorSchemas.Group, Tolerances.None, NoAliases) { Alongside = [VectorSchemas.User, VectorSchemas.Group] };

        Assert.Throws<ScimException>(() => binder.Bind(filter));
    }

    [Theory]
    [InlineData("userName eq 5")]
    [InlineData("userName gt null")]
    [InlineData("emails[flavour pr]")]
    public void A_wrong_term_is_wrong_in_a_search_over_several_types_too(string text)
    {
        var filter = FilterParser.Parse(text, FilterLimits.Default, Tolerances.None);
        var binder = new FilterBinder(VectorSchemas.Group, Tolerances.None, NoAliases) { Alongside = [VectorSchemas.User] };

        Assert.Throws<ScimException>(() => binder.Bind(filter));
    }

    [Theory]
    [InlineData("userName eq \"x\"", false)]
    [InlineData("userName ne \"x\"", true)]
    [InlineData("userName eq null", true)]
    [InlineData("userName ne null", false)]
    [InlineData("userName gt \"x\"", false)]
    [InlineData("userName pr", false)]
    [InlineData("emails[type ne \"x\"]", false)]
    [Holds("Q-08", "Q-22")]
    public void What_only_another_type_has_is_unassigned(string text, bool holds)
    {
        var filter = FilterParser.Parse(text, FilterLimits.Default, Tolerances.None);
        var binder = new FilterBinder(VectorSchemas.Group, Tolerances.None, NoAliases) { Alongside = [VectorSchemas.User] };

        Assert.Equal(new Predicate.Constant(holds), binder.Bind(filter));
    }

    [Theory]
    [InlineData("email eq \"a@b\"")]
    [InlineData("EMAIL eq \"a@b\"")]
    public void An_alias_stands_for_its_path_in_any_letter_case(string filter)
    {
        var aliases = NoAliases.Add("Email", "emails.value");
        var bound = new FilterBinder(VectorSchemas.User, Tolerances.None, aliases).Bind(FilterParser.Parse(filter, FilterLimits.Default, Tolerances.None));

        Assert.Equal(Bind("emails.value eq \"a@b\"", Tolerances.None), bound);
    }

    [Fact]
    [Holds("Q-30")]
    public void A_comparison_after_the_bracket_belongs_into_it() => Assert.Equal(
        Bind("emails[type eq \"work\" and value co \"x\"]", Tolerances.None),
        Bind("emails[type eq \"work\"].value co \"x\"", Tolerances.None));

    public static TheoryData<string> Attributes =>
    [
        "userName", "externalId", "active", "profileUrl", "x509Certificates.value", "name", "emails", "emails.primary", "meta", "meta.created", "schemas",
        VectorSchemas.Test + ":score", VectorSchemas.Test + ":rating", VectorSchemas.Test + ":hiredOn", VectorSchemas.Test + ":tags", VectorSchemas.Test + ":skills",
        "emails[type", "emails[primary", VectorSchemas.Test + ":tags[value", VectorSchemas.Test + ":skills[proficiency",
    ];

    /// <summary>Type x operator x operand: nothing but an answer or invalidFilter, whatever the operand.</summary>
    [Theory, MemberData(nameof(Attributes))]
    [Holds("Q-32")]
    public void Any_operand_gives_an_answer_or_an_invalid_filter(string attribute)
    {
        string[] literals =
        [
            "null", "true", "false", "0", "-0", "1e999999999", "-1e999999999", "1e-999999999", "0e999999999", "99999999999999999999999999999999", "0.1234567890123456789012345678901234",
            "\"\"", "\"x\"", "\"\\uFFFF\"", "\"true\"", "\"0000-01-01T00:00:00Z\"", "\"10000-01-01T00:00:00Z\"", "\"2016-12-31T23:59:60Z\"", "\"2023-02-29T00:00:00Z\"",
            "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"2024-01-01T00:00:00.123456789012Z\"", "\"2024-01-01T24:00:00Z\"", "\"2024-01-01T00:00:00.Z\"", "bare", "True",
        ];
        var close = attribute.Contains('[', StringComparison.Ordinal) ? "]" : "";
        var answers = 0;

        foreach (var comparison in Enum.GetNames<Comparison>())
        {
            foreach (var literal in literals)
            {
                foreach (var tolerances in new[] { Tolerances.None, Tolerances.All })
                {
                    try
                    {
                        var predicate = Bind($"{attribute} {comparison} {literal}{close}", tolerances);
                        foreach (var user in FilterVector.Dataset("User"))
                            PredicateEvaluator.Matches(predicate, user);
                        answers++;
                    }
                    catch (ScimException e)
                    {
                        Assert.Equal("invalidFilter", e.Error.ScimType);
                    }
                }
            }
        }

        Assert.True(answers > 0);
    }

    [Theory]
    [InlineData("score lt 1e999999999", "u1 u2 u5")]
    [InlineData("score gt -1e999999999", "u1 u2 u5")]
    [InlineData("score gt 0e999999999", "u1 u2")]
    [InlineData("score gt 1e-999999999", "u1 u2")]
    [InlineData("meta.lastModified eq \"2025-03-15T09:30:00.500000000000Z\"", "u5")]
    [InlineData("meta.lastModified eq \"2025-03-15T09:30:00.5\"", "u5")]
    [Holds("Q-18", "Q-20")]
    public void Operands_at_the_edge_compare_by_magnitude(string filter, string ids)
    {
        var predicate = Bind(filter, new Tolerances { BareFilterValues = false });

        Assert.Equal(ids, string.Join(' ', FilterVector.Dataset("User").Where(u => PredicateEvaluator.Matches(predicate, u)).Select(u => (string)u["id"]!)));
    }

    static Predicate Bind(string filter, Tolerances tolerances) =>
        new FilterBinder(VectorSchemas.User, tolerances, NoAliases).Bind(FilterParser.Parse(filter, FilterLimits.Default, tolerances));

    static ScimError Refused(string filter, Tolerances tolerances) =>
        Assert.Throws<ScimException>(() => Bind(filter, tolerances)).Error;
}
