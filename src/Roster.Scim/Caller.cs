using System.Collections.Immutable;

namespace Roster.Scim;

/// <summary>One organization's directory, apart from all others. The number is the store's and never leaves the server.</summary>
public readonly record struct TenantId(long Value);

/// <summary>
/// Who is asking: always an argument, never ambient. The tenant comes from the token alone.
/// </summary>
/// <param name="ClientId">The OAuth client, as the change log names it.</param>
/// <param name="CorrelationId">The id that answer, log line and change log share.</param>
public sealed record Caller(TenantId Tenant, string ClientId, ImmutableHashSet<string> Permissions, string CorrelationId)
{
    /// <summary>The id of the user that the token acts for (RFC 7644 section 3.11); null for a client that acts for itself.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether the caller holds at least one of the permissions; none asked for means everybody.</summary>
    public bool HasAnyOf(ImmutableArray<string> permissions)
    {
        foreach (var permission in permissions)
        {
            if (Permissions.Contains(permission))
                return true;
        }

        return permissions.IsEmpty;
    }
}
