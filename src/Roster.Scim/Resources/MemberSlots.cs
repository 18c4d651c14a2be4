using System.Text.Json;

namespace Roster.Scim.Resources;

/// <summary>The members of documents that somebody wants, each with a slot for what is found of it.</summary>
sealed class MemberSlots
{
    readonly List<byte[]> names = [];

    public int Count => names.Count;

    /// <summary>The slot of a member, which it gets if it has none yet.</summary>
    public int Of(string name)
    {
        var written = AsWritten(name).EncodedUtf8Bytes;
        for (var slot = 0; slot < names.Count; slot++)
        {
            if (written.SequenceEqual(names[slot]))
                return slot;
        }

        names.Add(written.ToArray());
        return names.Count - 1;
    }

    /// <summary>The slot of a name as it is written, or -1; documents mostly have their members in one order, so the one after the last is tried first.</summary>
    public int Find(ReadOnlySpan<byte> name, int last)
    {
        for (var i = 1; i <= names.Count; i++)
        {
            var slot = (last + i) % names.Count;
            if (name.SequenceEqual(names[slot]))
                return slot;
        }

        return -1;
    }

    /// <summary>Finds where the wanted members of a document lie, and no further than to the last of them.</summary>
    /// <param name="places">By slot; where nothing lies, an empty range.</param>
    public void Locate(ReadOnlySpan<byte> document, Span<Range> places)
    {
        places.Clear();
        var (last, missing) = (-1, names.Count);
        for (var members = new StoredJson(document); missing > 0 && members.NextMember(out var name, out var value);)
        {
            if (Find(name, last) is not (>= 0 and var slot))
                continue;
            places[last = slot] = value;
            missing--;
        }
    }

    /// <summary>A name as documents have it.</summary>
    public static JsonEncodedText AsWritten(string name) => JsonEncodedText.Encode(name, Document.WriterOptions.Encoder);
}
