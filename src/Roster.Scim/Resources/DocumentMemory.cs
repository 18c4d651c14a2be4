using System.Buffers;

namespace Roster.Scim.Resources;

/// <summary>
/// Memory that the documents of one answer are read into, and others' after it. Whoever answered gives it back; where something failed it is left to the garbage collector, as somebody
/// may still be reading into it. For one thread at a time.
/// </summary>
public sealed class DocumentMemory
{
    // One document alone seldom needs more than the first; a page of them is in a few of the others.
    const int FirstBytes = 4 * 1024, FurtherBytes = 64 * 1024;

    byte[]? piece;
    int used;
    List<byte[]>? full;

    /// <summary>Room for a document, until it is given back with all others.</summary>
    public Memory<byte> Take(int length)
    {
        if (piece is null || piece.Length - used < length)
            Begin(length);

        var room = piece.AsMemory(used, length);
        used += length;
        return room;
    }

    void Begin(int length)
    {
        if (piece is not null)
            (full ??= []).Add(piece);
        piece = ArrayPool<byte>.Shared.Rent(Math.Max(length, piece is null ? FirstBytes : FurtherBytes));
        used = 0;
    }

    /// <summary>Lets others have it. What was read into it must not be looked at any more.</summary>
    public void GiveBack()
    {
        if (piece is not null)
            ArrayPool<byte>.Shared.Return(piece);
        full?.ForEach(static one => ArrayPool<byte>.Shared.Return(one));
        (piece, full, used) = (null, null, 0);
    }
}
