using System.Collections.Immutable;
using Roster.Scim;

namespace Roster.Server.Admin;

/// <summary>The permissions of this server's own API, and all that there are.</summary>
public static class AdminPermissions
{
    /// <summary>An operator's: to manage organizations, and to act in any of them with the other permissions.</summary>
    public const string Tenants = "roster:tenants";
    public const string Clients = "roster:clients";
    public const string Tokens = "roster:tokens";
    public const string EditCatalogue = "roster:catalogue:edit";
    public const string Indexes = "roster:indexes";
    public const string Deleted = "roster:deleted";
    public const string Changes = "roster:changes";
    public const string VerifyPassword = "roster:password:verify";
    public const string Schemas = "roster:schemas";

    /// <summary>To read, and to write, resources of types that an organization defines.</summary>
    public const string ReadResources = "roster:resource:view";
    public const string EditResources = "roster:resource:edit";
    public const string Health = "roster:health";
    public const string ReadMetrics = "roster:metrics";

    /// <summary>Those that this server's own API asks for.</summary>
    public static ImmutableSortedSet<string> Own { get; } = [Tenants, Clients, Tokens, EditCatalogue, Indexes, Deleted, Changes, VerifyPassword, Schemas, ReadResources, EditResources, Health, ReadMetrics];

    /// <summary>Every permission that some operation asks for.</summary>
    public static ImmutableSortedSet<string> All(IEnumerable<ScimProfile> profiles) =>
        [.. Own, .. profiles.SelectMany(p => p.Operations.SelectMany(o => o.AnyOf).Concat(p.AttributePermissions.SelectMany(a => a.AnyOf)))];
}
