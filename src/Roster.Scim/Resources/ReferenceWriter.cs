using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Roster.Scim.Resources;

/// <summary>
/// Writes a group's members, or a member's groups, with what one projection shows of them. Those of a type are alike but for their ids, so the text around the id is made once.
/// </summary>
/// <param name="memberships">Whether they are a member's groups.</param>
sealed class ReferenceWriter(ScimProfile profile, Visibility visibility, bool memberships)
{
    // Some of them are one value to the JSON writer.
    const int ValueBytes = 2048;

    const int ShortBytes = 128;

    static readonly JavaScriptEncoder Encoder = Document.WriterOptions.Encoder!;

    readonly bool showsDisplay = visibility.Shows("display");

    // The last one that was written: nearly all are of one kind. Whoever writes at the same time makes another, or the same.
    volatile Kind known = new("", null, false, []);

    /// <param name="BaseUrl">What its locations begin with.</param>
    /// <param name="Around">The text before the object's end: the id stands between each two pieces of it.</param>
    sealed record Kind(string BaseUrl, string? Type, bool Indirect, byte[][] Around)
    {
        public int Bytes { get; } = Around.Sum(piece => piece.Length);

        /// <summary>How often the id is shown.</summary>
        public int Ids => Around.Length - 1;

        public bool IsOf(Member reference) => Indirect == reference.Indirect && string.Equals(Type, reference.Type, StringComparison.Ordinal);
    }

    /// <summary>Writes them as elements of the array that was begun. A group that a member is in by way of others is one only where that is told.</summary>
    public void Write(Utf8JsonWriter writer, ImmutableArray<Member> references, ResourceView view)
    {
        Span<byte> memory = stackalloc byte[ValueBytes], idMemory = stackalloc byte[ShortBytes], displayMemory = stackalloc byte[ShortBytes];
        var text = new Text(memory);
        var kind = known;
        var isKnown = kind.Around.Length > 0 && string.Equals(kind.BaseUrl, view.BaseUrl, StringComparison.Ordinal);
        foreach (var reference in references)
        {
            if (memberships && reference.Indirect && !profile.TellsIndirectMembership)
                continue;
            if (!isKnown || !kind.IsOf(reference))
                (known, isKnown) = (kind = new Kind(view.BaseUrl, reference.Type, reference.Indirect, AroundId(reference, view)), true);

            var id = Encoded(reference.Value, idMemory);
            var showsName = showsDisplay && reference.Display is not null;
            var display = showsName ? Encoded(reference.Display!, displayMemory) : default;
            text.Begin(writer, kind.Bytes + (kind.Ids * id.Length) + display.Length);
            text.Put(kind.Around[0]);
            for (var i = 1; i <= kind.Ids; i++)
            {
                text.Put(id);
                text.Put(kind.Around[i]);
            }

            if (showsName)
            {
                text.Put(kind.Bytes == 1 ? "\"display\":\""u8 : ",\"display\":\""u8);
                text.Put(display);
                text.Put("\""u8);
            }

            text.Put("}"u8);
        }

        text.Pass(writer);
    }

    static ReadOnlySpan<byte> Encoded(string text, Span<byte> memory) =>
        Encoding.UTF8.TryGetBytes(text, memory, out var length) && Encoder.FindFirstCharacterToEncodeUtf8(memory[..length]) < 0
            ? memory[..length]
            : JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes;

    byte[][] AroundId(Member reference, ResourceView view)
    {
        var pieces = new List<byte[]>();
        var piece = new StringBuilder("{");
        if (visibility.Shows("value"))
        {
            Begin("value");
            EndBeforeId();
        }

        if (visibility.Shows("type") && view.ReferenceType(reference, memberships) is { } type)
        {
            Begin("type");
            piece.Append(JsonEncodedText.Encode(type, Encoder)).Append('"');
        }

        if (visibility.Shows("$ref") && reference.Type is not null && profile.Type(reference.Type) is { } referenced)
        {
            Begin("$ref");
            piece.Append(JsonEncodedText.Encode(view.LocationStart(referenced), Encoder));
            EndBeforeId();
        }

        pieces.Add(Encoding.UTF8.GetBytes(piece.ToString()));
        return [.. pieces];

        void Begin(string name) => piece.Append(pieces.Count == 0 && piece.Length == 1 ? "\"" : ",\"").Append(name).Append("\":\"");

        void EndBeforeId()
        {
            pieces.Add(Encoding.UTF8.GetBytes(piece.ToString()));
            piece.Clear().Append('"');
        }
    }

    /// <summary>The text of some references, until it is enough to be passed on.</summary>
    ref struct Text(Span<byte> memory)
    {
        // The comma before it, a name's attribute and quotes, the end.
        const int Beside = 32;

        Span<byte> memory = memory;
        int length;

        /// <param name="bytes">How long what comes is without <see cref="Beside"/>.</param>
        public void Begin(Utf8JsonWriter writer, int bytes)
        {
            if (length + bytes + Beside > memory.Length)
                Pass(writer);
            if (bytes + Beside > memory.Length)
                memory = new byte[bytes + Beside];
            if (length > 0)
                Put(","u8);
        }

        public void Put(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(memory[length..]);
            length += bytes.Length;
        }

        public void Pass(Utf8JsonWriter writer)
        {
            if (length > 0)
                writer.WriteRawValue(memory[..length], skipInputValidation: true);
            length = 0;
        }
    }
}
