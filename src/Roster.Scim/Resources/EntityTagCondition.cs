using System.Globalization;

namespace Roster.Scim.Resources;

/// <summary>
/// An <c>If-Match</c> or <c>If-None-Match</c> header (RFC 9110 section 13.1). Tags compare weakly, since RFC 7644 section 3.14
/// makes them weak; a bare version number is taken too.
/// </summary>
public sealed class EntityTagCondition
{
    bool any;

    // Nearly always there is one.
    long? first;
    List<long>? further;

    /// <summary>Reads the header's text: <c>*</c>, or a list of <c>"3"</c>, <c>W/"3"</c> and <c>3</c>. A tag that is none of ours matches nothing.</summary>
    /// <returns>Null when there is no header, or an empty one.</returns>
    public static EntityTagCondition? Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;

        var condition = new EntityTagCondition();
        foreach (var tag in header.AsSpan().Split(','))
            condition.Add(header.AsSpan(tag).Trim());
        return condition;
    }

    void Add(ReadOnlySpan<char> tag)
    {
        any |= tag is "*";
        if (Version(tag) is not { } version)
            return;
        if (first is null)
            first = version;
        else
            (further ??= []).Add(version);
    }

    public bool Matches(long version) => any || first == version || further?.Contains(version) == true;

    static long? Version(ReadOnlySpan<char> tag)
    {
        var text = tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? tag[2..] : tag;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            text = text[1..^1];

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
