namespace Roster.Server.Scim;

/// <summary>How resources get their ids.</summary>
static class ResourceIds
{
    /// <summary>
    /// A UUID of version 7 (RFC 9562 section 5.7): what is made one after the other lies side by side in indexes. It tells when the resource was made, as <c>meta.created</c> does,
    /// and is no secret; 74 of its bits are random.
    /// </summary>
    public static string New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString();
}
