using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Roster.Scim.Resources;

/// <summary>
/// An array of a request body with too many elements to be a tree of nodes: 100,000 members would be 150 MB of them. It stays the bytes that it
/// came as and is read element by element. In the body it stands where the array stood, as a value.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class PackedArray(ReadOnlyMemory<byte> utf8, int count)
{
    /// <summary>Arrays with more elements than this are packed.</summary>
    public const int Threshold = 1000;

    public int Count { get; } = count;

    /// <summary>The packed array that a node of a body is, or null.</summary>
    public static PackedArray? In(JsonNode? node) => node?.GetType() == Node ? ((JsonValue)node).GetValue<PackedArray>() : null;

    // Asking each value of a body whether it is one would cost more than reading it.
    static readonly Type Node = JsonValue.Create(new PackedArray(default, 0))!.GetType();

    /// <summary>The elements one after the other; each is a node of its own.</summary>
    public IEnumerable<JsonNode?> Elements()
    {
        for (var at = 0; Next(ref at) is var (found, element) && found;)
            yield return element;
    }

    (bool Found, JsonNode? Element) Next(ref int at)
    {
        // Between the elements: the bracket before the first one, commas, white space. All of it was checked when the body was parsed.
        var span = utf8.Span;
        while (span[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' || at == 0)
            at++;
        if (span[at] == (byte)']')
            return (false, null);

        var reader = new Utf8JsonReader(span[at..], isFinalBlock: false, state: default);
        reader.Read();
        var start = at;
        reader.TrySkip();
        at += (int)reader.BytesConsumed;
        return (true, JsonNode.Parse(span[start..at]));
    }

    sealed class Converter : JsonConverter<PackedArray>
    {
        public override PackedArray Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, PackedArray value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var element in value.Elements())
            {
                if (element is null)
                    writer.WriteNullValue();
                else
                    element.WriteTo(writer, options);
            }

            writer.WriteEndArray();
        }
    }
}
