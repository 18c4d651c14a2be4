using System.Collections.Immutable;
using System.Text;

namespace Roster.Storage;

/// <summary>
/// One attribute's text in all living resources of a type, in memory, where text inside of it is found many times sooner than by going through an index. It may still have text that a resource
/// had before, and knows of no change after <see cref="KnownTo"/>: whoever asks looks at those by himself, and checks what he is told.
/// </summary>
sealed class ValueText
{
    ValueText(ImmutableArray<TextPiece> pieces, int added, long builtAt, long knownTo) => (this.pieces, Added, BuiltAt, KnownTo) = (pieces, added, builtAt, knownTo);

    readonly ImmutableArray<TextPiece> pieces;

    /// <summary>The last change (<c>change.sequence</c>) of the moment that it was read at. It cannot tell what was there before.</summary>
    public long BuiltAt { get; }

    /// <summary>The last change that it knows.</summary>
    public long KnownTo { get; }

    /// <summary>How many texts it has.</summary>
    public int Count => pieces.Sum(piece => piece.Count);

    /// <summary>How many of them came later, each in place of another that is still there, or beside those.</summary>
    public int Added { get; }

    /// <summary>Bytes of memory that it takes.</summary>
    public long Memory => pieces.Sum(piece => piece.Memory);

    /// <param name="rows">A row number and text in each.</param>
    /// <param name="at">The last change of this moment.</param>
    /// <param name="most">Bytes of memory.</param>
    /// <returns>Null when it would take more.</returns>
    public static ValueText? Build(Rows rows, long at, long most) => TextPiece.Read(rows, most) is { } pieces ? new ValueText(pieces, 0, at, at) : null;

    /// <summary>The same with what some resources have now.</summary>
    /// <inheritdoc cref="Build"/>
    public ValueText? With(Rows rows, long at, long most)
    {
        if (TextPiece.Read(rows, most - Memory) is not { } further)
            return null;
        return new ValueText(pieces.AddRange(further), Added + further.Sum(piece => piece.Count), BuiltAt, at);
    }

    /// <summary>The row numbers of those whose text has some text in it; one more than once if it has had several such texts.</summary>
    /// <param name="atEnd">Whether only at its end.</param>
    /// <returns>Null when they are more than <paramref name="most"/>.</returns>
    public List<long>? Find(string text, bool atEnd, int most)
    {
        var wanted = Encoding.UTF8.GetBytes(atEnd ? text + '\0' : text);
        if (atEnd)
            wanted[^1] = TextPiece.End;
        var found = new List<long>();
        return pieces.All(piece => piece.Find(wanted, found, most)) ? found : null;
    }
}

/// <summary>The texts of some resources as UTF-8, one after the other.</summary>
sealed class TextPiece
{
    /// <summary>What stands after each text. UTF-8 has no such byte.</summary>
    public const byte End = 0xFF;

    // Large enough that the engine's own searching counts, not the number of pieces.
    const int PieceBytes = 1 << 20;

    // How many texts end before every so many bytes is written down, so that a place leads to its text.
    const int Stride = 2048;

    TextPiece(ReadOnlySpan<byte> text, long first, List<int> rows)
    {
        (this.text, this.first, this.rows) = (text.ToArray(), first, [.. rows]);
        ends = new int[(text.Length / Stride) + 1];
        for (var i = 1; i < ends.Length; i++)
            ends[i] = ends[i - 1] + text.Slice((i - 1) * Stride, Stride).Count(End);
    }

    readonly byte[] text;
    readonly long first;

    // Counted from the first, in half the room.
    readonly int[] rows;
    readonly int[] ends;

    public int Count => rows.Length;

    public long Memory => text.Length + ((long)(rows.Length + ends.Length) * sizeof(int));

    public static ImmutableArray<TextPiece>? Read(Rows from, long most)
    {
        var pieces = ImmutableArray.CreateBuilder<TextPiece>();
        var numbers = new List<int>();
        var read = new byte[4096];
        var (used, first, memory) = (0, 0L, 0L);
        while (from.Next())
        {
            var row = from.Number(0);
            if (used >= PieceBytes || row - first is < int.MinValue or > int.MaxValue)
                Close();
            if (numbers.Count == 0)
                first = row;
            int length;
            while (!from.TryBytes(1, read.AsSpan(used..Math.Max(used, read.Length - 1)), out length))
                Array.Resize(ref read, Math.Max(read.Length * 2, used + length + 1));
            used += length;
            read[used++] = End;
            numbers.Add((int)(row - first));
            if (memory + used + ((long)numbers.Count * sizeof(int)) > most)
                return null;
        }

        Close();
        return pieces.DrainToImmutable();

        void Close()
        {
            if (numbers.Count == 0)
                return;
            var piece = new TextPiece(read.AsSpan(0, used), first, numbers);
            memory += piece.Memory;
            pieces.Add(piece);
            numbers.Clear();
            used = 0;
        }
    }

    /// <summary>Adds those that have the bytes.</summary>
    /// <returns>False when there would be more than <paramref name="most"/>.</returns>
    public bool Find(ReadOnlySpan<byte> wanted, List<long> found, int most)
    {
        ReadOnlySpan<byte> all = text;
        for (var from = 0; from < all.Length;)
        {
            var at = all[from..].IndexOf(wanted);
            if (at < 0)
                break;
            if (found.Count == most)
                return false;
            at += from;
            found.Add(first + rows[ends[at / Stride] + all[(at - (at % Stride))..at].Count(End)]);
            from = at + all[at..].IndexOf(End) + 1;
        }

        return true;
    }
}
