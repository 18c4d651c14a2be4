using System.Globalization;

namespace Roster.Scim.Filters;

/// <summary>
/// A value in the form it is compared in: text folded unless the attribute is case-exact, numbers by magnitude, times as instants.
/// The same value is written into the index, so every engine compares alike.
/// </summary>
public abstract record ScimValue
{
    private ScimValue() { }

    /// <summary>Text in comparison form: NFC, and folded unless case-exact. Order is that of code points.</summary>
    public sealed record Text(string Value) : ScimValue;

    public sealed record Boolean(bool Value) : ScimValue;

    public sealed record Number(decimal Value) : ScimValue;

    public sealed record Instant(DateTimeOffset Value) : ScimValue;

    /// <summary>The literal <c>null</c>: unassigned (RFC 7643 section 2.5).</summary>
    public sealed record Null : ScimValue
    {
        public static Null Value { get; } = new();
    }

    /// <summary>Reads a JSON number as it is compared. Numbers beyond <see cref="decimal"/> saturate at its ends, numbers finer than its 28 digits are rounded.</summary>
    public static decimal ParseNumber(string json)
    {
        if (decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;

        // Either end, unless all digits before the exponent are zeros.
        var digits = json.AsSpan(0, json.AsSpan().IndexOfAny('e', 'E') is var e and >= 0 ? e : json.Length);
        return !digits.ContainsAnyInRange('1', '9') ? 0 : json.StartsWith('-') ? decimal.MinValue : decimal.MaxValue;
    }

    /// <summary>Reads an <c>xsd:dateTime</c> (RFC 7643 section 2.3.5); without an offset it is UTC. Digits beyond a tenth of a microsecond are dropped.</summary>
    public static bool TryParseInstant(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(WithSevenDigits(text), InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    static string WithSevenDigits(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var length = point < 0 ? 0 : text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9');
        if (point >= 0 && length < 0)
            length = text.Length - point - 1;
        return length > 7 ? text.Remove(point + 8, length - 7) : text;
    }

    /// <summary>A time as answers show it: UTC with milliseconds and <c>Z</c>.</summary>
    public static string FormatInstant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>How many characters <see cref="FormatInstant(DateTimeOffset)"/> makes.</summary>
    internal const int InstantLength = 24;

    /// <summary>The same as UTF-8.</summary>
    internal static void FormatInstant(DateTimeOffset instant, Span<byte> utf8)
    {
        // The round-trip form has seven digits where this one has three.
        Span<byte> roundTrip = stackalloc byte[28];
        instant.UtcDateTime.TryFormat(roundTrip, out _, "O", CultureInfo.InvariantCulture);
        roundTrip[..(InstantLength - 1)].CopyTo(utf8);
        utf8[InstantLength - 1] = (byte)'Z';
    }

    static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];
}
