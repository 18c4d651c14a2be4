using System.Collections.Immutable;

namespace Roster.Scim.Resources;

/// <summary>Names one resource within a tenant.</summary>
/// <param name="Type">The resource type's name: <c>User</c>.</param>
public readonly record struct ResourceKey(string Type, string Id);

/// <summary>A member of a group, or a group as one of its members sees it. Identity is <see cref="Value"/> alone.</summary>
/// <param name="Value">The id of the member.</param>
/// <param name="Type">The member's resource type; null until the store has looked it up.</param>
public sealed record Member(string Value, string? Type)
{
    /// <summary>The name of the resource, where it was asked for and there is one.</summary>
    public string? Display { get; init; }

    /// <summary>Of a group: whether the resource is in it only by way of other groups.</summary>
    public bool Indirect { get; init; }
}

/// <summary>What a read must bring besides the document. Each can be large, so each is asked for.</summary>
[Flags]
public enum Load
{
    Document = 0,

    /// <summary>All direct members.</summary>
    Members = 1,

    /// <summary>The groups that have the resource as a direct member.</summary>
    Memberships = 2,

    /// <summary>The direct members to show them: the first at once, the others as <see cref="Resource.FurtherMembers"/> when they are many.</summary>
    ShownMembers = 4,

    /// <summary>With <see cref="Memberships"/>: also the groups that these groups are in, however far up.</summary>
    IndirectMemberships = 8,

    /// <summary>The names of whatever resources the loaded ones refer to.</summary>
    Names = 16,
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

    /// <summary>
    /// The members that come after <see cref="Members"/>, read from the store piece by piece while they are written; null when there are none.
    /// Each piece is as of its own moment: who is a member throughout is in it once, who comes or goes meanwhile may be in it or not.
    /// </summary>
    public IAsyncEnumerable<ImmutableArray<Member>>? FurtherMembers { get; init; }

    /// <summary>The groups that have this resource as a member; default when they were not loaded.</summary>
    public ImmutableArray<Member> Memberships { get; init; }

    /// <summary>The names of the resources that attributes of the document refer to, by id; null when they were not loaded.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }
}
