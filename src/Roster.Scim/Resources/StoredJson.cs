using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Scim.Resources;

/// <summary>
/// Goes through the members of an object or the elements of an array of a document. Documents are valid JSON, as they are written from trees and their checksum is looked at when
/// they are read; so only where things end is looked for.
/// </summary>
ref struct StoredJson(ReadOnlySpan<byte> json)
{
    readonly ReadOnlySpan<byte> json = json;

    // Past what the object or array begins with.
    int at = 1;

    static readonly SearchValues<byte> QuotesAndBrackets = SearchValues.Create("\"[]{}"u8);

    static readonly SearchValues<byte> EndsOfScalar = SearchValues.Create(",]} \t\r\n"u8);

    public static bool IsObject(ReadOnlySpan<byte> value) => value[0] == '{';

    public static bool IsArray(ReadOnlySpan<byte> value) => value[0] == '[';

    /// <summary>A value as a node.</summary>
    public static JsonNode? Node(ReadOnlySpan<byte> value) =>
        value[0] == '"' && !value.Contains((byte)'\\') ? JsonValue.Create(Encoding.UTF8.GetString(value[1..^1])) : JsonNode.Parse(value);

    /// <param name="name">As it is written, without its quotes.</param>
    /// <param name="value">Where its value lies.</param>
    public bool NextMember(out ReadOnlySpan<byte> name, out Range value)
    {
        if (!Next())
        {
            name = [];
            value = default;
            return false;
        }

        var start = at + 1;
        at = EndOfText(at);
        name = json[start..(at - 1)];
        SkipTo((byte)':');
        value = Value();
        return true;
    }

    public bool NextElement(out ReadOnlySpan<byte> element)
    {
        element = Next() ? json[Value()] : [];
        return !element.IsEmpty;
    }

    // To whatever comes next; false at the end.
    bool Next()
    {
        while (json[at] is (byte)',' or <= (byte)' ')
            at++;
        return json[at] is not ((byte)'}' or (byte)']');
    }

    void SkipTo(byte sign)
    {
        while (json[at] != sign)
            at++;
        at++;
    }

    Range Value()
    {
        while (json[at] <= ' ')
            at++;
        var start = at;
        at = json[at] switch
        {
            (byte)'"' => EndOfText(at),
            (byte)'{' or (byte)'[' => EndOfBrackets(at),
            _ => at + json[at..].IndexOfAny(EndsOfScalar),
        };
        return start..at;
    }

    readonly int EndOfText(int quote)
    {
        for (var i = quote + 1; ; i++)
        {
            i += json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[i] == '"')
                return i + 1;
            // Whatever follows it is not the end.
            i++;
        }
    }

    readonly int EndOfBrackets(int open)
    {
        var depth = 0;
        for (var i = open; ;)
        {
            i += json[i..].IndexOfAny(QuotesAndBrackets);
            if (json[i] == '"')
            {
                i = EndOfText(i);
                continue;
            }

            depth += json[i] is (byte)'{' or (byte)'[' ? 1 : -1;
            i++;
            if (depth == 0)
                return i;
        }
    }
}
