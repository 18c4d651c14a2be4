using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Scim.Resources;

/// <summary>
/// Goes through the members of an object or the elements of an array of a document. Documents are valid JSON, as they are written from trees and their checksum is looked at when
/// they are read; so only where things end is looked for.
/// </summary>
/// <param name="from">Where to go on; 0 for the beginning.</param>
ref struct StoredJson(ReadOnlySpan<byte> json, int from = 0)
{
    readonly ReadOnlySpan<byte> json = json;

    // Past what the object or array begins with.
    int at = Math.Max(from, 1);

    /// <summary>Where it has come to.</summary>
    public readonly int At => at;

    static readonly SearchValues<byte> EndsOfScalar = SearchValues.Create(",]} \t\r\n"u8);

    public static bool IsObject(ReadOnlySpan<byte> value) => value[0] == '{';

    public static bool IsArray(ReadOnlySpan<byte> value) => value[0] == '[';

    /// <summary>A value as a node.</summary>
    public static JsonNode? Node(ReadOnlySpan<byte> value) =>
        value[0] == '"' && !value.Contains((byte)'\\') ? JsonValue.Create(Encoding.UTF8.GetString(value[1..^1])) : JsonNode.Parse(value);

    /// <param name="name">As it is written, without its quotes.</param>
    /// <param name="value">Where its value lies.</param>
    public bool NextMember(out ReadOnlySpan<byte> name, out Range value)
    {
        if (!Next())
        {
            name = [];
            value = default;
            return false;
        }

        var start = at + 1;
        at = EndOfText(at);
        name = json[start..(at - 1)];
        SkipTo((byte)':');
        value = Value();
        return true;
    }

    public bool NextElement(out ReadOnlySpan<byte> element)
    {
        var any = NextPlace(out var place);
        element = any ? json[place] : [];
        return any;
    }

    /// <param name="element">Where the next element lies.</param>
    public bool NextPlace(out Range element)
    {
        var any = Next();
        element = any ? Value() : default;
        return any;
    }

    // To whatever comes next; false at the end.
    bool Next()
    {
        while (json[at] is (byte)',' or <= (byte)' ')
            at++;
        return json[at] is not ((byte)'}' or (byte)']');
    }

    void SkipTo(byte sign)
    {
        while (json[at] != sign)
            at++;
        at++;
    }

    Range Value()
    {
        while (json[at] <= ' ')
            at++;
        var start = at;
        at = json[at] switch
        {
            (byte)'"' => EndOfText(at),
            (byte)'{' or (byte)'[' => EndOfBrackets(at),
            _ => at + json[at..].IndexOfAny(EndsOfScalar),
        };
        return start..at;
    }

    readonly int EndOfText(int quote)
    {
        // Most names and values end within the first block, which costs less to look at than to call for.
        var i = quote + 1;
        if (i + Vector256<byte>.Count <= json.Length)
        {
            var block = Vector256.LoadUnsafe(in MemoryMarshal.GetReference(json), (nuint)i);
            var ends = (Vector256.Equals(block, Quote) | Vector256.Equals(block, Backslash)).ExtractMostSignificantBits();
            // Of no bits that is all of them: past the block.
            i += BitOperations.TrailingZeroCount(ends);
            if (json[i] == '"')
                return i + 1;
        }

        for (; ; i++)
        {
            i += json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[i] == '"')
                return i + 1;
            // Whatever follows it is not the end.
            i++;
        }
    }

    static readonly Vector256<byte> Quote = Vector256.Create((byte)'"'), Backslash = Vector256.Create((byte)'\\');

    // Brackets of both kinds differ in this bit alone.
    static readonly Vector256<byte> Lower = Vector256.Create((byte)0x20), Open = Vector256.Create((byte)'{'), Close = Vector256.Create((byte)'}');

    // A block at a time: a block with fewer closing brackets than are open cannot hold the end, and only its sum matters. Blocks with a backslash, and the last bytes, are gone through one by one.
    readonly int EndOfBrackets(int open)
    {
        var (depth, inText) = (0, false);
        for (var i = open; ;)
        {
            if (i + Vector256<byte>.Count <= json.Length && !IsEscaped(i))
            {
                var block = Vector256.LoadUnsafe(in MemoryMarshal.GetReference(json), (nuint)i);
                if (Vector256.Equals(block, Backslash) == Vector256<byte>.Zero)
                {
                    var text = Between(Vector256.Equals(block, Quote).ExtractMostSignificantBits()) ^ (inText ? ~0u : 0u);
                    var brackets = block | Lower;
                    var opening = Vector256.Equals(brackets, Open).ExtractMostSignificantBits() & ~text;
                    var closing = Vector256.Equals(brackets, Close).ExtractMostSignificantBits() & ~text;
                    if (BitOperations.PopCount(closing) < depth)
                    {
                        depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
                    }
                    else
                    {
                        for (var either = opening | closing; either != 0; either &= either - 1)
                        {
                            var bit = BitOperations.TrailingZeroCount(either);
                            depth += (opening >> bit & 1) != 0 ? 1 : -1;
                            if (depth == 0)
                                return i + bit + 1;
                        }
                    }

                    inText = (int)text < 0;
                    i += Vector256<byte>.Count;
                    continue;
                }
            }

            for (var end = Math.Min(i + Vector256<byte>.Count, json.Length); i < end; i++)
            {
                if (json[i] == '"')
                    inText = !inText || IsEscaped(i);
                else if (!inText && json[i] is (byte)'{' or (byte)'[')
                    depth++;
                else if (!inText && json[i] is (byte)'}' or (byte)']' && --depth == 0)
                    return i + 1;
            }
        }
    }

    // From each first quote to before its second.
    static uint Between(uint quotes)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        return quotes ^ (quotes << 16);
    }

    // By an odd number of backslashes.
    readonly bool IsEscaped(int at)
    {
        var backslashes = 0;
        while (json[at - backslashes - 1] == '\\')
            backslashes++;
        return backslashes % 2 != 0;
    }
}
