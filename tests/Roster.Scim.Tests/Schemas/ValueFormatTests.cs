using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Schemas;

public sealed class ValueFormatTests
{
    [Theory, Holds("S-43")]
    [InlineData("en-US", true)]
    [InlineData("de", true)]
    [InlineData("*", true)]
    [InlineData("da, en-GB;q=0.8, en;q=0.7, *;q=0", true)]
    [InlineData("en_US", false)]
    [InlineData("en;q=2", false)]
    [InlineData("en;level=1", false)]
    [InlineData("en,,de", false)]
    [InlineData("123", false)]
    [InlineData("English", true)]
    [InlineData("abcdefghi", false)]
    [InlineData("", false)]
    public void Languages_are_what_the_header_has(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.LanguageRanges, text));

    [Theory, Holds("S-43")]
    [InlineData("en", true)]
    [InlineData("en-US", true)]
    [InlineData("zh-Hans-CN", true)]
    [InlineData("zh-cmn-Hans-CN", true)]
    [InlineData("sl-rozaj-biske", true)]
    [InlineData("de-CH-1996", true)]
    [InlineData("es-419", true)]
    [InlineData("en-US-u-islamcal", true)]
    [InlineData("x-private", true)]
    [InlineData("de-x-a", true)]
    [InlineData("i-klingon", true)]
    [InlineData("en_US", false)]
    [InlineData("en-", false)]
    [InlineData("e", false)]
    [InlineData("en-US-a", false)]
    [InlineData("en-US-DE", false)]
    [InlineData("de-419-DE", false)]
    [InlineData("C.UTF-8", false)]
    [InlineData("", false)]
    public void A_locale_is_a_language_tag(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.LanguageTag, text));

    [Theory, Holds("S-43")]
    [InlineData("Europe/Berlin", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Pacific Standard Time", false)]
    [InlineData("Nowhere", false)]
    [InlineData("GMT+01:00", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("Europe/../Berlin", false)]
    [InlineData("", false)]
    public void A_time_zone_has_its_IANA_name(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.TimeZone, text));

    [Theory, Holds("S-45")]
    [InlineData("US", true)]
    [InlineData("DE", true)]
    [InlineData("USA", false)]
    [InlineData("us", false)]
    [InlineData("Germany", false)]
    [InlineData("ZZ", false)]
    [InlineData("", false)]
    public void A_country_has_two_letters(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.Country, text));

    [Theory, Holds("S-45")]
    [InlineData("ann@example.org", true)]
    [InlineData("a.b+c@x", true)]
    [InlineData("\"a b\"@example.org", true)]
    [InlineData("\"a\\\"b\"@example.org", true)]
    [InlineData("ann@[192.0.2.1]", true)]
    [InlineData("ann@[IPv6:2001:db8::1]", true)]
    [InlineData("jö@müller.example", true)]
    [InlineData("ann", false)]
    [InlineData("@example.org", false)]
    [InlineData("ann@", false)]
    [InlineData("a..b@example.org", false)]
    [InlineData("a b@example.org", false)]
    [InlineData("ann@-x.org", false)]
    [InlineData("ann@ex ample.org", false)]
    [InlineData("Ann <ann@example.org>", false)]
    [InlineData("\"a\"b\"@example.org", false)]
    [InlineData("\"a\\\"@example.org", false)]
    public void An_address_is_one_that_mail_could_be_sent_to(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.EmailAddress, text));

    [Fact, Holds("S-45")]
    public void An_address_is_at_most_as_long_as_mail_allows()
    {
        Assert.True(ValueFormats.Fits(ValueFormat.EmailAddress, new string('a', 64) + "@example.org"));
        Assert.False(ValueFormats.Fits(ValueFormat.EmailAddress, new string('a', 65) + "@example.org"));
        Assert.False(ValueFormats.Fits(ValueFormat.EmailAddress, "a@" + string.Join('.', Enumerable.Repeat(new string('b', 63), 4)) + ".org"));
    }

    [Theory, Holds("S-46", "S-26")]
    [InlineData("https://example.org/ann", true)]
    [InlineData("urn:example:ann", true)]
    [InlineData("data:image/png;base64,AAAA", true)]
    [InlineData("/photos/ann.png", false)]
    [InlineData("photos/ann.png", false)]
    [InlineData("www.example.org", false)]
    [InlineData("https://exa mple.org", false)]
    [InlineData("C:\\photos\\ann.png", false)]
    [InlineData("https:", false)]
    [InlineData("", false)]
    public void What_lies_elsewhere_has_an_absolute_URI(string text, bool fits) => Assert.Equal(fits, ValueFormats.Fits(ValueFormat.Uri, text));

    [Fact]
    public void The_attributes_of_the_core_have_their_formats_and_no_others()
    {
        var formats = CoreSchemas.User.Attributes.SelectMany(a => a.SubAttributes.Select(s => ($"{a.Name}.{s.Name}", s.Format)).Prepend((a.Name, a.Format)))
            .Where(f => f.Format != ValueFormat.None).Order();

        Assert.Equal(
            [
                ("addresses.country", ValueFormat.Country), ("emails.value", ValueFormat.EmailAddress), ("locale", ValueFormat.LanguageTag), ("photos.value", ValueFormat.Uri),
                ("preferredLanguage", ValueFormat.LanguageRanges), ("profileUrl", ValueFormat.Uri), ("timezone", ValueFormat.TimeZone),
            ],
            formats);
        Assert.All(Enum.GetValues<ValueFormat>(), f => Assert.NotEmpty(ValueFormats.Describe(f)));
    }
}
