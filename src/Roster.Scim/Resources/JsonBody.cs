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
    public static JsonObject Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, large: null);

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte})"/>, but an array with very many elements is a <see cref="PackedArray"/> and no tree; it goes on using the bytes.</summary>
    public static JsonObject ParsePacked(ReadOnlyMemory<byte> utf8) => Parse(utf8, []);

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte})"/>, but no tree, which would be many times as large; it goes on using the bytes.</summary>
    public static JsonElement ParseFlat(ReadOnlyMemory<byte> utf8)
    {
        utf8 = Checked(utf8, large: null);
        return JsonDocument.Parse(utf8).RootElement;
    }

    /// <param name="large">Takes where large arrays begin and how many elements they have; null for a plain tree.</param>
    static JsonObject Parse(ReadOnlyMemory<byte> utf8, Dictionary<long, int>? large)
    {
        utf8 = Checked(utf8, large);
        if (large is null or { Count: 0 })
            return JsonNode.Parse(utf8.Span)!.AsObject();

        var reader = new Utf8JsonReader(utf8.Span);
        reader.Read();
        return Packed(ref reader, utf8, large)!.AsObject();
    }

    /// <returns>The bytes of one sound JSON object.</returns>
    static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> utf8, Dictionary<long, int>? large)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        if (!Utf8.IsValid(utf8.Span))
            throw ScimError.InvalidSyntax("The body is not valid UTF-8.").ToException();

        try
        {
            Check(utf8.Span, large);
            return utf8;
        }
        catch (JsonException broken)
        {
            throw ScimError.InvalidSyntax($"The body is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.").ToException();
        }
    }

    // No deeper than Check let pass.
    static JsonNode? Packed(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Dictionary<long, int> large)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add(name, Packed(ref reader, utf8, large));
                }

                return members;
            case JsonTokenType.StartArray when large.TryGetValue(reader.TokenStartIndex, out var count):
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return JsonValue.Create(new PackedArray(utf8[start..(int)reader.BytesConsumed], count));
            case JsonTokenType.StartArray:
                var elements = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    elements.Add(Packed(ref reader, utf8, large));
                return elements;
            default:
                return JsonNode.Parse(ref reader);
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

    static void Check(ReadOnlySpan<byte> utf8, Dictionary<long, int>? large)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var open = new Containers();
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray))
                open.CountElement();

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Object();
                    break;
                case JsonTokenType.StartArray:
                    open.Array(reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject:
                    open.Close();
                    break;
                case JsonTokenType.EndArray:
                    var (start, count) = open.Close();
                    if (count > PackedArray.Threshold)
                        large?.Add(start, count);
                    break;
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader);
                    if (!open.AddName(name))
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

    /// <summary>The objects and arrays that the reader is inside of. What one level needed is used again by the next container there.</summary>
    sealed class Containers
    {
        readonly List<(HashSet<string> Names, bool IsArray, long Start, int Count)> levels = [];
        int depth;

        public void Object()
        {
            Open(isArray: false, 0);
            levels[depth - 1].Names.Clear();
        }

        public void Array(long start) => Open(isArray: true, start);

        public (long Start, int Count) Close()
        {
            var (_, _, start, count) = levels[--depth];
            return (start, count);
        }

        public void CountElement()
        {
            if (depth > 0 && levels[depth - 1] is { IsArray: true } array)
                levels[depth - 1] = array with { Count = array.Count + 1 };
        }

        public bool AddName(string name) => levels[depth - 1].Names.Add(name);

        void Open(bool isArray, long start)
        {
            if (depth == levels.Count)
                levels.Add((new HashSet<string>(StringComparer.OrdinalIgnoreCase), isArray, start, 0));
            else
                levels[depth] = (levels[depth].Names, isArray, start, 0);
            depth++;
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
