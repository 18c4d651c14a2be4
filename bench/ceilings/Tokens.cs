using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Roster.Bench.Ceilings;

/// <summary>Tokens as a server that can be trusted keeps them: by their hashes.</summary>
sealed class Tokens
{
    const string Scheme = "Bearer ";

    readonly ConcurrentDictionary<UInt128, bool> known = new();

    public Tokens(string token) => known[Hash(token)] = true;

    public bool Knows(HttpRequest request) =>
        request.Headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.Ordinal) && known.ContainsKey(Hash(text.AsSpan(Scheme.Length)));

    static UInt128 Hash(ReadOnlySpan<char> token)
    {
        Span<byte> utf8 = stackalloc byte[256];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
