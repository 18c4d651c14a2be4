namespace Roster.Client.Genesys;

/// <summary>A page of users.</summary>
public sealed record ScimUserListResponse
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>How many there are on all pages.</summary>
    public long? TotalResults { get; set; }

    /// <summary>The place of the page's first one, from 1.</summary>
    public long? StartIndex { get; set; }

    /// <summary>How many are on this page.</summary>
    public long? ItemsPerPage { get; set; }

    /// <summary>The users of this page.</summary>
    public IReadOnlyList<ScimV2User> Resources { get; set; } = [];
}

/// <summary>A page of groups.</summary>
public sealed record ScimGroupListResponse
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>How many there are on all pages.</summary>
    public long? TotalResults { get; set; }

    /// <summary>The place of the page's first one, from 1.</summary>
    public long? StartIndex { get; set; }

    /// <summary>How many are on this page.</summary>
    public long? ItemsPerPage { get; set; }

    /// <summary>The groups of this page.</summary>
    public IReadOnlyList<ScimV2Group> Resources { get; set; } = [];
}
