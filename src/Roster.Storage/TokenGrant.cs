using System.Collections.Immutable;
using Roster.Scim;

namespace Roster.Storage;

public enum TokenKind
{
    /// <summary>Fetched with a client's secret and short-lived.</summary>
    Access = 0,

    /// <summary>Made by an operator to be pasted into an identity provider.</summary>
    Provisioning = 1,
}

/// <summary>
/// What a token allows. It may have expired, its client been revoked or its tenant suspended: the caller looks at <see cref="ExpiresAt"/>,
/// <see cref="Revoked"/> and <see cref="Suspended"/>. A token that was ended is not found at all.
/// </summary>
/// <param name="ExpiresAt"><see cref="DateTimeOffset.MaxValue"/> for one that does not expire.</param>
public sealed record TokenGrant(
    TenantId Tenant, string ClientId, ImmutableHashSet<string> Permissions, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, bool Revoked)
{
    public bool Suspended { get; init; }

    public TokenKind Kind { get; init; }

    /// <summary>A provisioning token's name.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the user that a provisioning token acts for, if it acts for one.</summary>
    public string? UserId { get; init; }
}

/// <summary>A provisioning token as it is to be added. It comes hashed, so nothing here could be used as one.</summary>
public sealed record NewProvisioningToken
{
    public required TenantId Tenant { get; init; }

    public required string ClientId { get; init; }

    /// <summary>What people call it. A client has at most two valid tokens of one name, so that one can take over from the other.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>How the token begins: enough to recognise it, far too little to guess it.</summary>
    public required string Prefix { get; init; }

    /// <summary>The id of the user that it acts for, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>Null for one that is valid until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A provisioning token, as operators see it.</summary>
/// <param name="Id">The first 8 bytes of its hash as hexadecimal text.</param>
/// <param name="LastUsedAt">Written back once a minute, so it may be so much late; null when it was never used.</param>
public sealed record ProvisioningToken(
    string Id, TenantId Tenant, string ClientId, string Name, string Prefix, string? UserId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
