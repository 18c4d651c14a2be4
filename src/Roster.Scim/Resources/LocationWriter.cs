using System.Text;
using System.Text.Json;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Writes the locations of resources of one type. All of them begin alike, so that the text before the id is made once.</summary>
sealed class LocationWriter(ResourceType type)
{
    const int ShortBytes = 512;

    // The last one that was written: nearly all requests come by one address. Whoever writes at the same time makes another, or the same.
    volatile Beginning known = new(null, []);

    /// <param name="BaseUrl">What it begins with.</param>
    sealed record Beginning(string? BaseUrl, byte[] Text);

    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string id, ResourceView view)
    {
        var beginning = BeginningFor(view);
        var longest = beginning.Length + Encoding.UTF8.GetMaxByteCount(id.Length);
        Span<byte> location = longest <= ShortBytes ? stackalloc byte[ShortBytes] : new byte[longest];
        beginning.CopyTo(location);
        writer.WriteString(name, location[..(beginning.Length + Encoding.UTF8.GetBytes(id, location[beginning.Length..]))]);
    }

    byte[] BeginningFor(ResourceView view)
    {
        var beginning = known;
        if (!string.Equals(beginning.BaseUrl, view.BaseUrl, StringComparison.Ordinal))
            known = beginning = new Beginning(view.BaseUrl, Encoding.UTF8.GetBytes(view.LocationStart(type)));
        return beginning.Text;
    }
}
