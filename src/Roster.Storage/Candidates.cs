using System.Buffers;

namespace Roster.Storage;

/// <summary>Some of the resources that a search must look at, in their order. Their documents lie in memory that others are read into after them.</summary>
sealed class Candidates : IDisposable
{
    const int Most = 200;
    const int MostBytes = 128 * 1024;

    byte[] memory = ArrayPool<byte>.Shared.Rent(MostBytes);
    int used;

    readonly List<(long Row, TypePlan Part, StoredResource.Unchecked? Read)> all = new(Most);

    /// <summary>All of them, with the resource of each that is read, which is made by whoever asks.</summary>
    /// <exception cref="StorageException">A document is not what was written.</exception>
    public IEnumerable<(long Row, TypePlan Part, StoredResource? Stored)> All => all.Select(candidate => (candidate.Row, candidate.Part, candidate.Read?.Checked()));

    /// <summary>Whether there are none after them.</summary>
    public bool IsLast { get; set; }

    public void Clear()
    {
        all.Clear();
        (used, IsLast) = (0, false);
    }

    /// <summary>Takes a row, with its document if that <paramref name="isRead"/>.</summary>
    /// <returns>False when there is no room for it.</returns>
    public bool TryAdd(Rows rows, TypePlan part, bool isRead)
    {
        if (all.Count == Most)
            return false;

        StoredResource.Unchecked? read = null;
        if (isRead)
        {
            if (!rows.TryBytes(StoredResource.DocumentColumn, memory.AsSpan(used), out var length))
            {
                if (used > 0)
                    return false;
                // One that is larger than what many take has memory for itself.
                return TryAddLarge(rows, part);
            }

            read = StoredResource.Unchecked.Read(rows, part.Query.Type.Name, memory.AsMemory(used, length));
            used += length;
        }

        all.Add((rows.Number(0), part, read));
        return true;
    }

    bool TryAddLarge(Rows rows, TypePlan part)
    {
        all.Add((rows.Number(0), part, StoredResource.Unchecked.Read(rows, part.Query.Type.Name, rows.Bytes(StoredResource.DocumentColumn))));
        used = memory.Length;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(memory);
        memory = [];
    }
}
