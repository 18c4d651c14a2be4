using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>How a document came to be proposed, since a replacement may be read more leniently than a change aimed at one attribute.</summary>
public enum WriteKind { Create, Revive, Replace, Patch }

/// <summary>A document on its way to the store.</summary>
/// <param name="Attributes">The attributes as they shall be, canonical; a rule may change them.</param>
/// <param name="ShownBefore">The attributes as the caller was shown them, derived ones included, for those who look at them; null for a create.</param>
/// <param name="StoredBefore">The attributes as they are stored; null for a create.</param>
public sealed record ProposedWrite(WriteKind Kind, JsonObject Attributes, Lazy<JsonObject>? ShownBefore, JsonObject? StoredBefore, Caller Caller)
{
    /// <summary><see cref="ShownBefore"/>, made now if nobody has looked at it.</summary>
    public JsonObject? Before => ShownBefore?.Value;

    /// <summary>The attributes that the client sent empty on purpose, so that no default shall fill them (RFC 7644 section 3.3).</summary>
    public IReadOnlySet<string> Emptied { get; init; } = ImmutableHashSet<string>.Empty;
}

/// <summary>What a profile does with the resources of one type beyond what their schema says: complete, check and derive.</summary>
public abstract class ResourceRule
{
    /// <summary>The resource type's name.</summary>
    public abstract string ResourceType { get; }

    /// <summary>
    /// The members of the document that <see cref="Derive"/> changes when it is shown: attribute names, or an extension's URN. Few and fixed,
    /// since all others are served as they are stored.
    /// </summary>
    public virtual IReadOnlyList<string> DerivedMembers => [];

    /// <summary>The other members of the document that <see cref="Derive"/> looks at.</summary>
    public virtual IReadOnlyList<string> DerivedFrom => [];

    /// <summary>What is shown for a member of <see cref="DerivedMembers"/>, given what is stored there. The nodes given are the caller's own to change.</summary>
    /// <param name="stored">The stored value of the member, or null.</param>
    /// <param name="attributes">The stored attributes, at least those of <see cref="DerivedFrom"/>; not to be changed.</param>
    public virtual JsonNode? Derive(string member, JsonNode? stored, JsonObject attributes, Caller caller) => stored;

    /// <summary>Where else a filter on the path must look, because what is shown there is stored under these paths; empty when it is stored as shown.</summary>
    /// <returns>Null when nothing stored tells (the path cannot be narrowed by an index).</returns>
    public virtual IReadOnlyList<AttributePath>? AlsoStoredAs(AttributePath path) => [];

    /// <summary>Completes and checks a document before it is stored, and takes derived values out of it.</summary>
    /// <exception cref="Messages.ScimException">A value is not allowed; the detail names the attribute, the value's place and the remedy.</exception>
    public virtual void Complete(ProposedWrite write) { }

    /// <summary>The catalogue names that the document uses.</summary>
    public virtual IEnumerable<CatalogueUse> CatalogueUses(JsonObject attributes) => [];
}
