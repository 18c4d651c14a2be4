using System.Globalization;

namespace Roster.Scim.Resources;

/// <summary>
/// An <c>If-Match</c> or <c>If-None-Match</c> header (RFC 9110 section 13.1). Tags compare weakly, since RFC 7644 section 3.14
/// makes them weak; a bare version number is taken too.
/// </summary>
public sealed class EntityTagCondition
{
    EntityTagCondition(bool any, long[] versions) => (this.any, this.versions) = (any, versions);

    readonly bool any;
    readonly long[] versions;

    /// <summary>Reads the header's text: <c>*</c>, or a list of <c>"3"</c>, <c>W/"3"</c> and <c>3</c>. A tag that is none of ours matches nothing.</summary>
    /// <returns>Null when there is no header, or an empty one.</returns>
    public static EntityTagCondition? Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;

        var tags = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new EntityTagCondition(tags.Contains("*", StringComparer.Ordinal), [.. tags.Select(Version).OfType<long>()]);
    }

    public bool Matches(long version) => any || Array.IndexOf(versions, version) >= 0;

    static long? Version(string tag)
    {
        var text = tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? tag[2..] : tag;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            text = text[1..^1];

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
