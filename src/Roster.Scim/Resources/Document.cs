using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Scim.Resources;

/// <summary>
/// The attributes that a client gave a resource, in canonical form: names as the schema spells them, values typed, nothing null or empty,
/// base attributes at the top and each extension in an object under its URN. It holds neither <c>id</c>, <c>meta</c> and <c>schemas</c>,
/// nor members, memberships and passwords. Immutable: the bytes are what is stored, checksummed and served.
/// </summary>
public sealed class Document
{
    public static Document Empty { get; } = new("{}"u8.ToArray());

    public Document(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>Takes the values as they are now; later changes to <paramref name="attributes"/> do not reach the document.</summary>
    public static Document From(JsonObject attributes)
    {
        var (buffer, writer) = scratch ??= Scratch();
        buffer.ResetWrittenCount();
        writer.Reset();
        attributes.WriteTo(writer);
        writer.Flush();
        if (buffer.Capacity > LargestKept)
            scratch = null;
        return new Document(buffer.WrittenSpan.ToArray());
    }

    // What one document was written with serves for the thread's next one.
    [ThreadStatic]
    static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? scratch;

    const int LargestKept = 64 * 1024;

    static (ArrayBufferWriter<byte>, Utf8JsonWriter) Scratch()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }

    /// <summary>Canonical UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>A fresh, unshared copy of the attributes, free to be changed.</summary>
    public JsonObject ToJson() => JsonNode.Parse(Utf8.Span, NodeOptions)!.AsObject();

    public bool SameAs(Document other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    // Text is answered as sent, not as \u escapes; answers are never served as HTML.
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };
}
