using System.Runtime.InteropServices;
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
    public static JsonObject Parse(ReadOnlyMemory<byte> utf8) => new Pass(Decoded(utf8), packs: false).Tree();

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte})"/>, but an array with very many elements is a <see cref="PackedArray"/> and no tree; it goes on using the bytes.</summary>
    public static JsonObject ParsePacked(ReadOnlyMemory<byte> utf8) => new Pass(Decoded(utf8), packs: true).Tree();

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte})"/>, but no tree, which would be many times as large; it goes on using the bytes, and is the caller's to dispose of.</summary>
    public static JsonDocument ParseFlat(ReadOnlyMemory<byte> utf8)
    {
        utf8 = Decoded(utf8);
        new Pass(utf8, packs: false).Check();
        return JsonDocument.Parse(utf8);
    }

    /// <summary>A part of what <see cref="ParseFlat"/> read, as <see cref="Parse(ReadOnlyMemory{byte})"/> would have made it.</summary>
    internal static JsonObject Tree(JsonElement json)
    {
        var members = new KeyValuePair<string, JsonNode?>[json.GetPropertyCount()];
        var next = 0;
        foreach (var member in json.EnumerateObject())
            members[next++] = new(Name(member), Node(member.Value));
        return new JsonObject(members);
    }

    static string Name(JsonProperty member) =>
        JsonMarshal.GetRawUtf8PropertyName(member) is var written && written.Contains((byte)'\\') ? member.Name : MemberNames.Of(written);

    static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Tree(json),
        JsonValueKind.Array => Array(json),
        JsonValueKind.String => JsonValue.Create(json.GetString()),
        JsonValueKind.True or JsonValueKind.False => JsonValue.Create(json.GetBoolean()),
        JsonValueKind.Null => null,
        // With the digits that it came with.
        _ => JsonValue.Create(json),
    };

    static JsonArray Array(JsonElement json)
    {
        var elements = new JsonNode?[json.GetArrayLength()];
        var next = 0;
        foreach (var element in json.EnumerateArray())
            elements[next++] = Node(element);
        return new JsonArray(elements);
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

    static ReadOnlyMemory<byte> Decoded(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        return Utf8.IsValid(utf8.Span) ? utf8 : throw ScimError.InvalidSyntax("The body is not valid UTF-8.").ToException();
    }

    /// <summary>One pass over a body, which looks at everything and makes the tree on its way.</summary>
    /// <param name="packs">Whether large arrays are packed.</param>
    sealed class Pass(ReadOnlyMemory<byte> utf8, bool packs)
    {
        // By depth, the names of the object that is open there.
        readonly List<HashSet<string>> names = [];

        public JsonObject Tree() => Body(build: true)!;

        public void Check() => Body(build: false);

        JsonObject? Body(bool build)
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            try
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw ScimError.InvalidSyntax("The body is not a JSON object.").ToException();

                var body = Object(ref reader, build);
                // Nothing may follow.
                reader.Read();
                return body;
            }
            catch (JsonException broken)
            {
                throw ScimError.InvalidSyntax($"The body is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.").ToException();
            }
        }

        // No deeper than the reader goes.
        JsonNode? Value(ref Utf8JsonReader reader, bool build)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    return Object(ref reader, build);
                case JsonTokenType.StartArray:
                    return Array(ref reader, build);
                case JsonTokenType.String when build:
                    return JsonValue.Create(Text(ref reader));
                case JsonTokenType.String when reader.ValueIsEscaped:
                    Text(ref reader);
                    return null;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaxNumberLength:
                    throw ScimError.InvalidValue($"The body has a number of more than {MaxNumberLength} characters.").ToException();
                // With the digits that it came with.
                case JsonTokenType.Number when build:
                    return JsonNode.Parse(ref reader);
                case JsonTokenType.True or JsonTokenType.False when build:
                    return JsonValue.Create(reader.GetBoolean());
                default:
                    return null;
            }
        }

        JsonObject? Object(ref Utf8JsonReader reader, bool build)
        {
            var (members, taken) = (build ? new JsonObject() : null, Names(reader.CurrentDepth));
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueIsEscaped ? Text(ref reader) : MemberNames.Of(reader.ValueSpan);
                if (!taken.Add(name))
                    throw ScimError.InvalidSyntax($"The body has '{ScimError.Quote(name)}' twice (names are compared without regard to case).").ToException();
                reader.Read();
                var value = Value(ref reader, build);
                members?.Add(name, value);
            }

            return members;
        }

        HashSet<string> Names(int depth)
        {
            while (names.Count <= depth)
                names.Add(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            names[depth].Clear();
            return names[depth];
        }

        JsonNode? Array(ref Utf8JsonReader reader, bool build)
        {
            var (start, count) = ((int)reader.TokenStartIndex, 0);
            var elements = build ? new JsonArray() : null;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (packs && ++count > PackedArray.Threshold)
                    elements = null;
                var element = Value(ref reader, elements is not null);
                elements?.Add(element);
            }

            return build && elements is null ? JsonValue.Create(new PackedArray(utf8[start..(int)reader.BytesConsumed], count)) : elements;
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
