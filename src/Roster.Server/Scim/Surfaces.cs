using Microsoft.AspNetCore.Http;
using Roster.Scim;

namespace Roster.Server.Scim;

/// <summary>The surfaces that the server has, and which of them an address belongs to.</summary>
sealed class Surfaces
{
    /// <exception cref="ArgumentException">There is none, or two share a name or prefix.</exception>
    public Surfaces(IReadOnlyList<ScimProfile> profiles)
    {
        RefuseRepeated(profiles.Select(p => p.Name));
        RefuseRepeated(profiles.SelectMany(p => p.Prefixes));
        Profiles = profiles;
        byPrefix = [.. profiles.SelectMany(p => p.Prefixes.Select(x => new Door(x, p))).OrderByDescending(d => d.Prefix.Value!.Length)];
    }

    sealed record Door(PathString Prefix, ScimProfile Profile);

    readonly Door[] byPrefix;

    public IReadOnlyList<ScimProfile> Profiles { get; }

    /// <summary>The surface of an address. One outside all surfaces is treated like the first's.</summary>
    public ScimProfile Of(PathString path) => Find(path) ?? Profiles[0];

    /// <summary>The surface of an address; null when it lies outside all of them.</summary>
    public ScimProfile? Find(PathString path)
    {
        foreach (var (prefix, profile) in byPrefix)
        {
            if (path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
                return profile;
        }

        return null;
    }

    static void RefuseRepeated(IEnumerable<string> names)
    {
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Skip(1).Any()) is { } repeated)
            throw new ArgumentException($"Two profiles have the name or prefix '{repeated.Key}'.", nameof(names));
    }
}
