using CsCheck;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class FilterParserTests
{
    const int SmallStack = 256 * 1024;

    static readonly FilterLimits Widest = new(1_000_000, 1000, 100);

    [Theory]
    [InlineData("", 1, "userName eq")]
    [InlineData("   ", 4, "the text ends")]
    [InlineData("userName", 9, "an operator")]
    [InlineData("userName regex \"x\"", 10, "'regex'")]
    [InlineData("userName eq", 12, "a value")]
    [InlineData("userName eq ", 13, "a value")]
    [InlineData("userName eq 'x'", 13, "double quotes")]
    [InlineData("userName eq\t\"x\"", 12, "a space and a value")]
    [InlineData("(userName pr", 13, "')'")]
    [InlineData("userName pr)", 12, "the end")]
    [InlineData("userName pr xor active pr", 13, "'and', 'or'")]
    [InlineData("emails[]", 8, "an attribute name")]
    [InlineData("emails[type pr", 15, "']'")]
    [InlineData("emails[emails[type pr]]", 14, "do not nest")]
    [InlineData("emails[type pr]. eq 1", 17, "a sub-attribute name")]
    [InlineData("name..x pr", 6, "a sub-attribute name")]
    [InlineData("userName eq \"a\\qb\"", 15, "a JSON escape")]
    [InlineData("userName eq \"a\\u12\"", 15, "hexadecimal")]
    [InlineData("userName eq \"a\nb\"", 15, "control characters")]
    [InlineData("userName eq \"abc", 13, "no closing quote")]
    [InlineData("userName eq \"\\ud800\"", 13, "surrogate")]
    [InlineData("userName eq \"\\udc00\\ud800\"", 13, "surrogate")]
    [InlineData("userName eq \"\\u0000\"", 13, "NUL")]
    [InlineData("score eq 1.", 10, "a number")]
    [InlineData("score eq 1e", 10, "a number")]
    [InlineData("score eq -", 10, "a number")]
    [Holds("Q-10", "Q-31", "Q-32")]
    public void An_error_tells_the_position_and_what_is_wrong(string filter, int position, string part)
    {
        var error = Refused(filter, Tolerances.None);

        Assert.Equal("invalidFilter", error.ScimType);
        Assert.Contains($"osition {position}", error.Detail, StringComparison.Ordinal);
        Assert.Contains(part, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u00c5\\uD83D\\uDE00\"", "Å😀")]
    [InlineData("\"\uFFFD\"", "\uFFFD")]
    [InlineData("\"\u007f ) ] and\"", "\u007f ) ] and")]
    public void A_string_is_read_with_its_escapes(string literal, string expected)
    {
        var filter = Assert.IsType<Filter.Compare>(Parse("userName eq " + literal, Tolerances.None));

        Assert.Equal(new FilterLiteral.Quoted(expected, 13), filter.Literal);
    }

    [Theory]
    [InlineData("search@sample.org")]
    [InlineData("54D382A4-0050-4A14-9F0B-5E1C8B0F3A11")]
    [InlineData("1e5b9c8e-0000-4000-8000-000000000000")]
    [InlineData("True")]
    [InlineData("2024-06-01T10:00:00+02:00")]
    [InlineData("007")]
    [InlineData("Ångström")]
    public void An_unquoted_value_is_read_only_when_tolerated(string word)
    {
        var filter = Assert.IsType<Filter.Compare>(Parse("id eq " + word, Tolerances.All));

        Assert.Equal(new FilterLiteral.Bare(word, 7), filter.Literal);
        Refused("id eq " + word, Tolerances.None);
    }

    [Theory]
    [InlineData("'chen'")]
    [InlineData("+5")]
    [InlineData(".5")]
    [InlineData("O'Malley")]
    [InlineData("a\\b")]
    [InlineData("a\tb")]
    [InlineData("a\u0000b")]
    [InlineData("(a")]
    [InlineData("a b")]
    [InlineData("a\"b\"")]
    public void What_looks_like_another_language_is_no_unquoted_value(string word) => Refused("userName eq " + word, Tolerances.All);

    // No inline data: a test runner cannot hand half a surrogate pair over.
    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_and_without_quotes()
    {
        Refused("userName eq a\ud800b", Tolerances.All);
        Refused("userName eq \"a\ud800b\"", Tolerances.All);
        Parse("userName eq a\ud83d\ude00b", Tolerances.All);
    }

    [Fact]
    [Holds("Q-12")]
    public void And_binds_tighter_than_or_and_not_tighter_than_both()
    {
        var filter = Parse("not (a pr) and b pr or c pr and (d pr or e pr)", Tolerances.None);

        var or = Assert.IsType<Filter.Or>(filter);
        Assert.IsType<Filter.Not>(Assert.IsType<Filter.And>(or.Left).Left);
        Assert.IsType<Filter.Or>(Assert.IsType<Filter.And>(or.Right).Right);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not (", ")")]
    [InlineData("not(", ")")]
    [Holds("Q-41")]
    public void Depth_holds_at_the_limit_on_a_small_stack(string open, string close)
    {
        OnSmallStack(() =>
        {
            var filter = Parse(Nested(open, close, 100), Tolerances.None, Widest);

            Assert.EndsWith("userName pr" + (open.StartsWith('n') ? new string(')', 100) : ""), filter.ToString(), StringComparison.Ordinal);
        });
        Refused(Nested(open, close, 101), Tolerances.None, Widest);
    }

    [Fact]
    public void A_bracket_counts_as_depth()
    {
        var limits = new FilterLimits(Depth: 3);

        Parse("((emails[type pr]))", Tolerances.None, limits);
        Refused("((emails[(type pr)]))", Tolerances.None, limits);
        Parse("(((a pr))) and (((b pr)))", Tolerances.None, limits);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not (")]
    [InlineData("emails[")]
    [InlineData("emails[(")]
    [Holds("Q-41")]
    public void A_hundred_thousand_levels_are_refused_on_a_small_stack(string open) =>
        OnSmallStack(() => Refused(string.Concat(Enumerable.Repeat(open, 100_000)), Tolerances.All, Widest));

    [Fact]
    public void Terms_are_counted()
    {
        OnSmallStack(() => Assert.Equal(1000, Parse(Chain(1000), Tolerances.None, Widest).ToString().Split(" or ").Length));
        Assert.Contains("1000 comparisons", Refused(Chain(1001), Tolerances.None, Widest).Detail, StringComparison.Ordinal);
        Refused(Chain(50_000), Tolerances.None, Widest);
    }

    [Fact]
    [Holds("Q-41")]
    public void Length_is_checked_first()
    {
        var atLimit = "userName eq \"" + new string('x', 4096 - 14) + "\"";

        Assert.Equal(4096, atLimit.Length);
        Parse(atLimit, Tolerances.None);
        Assert.Contains("4097 characters", Refused("\t" + atLimit, Tolerances.None).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_does_anything_but_parse_or_be_refused()
    {
        var pieces = Gen.OneOf("userName", "emails[", "]", "(", ")", " ", " ", " and ", " or ", "not ", " eq ", " pr", "\"", "\\", "\\u", "d800", "x", "-1", ".", "e5", "true", "urn:", ":", "\0", "\ud83d", "'");
        var texts = Gen.OneOf(Gen.String, pieces.Array[0, 30].Select(string.Concat));

        texts.Sample(text =>
        {
            foreach (var tolerances in new[] { Tolerances.None, Tolerances.All })
            {
                try
                {
                    Assert.NotEmpty(Parse(text, tolerances).ToString());
                }
                catch (ScimException e)
                {
                    Assert.Equal((400, "invalidFilter"), (e.Error.Status, e.Error.ScimType));
                }
            }
        }, iter: 50_000);
    }

    static string Nested(string open, string close, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + "userName pr" + string.Concat(Enumerable.Repeat(close, depth));

    static string Chain(int terms) => string.Join(" or ", Enumerable.Repeat("a pr", terms));

    static Filter Parse(string text, Tolerances tolerances, FilterLimits? limits = null) =>
        FilterParser.Parse(text, limits ?? FilterLimits.Default, tolerances);

    static ScimError Refused(string text, Tolerances tolerances, FilterLimits? limits = null) =>
        Assert.Throws<ScimException>(() => Parse(text, tolerances, limits)).Error;

    static void OnSmallStack(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test), SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
