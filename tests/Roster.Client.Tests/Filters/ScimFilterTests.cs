using CsCheck;
using Roster.Scim;
using Roster.Scim.Filters;

namespace Roster.Client.Tests.Filters;

/// <summary>Filters as they are written, and read again by a parser that knows nothing of how they were built.</summary>
public sealed class ScimFilterTests
{
    public static TheoryData<string, ScimFilter> Filters => new()
    {
        { "userName eq \"ana\"", ScimFilter.Equal("userName", "ana") },
        { "userName ne \"ana\"", ScimFilter.NotEqual("userName", "ana") },
        { "userName co \"n\"", ScimFilter.Contains("userName", "n") },
        { "userName sw \"a\"", ScimFilter.StartsWith("userName", "a") },
        { "userName ew \"a\"", ScimFilter.EndsWith("userName", "a") },
        { "age gt 5", ScimFilter.Greater("age", 5) },
        { "age ge 5.25", ScimFilter.GreaterOrEqual("age", 5.25m) },
        { "age lt -3000000000", ScimFilter.Less("age", -3000000000) },
        { "meta.lastModified le \"2026-01-02T01:04:05.678Z\"", ScimFilter.LessOrEqual("meta.lastModified", new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2))) },
        { "active eq true", ScimFilter.Equal("active", true) },
        { "title eq null", ScimFilter.Equal("title", null) },
        { "title pr", ScimFilter.Present("title") },
        { "members.$ref pr", ScimFilter.Present("members.$ref") },
        { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"1\"", ScimFilter.Equal($"{ScimUserSchemas.Enterprise}:manager.value", "1") },
        { """userName eq "a\"b\\c\nd+é&'<" """.TrimEnd(), ScimFilter.Equal("userName", "a\"b\\c\nd+é&'<") },
        { "a pr and b pr", ScimFilter.Present("a").And(ScimFilter.Present("b")) },
        { "a pr or b pr and c pr", ScimFilter.Present("a").Or(ScimFilter.Present("b").And(ScimFilter.Present("c"))) },
        { "(a pr or b pr) and c pr", ScimFilter.Present("a").Or(ScimFilter.Present("b")).And(ScimFilter.Present("c")) },
        { "a pr and (b pr or c pr)", ScimFilter.Present("a").And(ScimFilter.Present("b").Or(ScimFilter.Present("c"))) },
        { "not (a pr and b pr) or c pr", ScimFilter.Present("a").And(ScimFilter.Present("b")).Not().Or(ScimFilter.Present("c")) },
        { "emails[type eq \"work\" and not (value co \"@\")]", ScimFilter.Any("emails", ScimFilter.Equal("type", "work").And(ScimFilter.Contains("value", "@").Not())) },
        { "emails[type eq \"work\" or primary eq true] and active eq true", ScimFilter.Any("emails", ScimFilter.Equal("type", "work").Or(ScimFilter.Equal("primary", true))).And(ScimFilter.Equal("active", true)) },
    };

    [Theory, MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public void A_filter_is_written_as_the_standard_has_it(string text, ScimFilter filter)
    {
        Assert.Equal(text, filter.ToString());
        FilterParser.Parse(text, FilterLimits.Default, Tolerances.None);
    }

    [Fact]
    public void Whatever_a_value_is_it_stays_one_literal() => Texts("\"", "\\", "\" or userName pr or \"", ")", "]", "\u0001", "\u2028", "é", "😀").Where(IsText).Sample(value =>
    {
        var filter = ScimFilter.Any("emails", ScimFilter.Equal("value", value).And(ScimFilter.Present("type")));

        var parsed = Assert.IsType<Filter.ValuePath>(FilterParser.Parse(filter.ToString(), new FilterLimits(1_000_000, 100, 100), Tolerances.None));
        var both = Assert.IsType<Filter.And>(parsed.Condition);
        Assert.Equal(value, Assert.IsType<FilterLiteral.Quoted>(Assert.IsType<Filter.Compare>(both.Left).Literal).Text);
        Assert.IsType<Filter.Present>(both.Right);
    });

    [Fact]
    public void Whatever_a_name_is_it_stays_one_name_or_is_refused() => Texts("a", "userName", ".", ":", "urn:x", " ", "eq", "\"", "[", "]", "(", "$ref", "1", "-", " pr or ").Sample(name =>
    {
        ScimPath path;
        try
        {
            path = ScimPath.Of(name);
        }
        catch (ArgumentException)
        {
            return;
        }

        Assert.Equal(name, Assert.IsType<Filter.Present>(FilterParser.Parse(ScimFilter.Present(path).ToString(), FilterLimits.Default, Tolerances.None)).Name);
    });

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("user name")]
    [InlineData("userName eq \"x\" or id")]
    [InlineData("emails[type eq \"work\"]")]
    [InlineData("name.")]
    [InlineData(".name")]
    [InlineData("a.b.c")]
    [InlineData("urn:")]
    [InlineData("urn:x y:name")]
    [InlineData("http://example.org:name")]
    [InlineData("name\n")]
    [InlineData("größe")]
    public void What_is_no_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => ScimPath.Of(name));

    [Fact]
    public void Brackets_hold_the_elements_own_attributes_alone()
    {
        Assert.Throws<ArgumentException>(() => ScimFilter.Any("emails", ScimFilter.Any("emails", ScimFilter.Present("value"))));
        Assert.Throws<ArgumentException>(() => ScimFilter.Any("emails", ScimFilter.Present("value").And(ScimFilter.Present("name.familyName"))));
        Assert.Throws<ArgumentException>(() => ScimFilter.Any("emails", ScimFilter.Present($"{ScimUserSchemas.Enterprise}:department").Not()));
        Assert.Throws<ArgumentException>(() => ScimFilter.Equal(ScimPath.Of("emails").Where(ScimFilter.Present("value")), "x"));
        Assert.Throws<InvalidOperationException>(() => ScimFilter.Any("name.familyName", ScimFilter.Present("value")));
    }

    /// <summary>Any text, or one put together of what might break out.</summary>
    static Gen<string> Texts(params string[] pieces) => Gen.OneOf(Gen.String, Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 6].Select(string.Concat));

    // A half of a surrogate pair is no text and is sent as the replacement character; NUL is nothing that the parser lets in.
    static bool IsText(string value) => !value.Contains('\0', StringComparison.Ordinal) && !value.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);
}
