using System.Globalization;
using System.Text;

namespace Roster.Scim.Resources;

/// <summary>
/// Prepares passwords as RFC 8265 section 4.2 has it, which RFC 7644 section 5 asks for: every kind of blank is the ASCII one, text is composed (NFC).
/// What is typed on one system then verifies on another. Letter case and width stay, as they are part of the secret.
/// </summary>
public static class OpaqueString
{
    /// <returns>Null when a control character or a lone surrogate is in it, which no keyboard types.</returns>
    public static string? Prepare(string password)
    {
        if (Ascii.IsValid(password))
            return password.Any(char.IsControl) ? null : password;

        var prepared = new StringBuilder(password.Length);
        foreach (var rune in password.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Control)
                return null;
            prepared.Append(category == UnicodeCategory.SpaceSeparator ? " " : rune.ToString());
        }

        // A lone surrogate was read as U+FFFD, in the same number of characters.
        return password.Contains('\uFFFD', StringComparison.Ordinal) || !prepared.ToString().Contains('\uFFFD', StringComparison.Ordinal)
            ? prepared.ToString().Normalize(NormalizationForm.FormC) : null;
    }
}
