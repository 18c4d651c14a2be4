using System.Collections.Immutable;
using System.Security.Cryptography;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>An OAuth client as it is to be added. Secrets come hashed; nothing here could be used to sign in.</summary>
public sealed record NewClient
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    public required ImmutableHashSet<string> Permissions { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>How long its access tokens live: 300 seconds to 450 days.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>One of a client's secrets.</summary>
/// <param name="Id">Begins its hash; tells it from the client's other one.</param>
/// <param name="Hash">SHA-256 of the secret, 32 bytes.</param>
public sealed record ClientSecret(string Id, ReadOnlyMemory<byte> Hash, DateTimeOffset CreatedAt);

/// <summary>An OAuth client. Its tokens act in its tenant and no other.</summary>
public sealed record Client
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    public required ImmutableHashSet<string> Permissions { get; init; }

    /// <summary>The secrets that are valid, the oldest first: one, or two while the one is being exchanged for the other.</summary>
    public required ImmutableArray<ClientSecret> Secrets { get; init; }

    /// <summary>How long an access token lives that is issued from now on.</summary>
    public required TimeSpan TokenLifetime { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked, and its tokens with it; null while it may be used.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether its tenant is suspended, so that it may not be used for the time being.</summary>
    public bool Suspended { get; init; }

    /// <summary>Whether one of the secrets has this hash. Takes the same time whichever, if any, it is.</summary>
    public bool HasSecret(ReadOnlySpan<byte> hash)
    {
        var found = false;
        foreach (var secret in Secrets)
            found |= CryptographicOperations.FixedTimeEquals(secret.Hash.Span, hash);
        return found;
    }
}

/// <summary>What to change of a client; what is null stays.</summary>
public sealed record ClientUpdate
{
    public string? Name { get; init; }

    /// <summary>Holds for the tokens that are already issued too, at once.</summary>
    public ImmutableHashSet<string>? Permissions { get; init; }

    /// <summary>300 seconds to 450 days; holds for tokens that are issued from now on.</summary>
    public TimeSpan? TokenLifetime { get; init; }
}
