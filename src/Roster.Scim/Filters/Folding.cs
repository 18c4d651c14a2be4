using System.Text;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>
/// The one meaning of "without regard to case", on every engine and under every culture (RFC 7644 3.4.2.2): Unicode composed (NFC),
/// then folded by going to upper and back to lower case, which unites what has several lower-case forms (σ and ς, s and ſ, k and the Kelvin sign).
/// </summary>
public static class Folding
{
    /// <summary>The form in which text compares without regard to case.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();

        var folded = Normalize(text).ToLowerInvariant().ToUpperInvariant().ToLowerInvariant();
        return Normalize(folded);
    }

    /// <summary>The form in which text compares case-exactly: composed, otherwise as it is.</summary>
    public static string Exact(string text) => Ascii.IsValid(text) ? text : Normalize(text);

    /// <summary>
    /// The comparison form for an attribute. Names that must be unique without regard to case are prepared by UsernameCaseMapped (RFC 8265 section 3.3,
    /// which RFC 7644 section 5 asks for): full-width and half-width forms are mapped before case, so that nobody registers a name that reads like another.
    /// </summary>
    public static string For(AttributeDefinition attribute, string text) =>
        attribute.ComparesExactly ? Exact(text) : attribute.Uniqueness == Uniqueness.None ? Fold(text) : Fold(Widths.Map(text));

    /// <summary>The form in which the values of a resource type's unique attribute collide: without regard to case, whatever the attribute says of itself.</summary>
    public static string Unique(AttributeDefinition attribute, string text) => attribute.ComparesExactly ? Fold(text) : For(attribute, text);

    /// <summary>Orders by code point, as UTF-8 bytes sort, where .NET's ordinal order would sort by UTF-16 unit.</summary>
    public static int CompareCodePoints(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);

        // Surrogates stand for code points above all others of the basic plane.
        var (l, r) = (left[common], right[common]);
        return char.IsSurrogate(l) == char.IsSurrogate(r) ? l.CompareTo(r) : char.IsSurrogate(l) ? 1 : -1;
    }

    // Text from outside has been checked for lone surrogates, on which Normalize throws.
    static string Normalize(string text) => text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
}
