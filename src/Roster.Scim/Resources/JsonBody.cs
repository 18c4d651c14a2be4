using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Roster.Scim.Messages;

namespace Roster.Scim.Resources;

/// <summary>
/// Request bodies: strict JSON and nothing else. Member names that repeat, in any letter case, are refused, since whoever reads first and
/// whoever reads last would see different requests; so are depth, broken Unicode and NUL, which the storage engines treat differently.
/// </summary>
public static class JsonBody
{
    /// <summary>Objects and arrays inside one another.</summary>
    public const int MaxDepth = 32;

    /// <summary>Characters of one number.</summary>
    public const int MaxNumberLength = 64;

    /// <exception cref="ScimException"><c>invalidSyntax</c>, with the place, when the bytes are not one JSON object; <c>invalidValue</c> for text that cannot be stored.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        if (!Utf8.IsValid(utf8.Span))
            throw ScimError.InvalidSyntax("The body is not valid UTF-8.").ToException();

        try
        {
            Check(utf8.Span);
            return JsonNode.Parse(utf8.Span)!.AsObject();
        }
        catch (JsonException broken)
        {
            throw ScimError.InvalidSyntax($"The body is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.").ToException();
        }
    }

    /// <summary>JSON inside a string value; null when it is none.</summary>
    internal static JsonObject? TryParseText(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Parse(utf8);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    static void Check(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader);
                    if (!names.Peek().Add(name))
                        throw ScimError.InvalidSyntax($"The body has '{ScimError.Quote(name)}' twice (names are compared without regard to case).").ToException();
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped || reader.ValueSpan.Contains((byte)0):
                    Text(ref reader);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaxNumberLength:
                    throw ScimError.InvalidValue($"The body has a number of more than {MaxNumberLength} characters.").ToException();
                default:
                    break;
            }

            if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                throw ScimError.InvalidSyntax("The body is not a JSON object.").ToException();
        }
    }

    static string Text(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ScimError.InvalidValue("A string has half of a surrogate pair (\\ud800 to \\udfff).").ToException();
        }

        return text.Contains('\0', StringComparison.Ordinal)
            ? throw ScimError.InvalidValue("A string has the character U+0000, which cannot be stored.").ToException()
            : text;
    }

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
}
