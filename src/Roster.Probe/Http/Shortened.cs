using System.Globalization;
using System.Text;

namespace Roster.Probe;

/// <summary>A text of a server's as it may stand in a report: not too long, and without what would move a terminal's cursor or break an XML document.</summary>
static class Shortened
{
    public static string Of(string text, int most = 600)
    {
        var told = new StringBuilder(Math.Min(text.Length, most + 40));
        foreach (var rune in text.EnumerateRunes())
        {
            if (told.Length >= most)
                return told.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();

            // The last of these have a meaning in no document of XML; marks of direction can turn a line around.
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || (rune.Value & 0xFFFE) == 0xFFFE)
                told.Append(rune.Value is '\n' or '\t' or '\r' ? " " : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"));
            else
                told.Append(rune.ToString());
        }

        return told.ToString();
    }
}
