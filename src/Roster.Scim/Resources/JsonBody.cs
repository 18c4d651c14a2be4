using System.Buffers;
using System.Text;
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
        using var flat = ParseFlat(utf8);
        return Tree(flat.RootElement);
    }

    /// <summary>As <see cref="Parse(ReadOnlyMemory{byte})"/>, but no tree; it goes on using the bytes, and is the caller's to dispose of.</summary>
    public static JsonDocument ParseFlat(ReadOnlyMemory<byte> utf8)
    {
        utf8 = Decoded(utf8);
        new Pass().Check(utf8.Span);
        return JsonDocument.Parse(utf8);
    }

    /// <summary>A tree, as if it had been sent.</summary>
    internal static JsonElement Flat(JsonNode tree)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            tree.WriteTo(writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>A part of what <see cref="ParseFlat"/> read, as a tree that does not need it any more.</summary>
    internal static JsonObject Tree(JsonElement json)
    {
        var members = new KeyValuePair<string, JsonNode?>[json.GetPropertyCount()];
        var next = 0;
        foreach (var member in json.EnumerateObject())
            members[next++] = new(member.NameOf(), Node(member.Value));
        return new JsonObject(members);
    }

    static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Tree(json),
        JsonValueKind.Array => Array(json),
        JsonValueKind.String => JsonValue.Create(json.GetString()),
        JsonValueKind.True or JsonValueKind.False => JsonValue.Create(json.GetBoolean()),
        JsonValueKind.Null => null,
        _ => Number(json),
    };

    /// <summary>With the digits that it came with.</summary>
    internal static JsonValue Number(JsonElement json) => JsonValue.Create(json.Clone())!;

    static JsonArray Array(JsonElement json)
    {
        var elements = new JsonNode?[json.GetArrayLength()];
        var next = 0;
        foreach (var element in json.EnumerateArray())
            elements[next++] = Node(element);
        return new JsonArray(elements);
    }

    /// <summary>JSON inside a string value; nothing when it is none.</summary>
    internal static JsonElement TryParseText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            new Pass().Check(utf8);
            return JsonElement.Parse(utf8);
        }
        catch (ScimException)
        {
            return default;
        }
    }

    static ReadOnlyMemory<byte> Decoded(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        return Utf8.IsValid(utf8.Span) ? utf8 : throw ScimError.InvalidSyntax("The body is not valid UTF-8.").ToException();
    }

    /// <summary>One pass over a body, which looks at everything.</summary>
    sealed class Pass
    {
        // With so many names it is quicker to look each up than to go through those that were there before.
        const int Many = 16;

        // Of the objects that are open, one after the other.
        readonly List<string> names = [];

        public void Check(ReadOnlySpan<byte> utf8)
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            try
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw ScimError.InvalidSyntax("The body is not a JSON object.").ToException();

                Object(ref reader);
                // Nothing may follow.
                reader.Read();
            }
            catch (JsonException broken)
            {
                throw ScimError.InvalidSyntax($"The body is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.").ToException();
            }
        }

        // No deeper than the reader goes.
        void Value(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    Object(ref reader);
                    break;
                case JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        Value(ref reader);
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    Text(ref reader);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaxNumberLength:
                    throw ScimError.InvalidValue($"The body has a number of more than {MaxNumberLength} characters.").ToException();
                default:
                    break;
            }
        }

        void Object(ref Utf8JsonReader reader)
        {
            var (first, lookup) = (names.Count, (HashSet<string>?)null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueIsEscaped ? Text(ref reader) : MemberNames.Of(reader.ValueSpan);
                if (!IsNew(name, first, ref lookup))
                    throw ScimError.InvalidSyntax($"The body has '{ScimError.Quote(name)}' twice (names are compared without regard to case).").ToException();
                names.Add(name);
                reader.Read();
                Value(ref reader);
            }

            names.RemoveRange(first, names.Count - first);
        }

        bool IsNew(string name, int first, ref HashSet<string>? lookup)
        {
            if (names.Count - first >= Many)
            {
                lookup ??= new HashSet<string>(names.Skip(first), StringComparer.OrdinalIgnoreCase);
                return lookup.Add(name);
            }

            for (var i = first; i < names.Count; i++)
            {
                if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
                    return false;
            }

            return true;
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
