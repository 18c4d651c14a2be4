namespace Roster.Client;

/// <summary>What stands in <c>If-Match</c> and <c>If-None-Match</c>.</summary>
static class EntityTag
{
    /// <summary>An entity tag as it was received, or a bare <c>meta.version</c>, which gets its quotes here.</summary>
    public static string? Format(string? version)
    {
        if (version is null or "*" || IsQuoted(version))
            return version;
        if (version.Length == 0 || version.AsSpan().ContainsAnyExceptInRange('!', '~') || version.Contains('"', StringComparison.Ordinal))
            throw new ArgumentException("A version is what ETag or meta.version said, with or without quotes.", nameof(version));
        return $"\"{version}\"";
    }

    /// <summary>Whether a write with this condition can be done once at most.</summary>
    public static bool IsVersion(string? condition) => condition is not (null or "*");

    static bool IsQuoted(string version)
    {
        var tag = version.StartsWith("W/", StringComparison.Ordinal) ? version.AsSpan(2) : version;
        return tag.Length >= 2 && tag[0] == '"' && tag[^1] == '"' && !tag[1..^1].ContainsAnyExceptInRange('!', '~') && !tag[1..^1].Contains('"');
    }
}
