using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>
/// Cursors (RFC 9865): the place where the next page begins, sealed so that nobody can read or change it, and bound to the question and to who asked it.
/// The server keeps nothing for them, so their number costs nothing.
/// </summary>
/// <param name="key">32 random bytes, the same at every process on the data.</param>
sealed class Cursors(ReadOnlySpan<byte> key, TimeProvider clock)
{
    const int SaltBytes = 16, TagBytes = 16, KeyBytes = 32, NonceBytes = 12;

    // Sort keys are not longer than stored text, and a text that is longer is no cursor of ours.
    const int LongestCursor = 32 * 1024;

    readonly byte[] key = key.ToArray();

    /// <summary>What a cursor is bound to: surface, address, types, caller, and all of the request that decides which resources come in which form and order.</summary>
    public static byte[] Question(ScimProfile profile, string endpoint, ImmutableArray<ResourceType> types, Caller caller, SearchRequest search)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(profile.Name);
        Add(endpoint);
        Add(string.Join(',', types.Select(t => t.Name)));
        Add(caller.Tenant.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add(caller.ClientId);
        Add(search.Filter);
        Add(search.SortBy);
        Add(search.Descending ? "descending" : null);
        Add(string.Join(',', search.Attributes));
        Add(string.Join(',', search.ExcludedAttributes));
        return hash.GetHashAndReset();

        // Each with its length, so that no two questions run together to one text.
        void Add(string? text)
        {
            Span<byte> length = stackalloc byte[4];
            var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    /// <param name="count">Resources per page.</param>
    public string Seal(Position position, int count, byte[] question)
    {
        var content = Write(position, count, clock.GetUtcNow());
        var cursor = new byte[SaltBytes + content.Length + TagBytes];
        RandomNumberGenerator.Fill(cursor.AsSpan(0, SaltBytes));
        var (aes, nonce) = Cipher(cursor.AsSpan(0, SaltBytes));
        using (aes)
            aes.Encrypt(nonce, content, cursor.AsSpan(SaltBytes, content.Length), cursor.AsSpan(SaltBytes + content.Length), question);
        return Base64Url.EncodeToString(cursor);
    }

    /// <exception cref="ScimException">
    /// <c>invalidCursor</c>, in the same words whether it was altered or is another client's or another question's; <c>expiredCursor</c>.
    /// </exception>
    public (Position Position, int Count) Open(string cursor, byte[] question, TimeSpan timeout)
    {
        var content = Decrypt(cursor, question) ?? throw ScimError.InvalidCursor(
            "The cursor is none that this request can go on with. Repeat the request that it came from, changing nothing but the cursor, or begin again with an empty one.").ToException();
        var (position, count, issued) = Read(content);
        return issued + timeout < clock.GetUtcNow()
            ? throw ScimError.ExpiredCursor($"The cursor is older than {timeout.TotalSeconds} seconds. Begin again with an empty one.").ToException()
            : (position, count);
    }

    byte[]? Decrypt(string cursor, byte[] question)
    {
        if (cursor.Length > LongestCursor || !Base64Url.IsValid(cursor))
            return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        // Padding, blanks and unused bits would make many texts of one cursor.
        if (bytes.Length < SaltBytes + TagBytes || !string.Equals(Base64Url.EncodeToString(bytes), cursor, StringComparison.Ordinal))
            return null;

        var content = new byte[bytes.Length - SaltBytes - TagBytes];
        var (aes, nonce) = Cipher(bytes.AsSpan(0, SaltBytes));
        using (aes)
        {
            try
            {
                aes.Decrypt(nonce, bytes.AsSpan(SaltBytes, content.Length), bytes.AsSpan(SaltBytes + content.Length), content, question);
                return content;
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }
        }
    }

    // A key of its own for each cursor: with one key for all, random nonces would meet after some billions.
    (AesGcm Aes, byte[] Nonce) Cipher(ReadOnlySpan<byte> salt)
    {
        Span<byte> derived = stackalloc byte[KeyBytes + NonceBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, salt);
        return (new AesGcm(derived[..KeyBytes], TagBytes), derived[KeyBytes..].ToArray());
    }

    static byte[] Write(Position position, int count, DateTimeOffset issued)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(issued.UtcTicks);
            writer.Write(count);
            writer.Write(position.Row);
            switch (position.Key)
            {
                case null:
                    writer.Write((byte)0);
                    break;
                case ScimValue.Text(var text):
                    writer.Write((byte)1);
                    writer.Write(text);
                    break;
                case ScimValue.Number(var number):
                    writer.Write((byte)2);
                    writer.Write(number);
                    break;
                case ScimValue.Instant(var instant):
                    writer.Write((byte)3);
                    writer.Write(instant.UtcTicks);
                    break;
                case ScimValue.Boolean(var flag):
                    writer.Write((byte)4);
                    writer.Write(flag);
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return bytes.ToArray();
    }

    static (Position Position, int Count, DateTimeOffset Issued) Read(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var issued = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var (count, row) = (reader.ReadInt32(), reader.ReadInt64());
        ScimValue? sortKey = reader.ReadByte() switch
        {
            0 => null,
            1 => new ScimValue.Text(reader.ReadString()),
            2 => new ScimValue.Number(reader.ReadDecimal()),
            3 => new ScimValue.Instant(new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero)),
            4 => new ScimValue.Boolean(reader.ReadBoolean()),
            _ => throw new UnreachableException(),
        };
        return (new Position(sortKey, row), count, issued);
    }
}
