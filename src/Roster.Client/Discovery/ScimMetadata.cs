namespace Roster.Client;

/// <summary>What a server says about a resource of its own.</summary>
public sealed record ScimMetadata
{
    /// <summary><c>User</c>, <c>Group</c> …</summary>
    public string? ResourceType { get; set; }

    /// <summary>When the resource was made. Genesys Cloud does not say.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When the resource was last changed.</summary>
    public DateTimeOffset? LastModified { get; set; }

    /// <summary>Where the resource is. Genesys Cloud leaves out the host.</summary>
    public string? Location { get; set; }

    /// <summary>The version, to be handed on as <c>ifMatch</c> or <c>ifNoneMatch</c>.</summary>
    public string? Version { get; set; }
}
