using System.Buffers;
using PhoneNumbers;

namespace Roster.Genesys.Rules;

/// <summary>
/// Whether a text is a telephone number as the vendor takes them: with its country code, in the form of E.164 or as a <c>tel</c> URI, an extension after it.
/// </summary>
static class PhoneNumber
{
    /// <summary>The longest text that is looked at; E.164 allows 15 digits, the rest is punctuation and an extension.</summary>
    public const int MaxLength = 64;

    /// <returns>What is wrong with it and what to do, or null when it is acceptable.</returns>
    public static string? Fault(string text)
    {
        if (text.Length > MaxLength)
            return $"is longer than {MaxLength} characters";

        var number = text.AsSpan().Trim();
        if (number.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            number = number[4..];
        if (number is not ['+', ..])
            return "lacks its country code; write it as +13175550100 or tel:+13175550100;ext=12";
        if (!IsWellFormed(number[1..]))
            return "is not a telephone number; write '+', the country code and digits, and an extension as ;ext=12";

        try
        {
            // Directories hold numbers whose area code was forgotten or whose block is not assigned yet. What no country's plan has room for is refused.
            var parsed = Library.Parse(number.ToString(), null);
            return Library.IsPossibleNumberWithReason(parsed) switch
            {
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => null,
                PhoneNumberUtil.ValidationResult.TOO_LONG => $"has too many digits for the country code +{parsed.CountryCode}",
                _ => $"has too few digits for the country code +{parsed.CountryCode}",
            };
        }
        catch (NumberParseException)
        {
            return "does not begin with a country code that exists; write it as +13175550100";
        }
    }

    // Checked before the library sees the text, since the library also takes vanity letters and context parameters, and matches with expressions of its own.
    static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(';', 'x', 'X');
        var digits = end < 0 ? text : text[..end];
        var extension = text[digits.Length..];
        if (digits.ContainsAnyExcept(DigitsAndPunctuation) || digits.IndexOfAnyInRange('0', '9') < 0)
            return false;
        if (extension.IsEmpty)
            return true;

        var name = extension.StartsWith(";ext=", StringComparison.OrdinalIgnoreCase) ? 5 : extension[0] == ';' ? -1 : 1;
        return name > 0 && extension.Length > name && extension.Length - name <= 7 && !extension[name..].ContainsAnyExceptInRange('0', '9');
    }

    static readonly SearchValues<char> DigitsAndPunctuation = SearchValues.Create("0123456789 -.()/");

    static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
}
