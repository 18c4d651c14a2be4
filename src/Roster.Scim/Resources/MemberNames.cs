using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Roster.Scim.Resources;

/// <summary>
/// Names of JSON members as strings. Bodies have the same few names again and again; a name that was read lately is the same string, and no new one.
/// </summary>
static class MemberNames
{
    const int Slots = 1024;

    const int LongestKept = 128;

    // A name takes the place of another one of the same hash. Reading and writing a place is atomic, and whatever is read is compared.
    static readonly string?[] recent = new string?[Slots];

    /// <param name="utf8">Valid UTF-8, without escapes.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
            return Encoding.UTF8.GetString(utf8);

        ref var place = ref recent[Hash(utf8)];
        var name = place;
        if (name is null || !Ascii.Equals(utf8, name))
            place = name = Encoding.UTF8.GetString(utf8);
        return name;
    }

    // Names that begin alike, as URNs do, differ in their ends or lengths.
    static int Hash(ReadOnlySpan<byte> utf8)
    {
        ulong first = 0, last = 0;
        if (utf8.Length >= sizeof(ulong))
        {
            first = MemoryMarshal.Read<ulong>(utf8);
            last = MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var sign in utf8)
                first = (first << 8) | sign;
        }

        var mixed = (first ^ BitOperations.RotateLeft(last, 29) ^ (uint)utf8.Length) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 54);
    }
}
