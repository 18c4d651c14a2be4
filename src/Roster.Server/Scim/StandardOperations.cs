using System.Collections.Immutable;
using Roster.Scim;
using Roster.Server.Admin;
using static Roster.Scim.Verb;

namespace Roster.Server.Scim;

/// <summary>What the standard surface offers and to whom. The permissions are the other door's, so that one client can use both.</summary>
static class StandardOperations
{
    public static ImmutableArray<Operation> All { get; } =
    [
        new(List,    "User",  "directory:user:view", "directory:user:edit"),
        new(Get,     "User",  "directory:user:view", "directory:user:edit"),
        new(Create,  "User",  "directory:user:add"),
        new(Replace, "User",  "directory:user:edit", "directory:user:setPassword"),
        new(Patch,   "User",  "directory:user:edit", "directory:user:setPassword"),
        new(Delete,  "User",  "directory:user:delete"),
        new(List,    "Group", "directory:group:edit"),
        new(Get,     "Group", "directory:group:edit"),
        new(Create,  "Group", "directory:group:edit"),
        new(Replace, "Group", "directory:group:edit"),
        new(Patch,   "Group", "directory:group:edit"),
        new(Delete,  "Group", "directory:group:edit"),
        new(Get,     "ServiceProviderConfig"),
        new(List,    "ResourceType"),
        new(Get,     "ResourceType"),
        new(List,    "Schema"),
        new(Get,     "Schema"),
    ];

    /// <summary>What is offered on a resource type that an organization defines.</summary>
    public static ImmutableArray<Operation> OfOwnType(string name) =>
    [
        new(List,    name, AdminPermissions.ReadResources, AdminPermissions.EditResources),
        new(Get,     name, AdminPermissions.ReadResources, AdminPermissions.EditResources),
        new(Create,  name, AdminPermissions.EditResources),
        new(Replace, name, AdminPermissions.EditResources),
        new(Patch,   name, AdminPermissions.EditResources),
        new(Delete,  name, AdminPermissions.EditResources),
    ];

    /// <summary>Who may change which attribute: a password is a matter of its own.</summary>
    public static ImmutableArray<AttributePermission> Attributes { get; } =
    [
        new("User", "password", "directory:user:setPassword"),
        new("User", null,       "directory:user:edit"),
    ];
}
