using System.Text;

namespace Roster.Transfer;

/// <summary>
/// LDIF files (RFC 2849) as rows: content records and records that add. The distinguished name is a field like the others, <c>dn</c>; names are without options such as <c>;lang-de</c>.
/// </summary>
static class LdifRows
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<Row> Read(TextReader input)
    {
        var record = new List<(long Line, string Text)>();
        foreach (var (line, text) in Unfolded(input))
        {
            if (text.Length > 0)
            {
                record.Add((line, text));
                continue;
            }

            if (Parse(record) is { } row)
                yield return row;
            record.Clear();
        }

        if (Parse(record) is { } last)
            yield return last;
    }

    /// <summary>The lines with those that begin by a blank put onto the one before, and without comments, which can be folded too.</summary>
    static IEnumerable<(long Line, string Text)> Unfolded(TextReader input)
    {
        var (line, began, whole) = (0L, 0L, (StringBuilder?)null);
        while (input.ReadLine() is { } text)
        {
            line++;
            if (text.StartsWith(' ') && whole is not null)
            {
                whole.Append(text, 1, text.Length - 1);
                continue;
            }

            if (whole is not null && !(whole.Length > 0 && whole[0] is '#'))
                yield return (began, whole.ToString());
            (began, whole) = (line, new StringBuilder(text));
        }

        if (whole is not null && !(whole.Length > 0 && whole[0] is '#'))
            yield return (began, whole.ToString());
    }

    static Row? Parse(List<(long Line, string Text)> record)
    {
        if (record.Count > 0 && record[0].Text.StartsWith("version:", StringComparison.OrdinalIgnoreCase))
            record.RemoveAt(0);
        if (record.Count == 0)
            return null;

        var began = record[0].Line;
        if (record.Select(l => l.Text).FirstOrDefault(l => l.StartsWith("changetype:", StringComparison.OrdinalIgnoreCase))?["changetype:".Length..].Trim() is { } change and not "add")
            return new Row.Broken(began, $"The record is a change ('changetype: {change}'), of which the result is not known here.", "Import whole entries, as ldapsearch -LLL prints them, rather than changes.");

        var fields = new List<KeyValuePair<string, string>>();
        foreach (var (line, text) in record)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                return new Row.Broken(began, $"Line {line} is not 'attribute: value'.", "A line that goes on from the one before begins with a blank.");

            var name = text[..colon].Split(';')[0].Trim();
            var rest = text[(colon + 1)..];
            if (rest.StartsWith('<'))
                return new Row.Broken(began, $"The value of '{name}' on line {line} is in another file, which is not read.", "Write the value itself.");
            if ((rest.StartsWith(':') ? Decoded(rest[1..].Trim()) : rest.TrimStart(' ')) is { } value)
                fields.Add(KeyValuePair.Create(name, value));
            else if (!IsBinary(text[..colon]))
                return new Row.Broken(began, $"The value of '{name}' on line {line} is not UTF-8 text in base64.", "Write text in UTF-8; leave out what is no text.");
        }

        return fields[0].Key.Equals("dn", StringComparison.OrdinalIgnoreCase)
            ? new Row.Cells(began, [.. fields.Where(f => !f.Key.Equals("changetype", StringComparison.OrdinalIgnoreCase))])
            : new Row.Broken(began, "The record does not begin with 'dn:'.", "Begin each record with its distinguished name.");
    }

    // What LDAP transfers as binary is no text and becomes no attribute.
    static bool IsBinary(string description) => description.Contains(";binary", StringComparison.OrdinalIgnoreCase)
        || description.Split(';')[0].ToUpperInvariant() is "JPEGPHOTO" or "PHOTO" or "AUDIO" or "USERCERTIFICATE" or "USERSMIMECERTIFICATE" or "USERPKCS12" or "THUMBNAILPHOTO" or "OBJECTGUID" or "OBJECTSID";

    static string? Decoded(string base64)
    {
        try
        {
            return Utf8.GetString(Convert.FromBase64String(base64));
        }
        catch (Exception bad) when (bad is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
