using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Roster.Scim.Schemas;

/// <summary>What text must look like where the standard asks for more than text.</summary>
public enum ValueFormat { None, LanguageRanges, LanguageTag, TimeZone, Country, EmailAddress, Uri }

/// <summary>The formats of RFC 7643 section 4.1, and which attributes have them.</summary>
public static class ValueFormats
{
    // Schemas cannot tell of formats, so those that the standard tells of in prose stand here.
    static readonly (string Schema, string Path, ValueFormat Format)[] Known =
    [
        (Messages.Urn.User, "preferredLanguage", ValueFormat.LanguageRanges),
        (Messages.Urn.User, "locale",            ValueFormat.LanguageTag),
        (Messages.Urn.User, "timezone",          ValueFormat.TimeZone),
        (Messages.Urn.User, "addresses.country", ValueFormat.Country),
        (Messages.Urn.User, "emails.value",      ValueFormat.EmailAddress),
    ];

    /// <summary>The attributes with their formats: those of the table, and an address of something outside of SCIM is a URI wherever it stands.</summary>
    public static ImmutableArray<AttributeDefinition> Give(string schema, ImmutableArray<AttributeDefinition> attributes) => Give(schema, "", attributes);

    static ImmutableArray<AttributeDefinition> Give(string schema, string owner, ImmutableArray<AttributeDefinition> attributes) =>
        [.. attributes.Select(a => a with { Format = Of(schema, owner + a.Name, a), SubAttributes = Give(schema, owner + a.Name + ".", a.SubAttributes) })];

    static ValueFormat Of(string schema, string path, AttributeDefinition attribute)
    {
        foreach (var known in Known)
        {
            if (IsSame(known.Schema, schema) && IsSame(known.Path, path))
                return known.Format;
        }

        return attribute.Type == AttributeType.Reference && attribute.ReferenceTypes.Contains("external", StringComparer.OrdinalIgnoreCase) ? ValueFormat.Uri : ValueFormat.None;
    }

    /// <summary>Whether text has the format.</summary>
    public static bool Fits(ValueFormat format, string text) => format switch
    {
        ValueFormat.None => true,
        ValueFormat.LanguageRanges => text.Split(',').All(r => IsLanguageRange(r.Trim())),
        ValueFormat.LanguageTag => IsLanguageTag(text),
        ValueFormat.TimeZone => IsTimeZone(text),
        ValueFormat.Country => Countries.Contains(text),
        ValueFormat.EmailAddress => IsEmailAddress(text),
        ValueFormat.Uri => IsUri(text),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The format in words: "must be …".</summary>
    public static string Describe(ValueFormat format) => format switch
    {
        ValueFormat.LanguageRanges => "languages as the header Accept-Language has them, such as en-US or de, en;q=0.5",
        ValueFormat.LanguageTag => "a language tag such as en-US (BCP 47, with hyphens)",
        ValueFormat.TimeZone => "a time zone of the IANA database, such as Europe/Berlin",
        ValueFormat.Country => "a country code of two capital letters, such as US (ISO 3166-1)",
        ValueFormat.EmailAddress => "an e-mail address such as ann@example.org",
        ValueFormat.Uri => "a URI with its scheme, such as https://example.org/ann",
        _ => "text",
    };

    /// <summary>RFC 9110 section 12.5.4: a range, and what it weighs.</summary>
    static bool IsLanguageRange(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var range = parts[0].Split('-');
        return parts.Length <= 2
            && (parts[0] == "*" || (range[0].Length is >= 1 and <= 8 && range[0].All(char.IsAsciiLetter) && range[1..].All(IsSubtag)))
            && (parts.Length == 1 || IsWeight(parts[1]));
    }

    static bool IsWeight(string text) =>
        text.Length is > 2 and <= 7 && text.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(text.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight <= 1;

    static bool IsSubtag(string text) => text.Length is >= 1 and <= 8 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>RFC 5646 section 2.1: language, script, region, variants, extensions, private use, in this order.</summary>
    static bool IsLanguageTag(string text)
    {
        var tags = text.Split('-');
        if (!tags.All(IsSubtag))
            return false;
        // Private tags, and those registered before there was an order.
        if (IsSame(tags[0], "x") || IsSame(tags[0], "i"))
            return tags.Length > 1;
        if (tags[0].Length == 1 || !tags[0].All(char.IsAsciiLetter))
            return false;

        var at = 1;
        for (var extended = 0; tags[0].Length <= 3 && extended < 3 && Is(3, char.IsAsciiLetter); extended++)
            at++;
        if (Is(4, char.IsAsciiLetter))
            at++;
        if (Is(2, char.IsAsciiLetter) || Is(3, char.IsAsciiDigit))
            at++;
        while (at < tags.Length && (tags[at].Length >= 5 || (tags[at].Length == 4 && char.IsAsciiDigit(tags[at][0]))))
            at++;
        while (at < tags.Length && tags[at].Length == 1)
        {
            var shortest = IsSame(tags[at], "x") ? 1 : 2;
            var first = ++at;
            while (at < tags.Length && tags[at].Length >= shortest)
                at++;
            if (at == first)
                return false;
        }

        return at == tags.Length;

        bool Is(int length, Func<char, bool> kind) => at < tags.Length && tags[at].Length == length && tags[at].All(kind);
    }

    // The zones that the system knows. Windows' names, which .NET would take too, have blanks. A system without zones knows the form alone.
    static bool IsTimeZone(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetter(text[0]) && !text.Contains("..", StringComparison.Ordinal) && text.AsSpan().IndexOfAnyExcept(ZoneCharacters) < 0
        && !text.StartsWith("posix", StringComparison.Ordinal) && !text.StartsWith("right/", StringComparison.Ordinal)
        && (TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) || (!SystemHasZones.Value && text.Contains('/', StringComparison.Ordinal)));

    static readonly Lazy<bool> SystemHasZones = new(() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _));

    static readonly System.Buffers.SearchValues<char> ZoneCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+_/");

    /// <summary>RFC 5321 section 4.1.2 with the letters of RFC 6531: a local part, bare or quoted, and a domain or an address in brackets.</summary>
    static bool IsEmailAddress(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || Encoding.UTF8.GetByteCount(text) > 254)
            return false;

        var (local, domain) = (text[..at], text[(at + 1)..]);
        return Encoding.UTF8.GetByteCount(local) <= 64
            && (IsQuoted(local) || local.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtomCharacter)))
            && (domain is ['[', _, .., ']'] ? domain[1..^1].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':') : domain.Split('.').All(IsLabel));
    }

    static bool IsAtomCharacter(char c) => c > 0x9F ? !char.IsWhiteSpace(c) : char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    static bool IsQuoted(string local)
    {
        if (local is not ['"', .., '"'] || local.Length < 3)
            return false;

        for (var i = 1; i < local.Length - 1; i++)
        {
            if (char.IsControl(local[i]) || local[i] == '"' || (local[i] == '\\' && ++i == local.Length - 1))
                return false;
        }

        return true;
    }

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => c > 0x9F ? char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c) : char.IsAsciiLetterOrDigit(c) || c == '-');

    static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // .NET takes a path of the file system for an absolute URI, so the scheme is looked for here.
    static bool IsUri(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(text[0]) && text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            && text.Length > colon + 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '\\')
            && Uri.TryCreate(text, UriKind.Absolute, out _);
    }

    static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    static readonly FrozenSet<string> Countries = (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR " +
        "CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU " +
        "ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ " +
        "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI " +
        "SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
