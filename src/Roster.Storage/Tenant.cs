using Roster.Scim;

namespace Roster.Storage;

/// <summary>An organization that has a directory of its own.</summary>
public sealed record Tenant(TenantId Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>Since when its tokens are refused; null while it may be used. Nothing of it is lost.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Since when everything of it is being removed, which cannot be taken back; null for a tenant that stays.</summary>
    public DateTimeOffset? PurgeBegunAt { get; init; }
}
