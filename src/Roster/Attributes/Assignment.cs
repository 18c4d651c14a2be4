using System.Text.Json.Nodes;
using Roster.Server.Options;

namespace Roster.Attributes;

/// <summary>What the command line says of one attribute: <c>title=Agent</c>, <c>title=</c> to take it away, <c>emails:=[{"value":"a@example.org"}]</c> for JSON.</summary>
/// <param name="Value">Null takes the attribute away.</param>
sealed record Assignment(ValuePath Path, JsonNode? Value)
{
    /// <exception cref="OptionsException">It is none, or the value does not fit.</exception>
    public static Assignment Parse(string text, AttributeTypes types)
    {
        var at = Separator(text);
        if (at < 1)
            throw new OptionsException($"'{text}' is not attribute=value. Write title=Agent, title= to take it away, or emails:='[{{\"value\":\"a@example.org\"}}]' for JSON.");

        var isJson = text[at - 1] is ':';
        var (name, value) = (text[..(isJson ? at - 1 : at)], text[(at + 1)..]);
        try
        {
            var path = ValuePath.Parse(name);
            return new(path, isJson ? AttributeTypes.Json(value) : value.Length == 0 ? null : types.Value(path, value));
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"{name}: {bad.Message}", bad);
        }
    }

    /// <summary>A path with a value, as PATCH takes it; what looks like a JSON object, list or string is one.</summary>
    /// <exception cref="OptionsException">It is none, or the value does not fit.</exception>
    public static (string Path, JsonNode Value) ParsePatch(string text, string option, AttributeTypes types)
    {
        var at = Separator(text);
        if (at < 1 || at == text.Length - 1)
            throw new OptionsException($"{option}: '{text}' is not path=value.");

        var (path, value) = (text[..at].TrimEnd(':'), text[(at + 1)..]);
        try
        {
            return (path, value[0] is '{' or '[' or '"' || text[at - 1] is ':' ? AttributeTypes.Json(value) : ValuePath.TryParse(path) is { } known ? types.Value(known, value) : value);
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"{option} {path}: {bad.Message}", bad);
        }
    }

    /// <summary>The first '=' that is not within brackets or quotes.</summary>
    static int Separator(string text)
    {
        var (depth, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when depth > 0:
                    quoted = !quoted;
                    break;
                case '[' when !quoted:
                    depth++;
                    break;
                case ']' when !quoted:
                    depth--;
                    break;
                case '=' when depth == 0:
                    return i;
            }
        }

        return -1;
    }
}
