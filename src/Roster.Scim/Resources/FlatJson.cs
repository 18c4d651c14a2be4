using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Roster.Scim.Resources;

/// <summary>
/// What a client sent, looked at where it stands in the bytes that came: a tree of it would be many times as large, and most of it is looked at once. <see cref="JsonBody"/> has
/// refused names that differ in letter case only, so that a name in any letter case names one member at most.
/// </summary>
public static class FlatJson
{
    /// <summary>Whether there is no value: the member is missing, or null.</summary>
    public static bool IsNothing(this JsonElement json) => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>A member of an object, its name in any letter case; <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public static JsonElement Member(this JsonElement json, string name)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (member.IsNamed(name))
                return member.Value;
        }

        return default;
    }

    /// <summary>The text; null when it is something else, or nothing.</summary>
    public static string? Text(this JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    /// <summary>The elements of an array; none of anything else.</summary>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : default;

    /// <summary>The member's name. It is the same string as that of another member that was read lately.</summary>
    public static string NameOf(this JsonProperty member) =>
        JsonMarshal.GetRawUtf8PropertyName(member) is var written && written.Contains((byte)'\\') ? member.Name : MemberNames.Of(written);

    // Without making a text of each name, as nearly all are written without escapes.
    static bool IsNamed(this JsonProperty member, string name) => JsonMarshal.GetRawUtf8PropertyName(member) is var written && written.Contains((byte)'\\')
        ? string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)
        : Ascii.EqualsIgnoreCase(written, name);
}
