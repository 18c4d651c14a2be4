using System.Text.Json.Nodes;

namespace Roster.Client.Genesys;

// The vendor's first published client (2019) named some models otherwise, and dropped the names soon after. Programs written to its documentation find them here;
// each turns into today's model where one is asked for, and what goes over the wire is today's.

/// <summary>The body of a PATCH of a group in the first published client; today <see cref="ScimV2PatchRequest"/>.</summary>
public sealed record PatchRequest
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>Not sent.</summary>
    public string? Id { get; set; }

    /// <summary>Not sent.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The changes, in the order in which they are done.</summary>
    public required IReadOnlyList<PatchOperation> Operations { get; set; }

    /// <summary>Not sent.</summary>
    public Meta? Meta { get; set; }

    /// <summary>The same as today's model.</summary>
    public static implicit operator ScimV2PatchRequest(PatchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new()
        {
            Schemas = request.Schemas ?? [ScimPatch.Schema],
            Operations = [.. request.Operations.Select(o => new ScimV2PatchOperation { Op = o.Op, Path = o.Path, Value = o.Value })],
        };
    }

    /// <summary>How many changes; not what they write.</summary>
    public override string ToString() => $"{Operations.Count} operations";
}

/// <summary>One change; today <see cref="ScimV2PatchOperation"/>.</summary>
public sealed record PatchOperation
{
    /// <summary><c>add</c>, <c>replace</c> or <c>remove</c>. The first documentation forgot it.</summary>
    public string Op { get; set; } = "replace";

    /// <summary>What is changed.</summary>
    public string? Path { get; set; }

    /// <summary>What is written. The first documentation forgot it.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>The change without its value.</summary>
    public override string ToString() => $"{Op} {Path}";
}

/// <summary>A page of users or groups; today <see cref="ScimUserListResponse"/> and <see cref="ScimGroupListResponse"/>.</summary>
public sealed record ScimListResponse
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>How many there are on all pages.</summary>
    public long? TotalResults { get; set; }

    /// <summary>The place of the page's first one, from 1.</summary>
    public long? StartIndex { get; set; }

    /// <summary>How many are on this page.</summary>
    public long? ItemsPerPage { get; set; }

    /// <summary>What all resource types have in common.</summary>
    public IReadOnlyList<ScimResource> Resources { get; set; } = [];

    /// <summary>A page of users without what only users have.</summary>
    public static implicit operator ScimListResponse(ScimUserListResponse users)
    {
        ArgumentNullException.ThrowIfNull(users);
        return new()
        {
            Schemas = users.Schemas, TotalResults = users.TotalResults, StartIndex = users.StartIndex, ItemsPerPage = users.ItemsPerPage,
            Resources = [.. users.Resources.Select(u => new ScimResource { Id = u.Id, DisplayName = u.DisplayName, Meta = u.Meta })],
        };
    }

    /// <summary>A page of groups without what only groups have.</summary>
    public static implicit operator ScimListResponse(ScimGroupListResponse groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new()
        {
            Schemas = groups.Schemas, TotalResults = groups.TotalResults, StartIndex = groups.StartIndex, ItemsPerPage = groups.ItemsPerPage,
            Resources = [.. groups.Resources.Select(g => new ScimResource { Id = g.Id, DisplayName = g.DisplayName, Meta = g.Meta })],
        };
    }
}

/// <summary>What users and groups have in common.</summary>
public sealed record ScimResource
{
    /// <summary>The server's name for the resource.</summary>
    public string? Id { get; set; }

    /// <summary>The name to be shown.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Version, times and location.</summary>
    public ScimMetadata? Meta { get; set; }

    /// <summary>Which resource.</summary>
    public override string ToString() => $"resource {Id}";
}

/// <summary>Version, times and location; today <see cref="ScimMetadata"/>.</summary>
public sealed record Meta
{
    /// <summary>The resource type.</summary>
    public string? ResourceType { get; set; }

    /// <summary>When the resource was made.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When the resource was last changed.</summary>
    public DateTimeOffset? LastModified { get; set; }

    /// <summary>Where the resource is.</summary>
    public string? Location { get; set; }

    /// <summary>The version.</summary>
    public string? Version { get; set; }

    /// <summary>Today's model under its first name.</summary>
    public static implicit operator Meta(ScimMetadata meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return new() { ResourceType = meta.ResourceType, Created = meta.Created, LastModified = meta.LastModified, Location = meta.Location, Version = meta.Version };
    }
}
