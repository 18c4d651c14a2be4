using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Roster.Scim.Filters;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class FoldingTests
{
    public static TheoryData<string, string, bool> Pairs => new()
    {
        { "I", "i", true }, { "I", "ı", false }, { "i", "İ", false }, { "ı", "İ", false },
        { "ß", "ẞ", true }, { "ß", "ss", false }, { "ſ", "s", true }, { "ſ", "S", true },
        { "\u212A", "k", true }, { "\u212A", "K", true }, { "\u212B", "å", true }, { "A\u030A", "å", true },
        { "Σ", "σ", true }, { "σ", "ς", true }, { "Ǆ", "ǆ", true }, { "ǅ", "ǆ", true }, { "µ", "μ", true },
        { "É", "e\u0301", true }, { "é", "e", false }, { "Ж", "ж", true }, { "𐐀", "𐐨", true }, { "ａ", "Ａ", true }, { "ａ", "a", false },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Letters_fold_alike_under_every_culture(string left, string right, bool alike)
    {
        foreach (var culture in new[] { "tr-TR", "", "en-US" })
        {
            Under(culture, () =>
            {
                Assert.Equal(alike, string.Equals(Folding.Fold(left), Folding.Fold(right), StringComparison.Ordinal));
                Assert.Equal(alike, Finds(left, right));
            });
        }
    }

    public static TheoryData<string, string, bool> Names => new()
    {
        { "ａｎｎ", "ann", true }, { "ＡＮＮ＠example．org", "ann@example.org", true }, { "ann\u3000b", "ann b", true }, { "１", "1", true },
        { "ｶﾞ", "ガ", true }, { "ｶﾞ", "カ", false }, { "ﾡ", "ㄱ", true }, { "\uFFE3", "\u00AF", true }, { "\uFFE6", "₩", true },
        { "É", "e\u0301", true }, { "Ann", "ann", true }, { "ann", "anna", false }, { "①", "1", false }, { "ﬁ", "fi", false },
    };

    [Theory, MemberData(nameof(Names)), Holds("S-38")]
    public void A_name_that_must_be_unique_compares_by_its_narrow_form_and_no_further_compatibility(string left, string right, bool alike)
    {
        var userName = Roster.Scim.Schemas.CoreSchemas.User.Attribute("userName")!;
        var title = Roster.Scim.Schemas.CoreSchemas.User.Attribute("title")!;

        Assert.Equal(alike, Folding.For(userName, left) == Folding.For(userName, right));
        Assert.Equal(Folding.For(userName, left), Folding.Unique(userName, Folding.For(userName, left)));
        Assert.Equal(Folding.Fold(left), Folding.For(title, left));
    }

    [Fact]
    public void Names_and_operators_are_known_under_the_turkish_culture() => Under("tr-TR", () =>
    {
        var binder = new FilterBinder(VectorSchemas.User, Tolerances.None, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty);
        var predicate = binder.Bind(FilterParser.Parse("TITLE PR AND ACTIVE EQ true AND USERNAME SW \"L\" OR EMAILS[PRIMARY EQ true]", FilterLimits.Default, Tolerances.None));

        Assert.IsType<Predicate.Or>(predicate);
    });

    [Fact]
    public void Folding_twice_changes_nothing_and_joins_what_case_changes_apart() => Gen.String.Where(s => !HasHalfPair(s)).Sample(text =>
    {
        var folded = Folding.Fold(text);

        Assert.Equal(folded, Folding.Fold(folded));
        Assert.Equal(folded, Folding.Fold(Folding.Exact(text)));
    }, iter: 20_000);

    [Theory]
    [InlineData("", "a", -1)]
    [InlineData("a", "a", 0)]
    [InlineData("a", "ab", -1)]
    [InlineData("\uFFFD", "😀", -1)]
    [InlineData("😀", "😁", -1)]
    [InlineData("Z", "a", -1)]
    public void Order_is_that_of_code_points(string left, string right, int expected)
    {
        Assert.Equal(expected, Math.Sign(Folding.CompareCodePoints(left, right)));
        Assert.Equal(-expected, Math.Sign(Folding.CompareCodePoints(right, left)));
    }

    [Fact]
    public void Order_agrees_with_that_of_utf8_bytes() => Gen.Select(Gen.String, Gen.String).Where((l, r) => !HasHalfPair(l) && !HasHalfPair(r)).Sample((left, right) =>
        Assert.Equal(
            Math.Sign(System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right))),
            Math.Sign(Folding.CompareCodePoints(left, right))));

    static bool Finds(string stored, string asked)
    {
        var predicate = new Predicate.Compare(VectorSchemas.User.Path("displayName"), Comparison.Eq, new ScimValue.Text(Folding.Fold(asked)));
        return PredicateEvaluator.Matches(predicate, new JsonObject { ["displayName"] = stored });
    }

    static bool HasHalfPair(string text) => text.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar);

    static void Under(string culture, Action test)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
