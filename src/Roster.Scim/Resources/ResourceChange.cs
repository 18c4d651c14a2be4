using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Roster.Scim.Resources;

public enum ChangeKind { Create, Update, Delete }

/// <summary>One attribute's value before and after; null for unassigned, and both null where a value is never returned to anybody.</summary>
/// <param name="Path">The attribute, with the URN for an extension.</param>
public sealed record AttributeChange(string Path, JsonNode? From, JsonNode? To);

/// <summary>
/// What to do to a group's members. Adding and removing commute with other writers' adds and removes, and read nothing:
/// a member who is there already, or not there, is simply not part of the effective change.
/// </summary>
/// <param name="Clear">Remove everybody who is not in <paramref name="Add"/> (a replacement).</param>
public sealed record MembersChange(ImmutableArray<Member> Add, ImmutableArray<string> Remove, bool Clear = false)
{
    public static MembersChange None { get; } = new([], []);

    public bool IsEmpty => Add.IsEmpty && Remove.IsEmpty && !Clear;
}

/// <summary>A name taken from a per-tenant catalogue, such as a role.</summary>
/// <param name="Catalogue">Which catalogue: <c>roles</c>.</param>
/// <param name="Path">The attribute that uses the name, for the error message.</param>
public sealed record CatalogueUse(string Catalogue, string Name, string Path);

/// <summary>
/// One write, carried from the use case to the store. The store applies it and returns the effective change: with the version it got,
/// only those members that really came or went, and nothing (<see cref="IsEmpty"/>) when nothing happened.
/// The change log, events and dry runs are made from the effective change.
/// </summary>
public sealed record ResourceChange
{
    public required ChangeKind Kind { get; init; }

    public required ResourceKey Key { get; init; }

    /// <summary>When the write happens; the store reads no clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the change was made from; null for a create.</summary>
    public Resource? Before { get; init; }

    /// <summary>The new document; null for a delete.</summary>
    public Document? Document { get; init; }

    /// <summary>The attributes that differ between <see cref="Before"/> and <see cref="Document"/>; none for a create, where all of the document is new.</summary>
    public ImmutableArray<AttributeChange> Attributes { get; init; } = [];

    public MembersChange Members { get; init; } = MembersChange.None;

    /// <summary>The version of the organization's own schemas that the document was checked against (<see cref="Schemas.OwnSchemas.Version"/>).</summary>
    public long SchemaVersion { get; init; }

    /// <summary>The new password's hash, or null to leave the password alone.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>
    /// The version the stored resource must still have, or null when the change holds for any (it only adds and removes members).
    /// </summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>
    /// For a create: the document to use when a deleted resource has the same unique value; that resource then comes back under its old id,
    /// without password and memberships. Null when the profile always makes a new one.
    /// </summary>
    public Document? Revival { get; init; }

    /// <summary>Catalogue names to add in the same transaction where they are missing.</summary>
    public ImmutableArray<CatalogueUse> CatalogueAdditions { get; init; } = [];

    /// <summary>In an effective change: the resource as it now is, without members and memberships. Null after a delete.</summary>
    public Resource? After { get; init; }

    /// <summary>In an effective create: whether a deleted resource was brought back.</summary>
    public bool Revived { get; init; }

    public bool IsEmpty => Kind == ChangeKind.Update && Attributes.IsEmpty && Members.IsEmpty && PasswordHash is null;
}
