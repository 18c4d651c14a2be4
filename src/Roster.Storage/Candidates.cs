using System.Buffers;

namespace Roster.Storage;

/// <summary>Some of the resources that a search must look at, in their order. Their documents lie in memory that others are read into after them.</summary>
sealed class Candidates : IDisposable
{
    const int Most = 200;
    const int MostBytes = 128 * 1024;

    byte[] memory = ArrayPool<byte>.Shared.Rent(MostBytes);
    int used;

    /// <summary>The resource of each that is read.</summary>
    public List<(long Row, TypePlan Part, StoredResource? Stored)> All { get; } = new(Most);

    /// <summary>Whether there are none after them.</summary>
    public bool IsLast { get; set; }

    public void Clear()
    {
        All.Clear();
        (used, IsLast) = (0, false);
    }

    /// <summary>Takes a row, with its document if that <paramref name="isRead"/>.</summary>
    /// <returns>False when there is no room for it.</returns>
    /// <exception cref="StorageException">The document is not what was written.</exception>
    public bool TryAdd(Rows rows, TypePlan part, bool isRead)
    {
        if (All.Count == Most)
            return false;

        StoredResource? stored = null;
        if (isRead)
        {
            if (!rows.TryBytes(StoredResource.DocumentColumn, memory.AsSpan(used), out var length))
            {
                if (used > 0)
                    return false;
                // One that is larger than what many take has memory for itself.
                return TryAddLarge(rows, part);
            }

            stored = StoredResource.Read(rows, memory.AsMemory(used, length));
            used += length;
        }

        All.Add((rows.Number(0), part, stored));
        return true;
    }

    bool TryAddLarge(Rows rows, TypePlan part)
    {
        All.Add((rows.Number(0), part, StoredResource.Read(rows)));
        used = memory.Length;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(memory);
        memory = [];
    }
}
