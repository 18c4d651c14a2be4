using System.Collections.Immutable;

namespace Roster.Scim.Resources;

/// <summary>Names one resource within a tenant.</summary>
/// <param name="Type">The resource type's name: <c>User</c>.</param>
public readonly record struct ResourceKey(string Type, string Id);

/// <summary>A member of a group. Identity is <see cref="Value"/> alone.</summary>
/// <param name="Value">The id of the member.</param>
/// <param name="Type">The member's resource type; null until the store has looked it up.</param>
public sealed record Member(string Value, string? Type);

/// <summary>What a read must bring besides the document. Both can be large, so each is asked for.</summary>
[Flags]
public enum Load
{
    Document = 0,
    Members = 1,
    Memberships = 2,
}

/// <summary>A stored resource: a document with a schema, never a class per type.</summary>
public sealed record Resource
{
    public required ResourceKey Key { get; init; }

    /// <summary>1 at creation, one more with every change.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required Document Document { get; init; }

    /// <summary>The direct members, in the order they were added; default (not empty) when they were not loaded.</summary>
    public ImmutableArray<Member> Members { get; init; }

    /// <summary>The groups that have this resource as a direct member; default when they were not loaded.</summary>
    public ImmutableArray<Member> Memberships { get; init; }
}
