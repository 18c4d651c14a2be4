using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Resources;

[Holds("S-39")]
public sealed class OpaqueStringTests
{
    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("Correct Horse", "Correct Horse")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("a\u3000b\u2003c", "a b c")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("ＡＢ", "ＡＢ")]
    [InlineData("😀\uFFFD", "😀\uFFFD")]
    [InlineData("a\tb", null)]
    [InlineData("a\0", null)]
    [InlineData("é\u0085", null)]
    [InlineData("é\u007F", null)]
    public void A_password_is_prepared_without_losing_case_or_width(string password, string? prepared)
    {
        Assert.Equal(prepared, OpaqueString.Prepare(password));
        Assert.Equal(prepared, prepared is null ? null : OpaqueString.Prepare(prepared));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_password() => Assert.Null(OpaqueString.Prepare("a\uD83D"));
}
