using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Roster.Storage.Moving;

/// <summary>
/// How many rows a table has, and a hash over them in the order of their key, tenant by tenant. Both are the same on every engine: text counts as UTF-8, and how
/// rows of different tenants come one after the other does not matter.
/// </summary>
sealed class TableDigest(MovedTable table) : IDisposable
{
    readonly SortedDictionary<long, IncrementalHash> hashes = [];

    public long Rows { get; private set; }

    public void Add(object?[] row)
    {
        Rows++;
        var tenant = table.PerTenant ? (long)row[table.TenantColumn]! : 0;
        if (!hashes.TryGetValue(tenant, out var hash))
            hashes[tenant] = hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in row)
            Append(hash, value);
    }

    /// <summary>The hash of all rows so far, as hexadecimal digits.</summary>
    public string Hash()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (tenant, hash) in hashes)
        {
            Append(all, tenant);
            all.AppendData(hash.GetCurrentHash());
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    // What it is and how long, then the bytes, so that no two rows come out alike.
    static void Append(IncrementalHash hash, object? value)
    {
        switch (value)
        {
            case null:
                Append(hash, 0, []);
                break;
            case long number:
                Append(hash, 1, Bytes(number));
                break;
            case double real:
                Append(hash, 2, Bytes(BitConverter.DoubleToInt64Bits(real)));
                break;
            case string text:
                Append(hash, 3, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Append(hash, 4, bytes);
                break;
            default:
                throw new ArgumentException($"A column holds {value.GetType()}.", nameof(value));
        }
    }

    static void Append(IncrementalHash hash, byte content, byte[] bytes)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = content;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }

    static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    public void Dispose()
    {
        foreach (var hash in hashes.Values)
            hash.Dispose();
    }
}
