using System.Buffers;
using System.IO.Pipelines;
using Roster.Server.Scim;

namespace Roster.Server.Http;

/// <summary>
/// An answer that is too long to be put together first. It is written into pieces, which are sent when they are full, so that a long one needs no more memory than a short one;
/// and each goes out as one chunk, which spares the client looking for the ends of many small ones.
/// </summary>
/// <param name="kept">Takes along what is sent.</param>
sealed class AnswerPieces(PipeWriter response, LargeAnswer? kept, CancellationToken cancel) : IBufferWriter<byte>
{
    public const int PieceBytes = 64 * 1024;

    const int Many = 4;

    readonly Queue<ArraySegment<byte>> full = new();
    byte[] piece = [];
    int written;

    /// <summary>Whether so many are full that they should be sent before more is written; where what is written can be let go of sooner, few can wait.</summary>
    public bool AreMany => full.Count >= Many;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (piece.Length - written < Math.Max(sizeHint, 1))
        {
            End();
            var bytes = Math.Max(sizeHint, PieceBytes);
            piece = kept is null ? ArrayPool<byte>.Shared.Rent(bytes) : GC.AllocateUninitializedArray<byte>(bytes);
        }

        return piece.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Advance(int count) => written += count;

    void End()
    {
        if (written > 0)
            full.Enqueue(new ArraySegment<byte>(piece, 0, written));
        (piece, written) = ([], 0);
    }

    /// <summary>Sends the pieces that are full, no faster than the client takes them.</summary>
    public async Task SendFullAsync()
    {
        while (full.TryDequeue(out var next))
        {
            await response.WriteAsync(next, cancel);
            // What could not be sent is left to the garbage collector: somebody may still look at it.
            if (kept is null)
                ArrayPool<byte>.Shared.Return(next.Array!);
            else
                kept.Add(next);
        }
    }

    /// <summary>Sends all that was written.</summary>
    public Task SendAllAsync()
    {
        End();
        return SendFullAsync();
    }
}
