namespace Roster.Client;

/// <summary>What a server can do (RFC 7643 section 5).</summary>
public sealed record ScimServiceProviderConfig
{
    /// <summary>The schema.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>Where the service is described for people.</summary>
    public string? DocumentationUri { get; set; }

    /// <summary>PATCH.</summary>
    public ScimServiceProviderConfigSimpleFeature? Patch { get; set; }

    /// <summary>Filters.</summary>
    public ScimServiceProviderConfigFilterFeature? Filter { get; set; }

    /// <summary>Versions.</summary>
    public ScimServiceProviderConfigSimpleFeature? Etag { get; set; }

    /// <summary>Sorted lists.</summary>
    public ScimServiceProviderConfigSimpleFeature? Sort { get; set; }

    /// <summary>Bulk jobs.</summary>
    public ScimServiceProviderConfigBulkFeature? Bulk { get; set; }

    /// <summary>How lists come in pages (RFC 9865); null where the server does not say, which means by index.</summary>
    public ScimServiceProviderConfigPaginationFeature? Pagination { get; set; }

    /// <summary>Setting passwords.</summary>
    public ScimServiceProviderConfigSimpleFeature? ChangePassword { get; set; }

    /// <summary>How clients may authenticate.</summary>
    public IReadOnlyList<ScimServiceProviderConfigAuthenticationScheme>? AuthenticationSchemes { get; set; }

    /// <summary>Version, times and location.</summary>
    public ScimMetadata? Meta { get; set; }
}

/// <summary>A feature that is there or not.</summary>
public sealed record ScimServiceProviderConfigSimpleFeature
{
    /// <summary>Whether it is there.</summary>
    public bool Supported { get; set; }
}

/// <summary>Filters.</summary>
public sealed record ScimServiceProviderConfigFilterFeature
{
    /// <summary>Whether there are filters.</summary>
    public bool Supported { get; set; }

    /// <summary>The most resources of a list.</summary>
    public int? MaxResults { get; set; }
}

/// <summary>Bulk jobs.</summary>
public sealed record ScimServiceProviderConfigBulkFeature
{
    /// <summary>Whether there are bulk jobs.</summary>
    public bool Supported { get; set; }

    /// <summary>The most operations of a job.</summary>
    public int? MaxOperations { get; set; }

    /// <summary>The most bytes of a job.</summary>
    public long? MaxPayloadSize { get; set; }
}

/// <summary>How lists come in pages.</summary>
public sealed record ScimServiceProviderConfigPaginationFeature
{
    /// <summary>Whether there are pages by cursor.</summary>
    public bool Cursor { get; set; }

    /// <summary>Whether there are pages by index.</summary>
    public bool Index { get; set; }

    /// <summary><c>cursor</c> or <c>index</c>: what comes without being asked for.</summary>
    public string? DefaultPaginationMethod { get; set; }

    /// <summary>Resources of a page when none are asked for.</summary>
    public int? DefaultPageSize { get; set; }

    /// <summary>The most resources of a page.</summary>
    public int? MaxPageSize { get; set; }

    /// <summary>Seconds for which a cursor is good.</summary>
    public int? CursorTimeout { get; set; }
}

/// <summary>A way to authenticate.</summary>
public sealed record ScimServiceProviderConfigAuthenticationScheme
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The way in words.</summary>
    public string? Description { get; set; }

    /// <summary>The specification's address.</summary>
    public string? SpecUri { get; set; }

    /// <summary>The documentation's address.</summary>
    public string? DocumentationUri { get; set; }

    /// <summary><c>oauth</c>, <c>oauth2</c>, <c>oauthbearertoken</c>, <c>httpbasic</c> or <c>httpdigest</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it is the preferred one.</summary>
    public bool? Primary { get; set; }
}
