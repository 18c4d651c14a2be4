using System.Collections.Immutable;
using Roster.Scim;
using static Roster.Scim.Verb;

namespace Roster.Genesys;

/// <summary>What the vendor's API offers and to whom. Every row holds under each of the door's prefixes.</summary>
public static class GenesysOperations
{
    /// <summary>The 21 operations of the vendor's first published client, and the discovery that came later.</summary>
    public static ImmutableArray<Operation> Documented { get; } =
    [
        new(List,    "User",  "directory:user:view", "directory:user:edit"),
        new(Get,     "User",  "directory:user:view", "directory:user:edit"),
        new(Create,  "User",  "directory:user:add"),
        new(Replace, "User",  "directory:user:edit", "directory:user:setPassword"),
        new(Patch,   "User",  "directory:user:edit", "directory:user:setPassword"),
        new(Delete,  "User",  "directory:user:delete"),
        new(List,    "Group", "directory:group:edit"),
        new(Get,     "Group", "directory:group:edit"),
        new(Replace, "Group", "directory:group:edit"),
        new(Patch,   "Group", "directory:group:edit"),
        new(Get,     "ServiceProviderConfig"),
        new(List,    "ResourceType"),
        new(Get,     "ResourceType"),
        new(List,    "Schema"),
        new(Get,     "Schema"),
    ];

    /// <summary>What the vendor once offered for groups.</summary>
    public static ImmutableArray<Operation> GroupLifecycle { get; } =
    [
        new(Create, "Group", "directory:group:edit"),
        new(Delete, "Group", "directory:group:edit"),
    ];

    /// <summary>Who may change which attribute: a password is a matter of its own.</summary>
    public static ImmutableArray<AttributePermission> Attributes { get; } =
    [
        new("User", "password", "directory:user:setPassword"),
        new("User", null,       "directory:user:edit"),
    ];
}
