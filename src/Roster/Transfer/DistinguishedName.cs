using System.Globalization;
using System.Text;

namespace Roster.Transfer;

/// <summary>The names of LDAP entries (RFC 4514), as far as their first part goes.</summary>
static class DistinguishedName
{
    /// <returns>The first part's attribute and value: <c>uid</c> and <c>ana</c> of <c>uid=ana,ou=people</c>. Null when it is no name.</returns>
    public static (string Attribute, string Value)? First(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            return null;

        var bytes = new List<byte>();
        var text = name.AsSpan(equals + 1).TrimStart(' ');
        var kept = 0;
        for (var i = 0; i < text.Length && text[i] is not (',' or '+' or ';'); i++)
        {
            if (text[i] is '\\' && i + 2 < text.Length && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                bytes.Add(code);
                i += 2;
                kept = bytes.Count;
            }
            else if (text[i] is '\\' && i + 1 < text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[++i]]));
                kept = bytes.Count;
            }
            else
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Slice(i, length).ToArray()));
                kept = text[i] is ' ' ? kept : bytes.Count;
                i += length - 1;
            }
        }

        // Blanks at the end count only when they are escaped.
        return (name[..equals].Trim(), Encoding.UTF8.GetString([.. bytes.Take(kept)]));
    }

    /// <summary>A value as it stands in a name.</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is '\0')
            {
                escaped.Append("\\00");
                continue;
            }

            if (value[i] is '"' or '+' or ',' or ';' or '<' or '>' or '\\' or '=' || (value[i] is ' ' or '#' && i == 0) || (value[i] is ' ' && i == value.Length - 1))
                escaped.Append('\\');
            escaped.Append(value[i]);
        }

        return escaped.ToString();
    }
}
