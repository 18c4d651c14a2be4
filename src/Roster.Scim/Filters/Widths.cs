using System.Text;

namespace Roster.Scim.Filters;

/// <summary>The width mapping of PRECIS (RFC 8264 section 5.2.1): full-width and half-width characters become what Unicode decomposes them to, all others stay.</summary>
static class Widths
{
    public static string Map(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u3000', '\uFFEE'))
            return text;

        var mapped = new StringBuilder(text.Length);
        foreach (var c in text)
            mapped.Append(Map(c));
        return mapped.ToString();
    }

    // The one step of UnicodeData.txt, not NFKC, which would take some of the results further apart.
    static char Map(char c) => c switch
    {
        '\u3000' => ' ',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\uFF5F' => '\u2985',
        '\uFF60' => '\u2986',
        >= '\uFF61' and <= '\uFF9F' => Katakana[c - 0xFF61],
        '\uFFA0' => '\u3164',
        >= '\uFFA1' and <= '\uFFBE' => (char)(c - 0xFFA1 + 0x3131),
        >= '\uFFC2' and <= '\uFFC7' => (char)(c - 0xFFC2 + 0x314F),
        >= '\uFFCA' and <= '\uFFCF' => (char)(c - 0xFFCA + 0x3155),
        >= '\uFFD2' and <= '\uFFD7' => (char)(c - 0xFFD2 + 0x315B),
        >= '\uFFDA' and <= '\uFFDC' => (char)(c - 0xFFDA + 0x3161),
        >= '\uFFE0' and <= '\uFFEE' => Signs[c - 0xFFE0],
        _ => c,
    };

    const string Katakana = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309A";

    const string Signs = "\u00A2\u00A3\u00AC\u00AF\u00A6\u00A5\u20A9\uFFE7\u2502\u2190\u2191\u2192\u2193\u25A0\u25CB";
}
