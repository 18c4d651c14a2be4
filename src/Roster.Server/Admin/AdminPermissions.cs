using System.Collections.Immutable;
using Roster.Scim;

namespace Roster.Server.Admin;

/// <summary>The permissions of this server's own API, and all that there are.</summary>
public static class AdminPermissions
{
    public const string VerifyPassword = "roster:password:verify";
    public const string ReadMetrics = "roster:metrics";
    public const string EditCatalogue = "roster:catalogue:edit";

    /// <summary>Every permission that some operation asks for.</summary>
    public static ImmutableSortedSet<string> All(IEnumerable<ScimProfile> profiles) =>
        [VerifyPassword, EditCatalogue, ReadMetrics, .. profiles.SelectMany(p => p.Operations.SelectMany(o => o.AnyOf).Concat(p.AttributePermissions.SelectMany(a => a.AnyOf)))];
}
