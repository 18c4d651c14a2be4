namespace Roster.Client;

/// <summary>Where a SCIM server is, who asks, and how patiently.</summary>
public sealed class ScimConnectionOptions
{
    /// <summary>What the paths of requests are appended to, such as <c>https://api.mypurecloud.com</c> or <c>https://scim.example.org/scim/v2</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Who asks.</summary>
    public ScimCredential Credential { get; set; } = ScimCredential.None;

    /// <summary>When and how often a failed request is sent again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>For one attempt, from the first byte sent to the last one read.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For a call with all its attempts and the waits between them.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longer answers are refused, so that no server can fill the memory.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Credentials go over plain HTTP to this machine only, unless this is set.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>The media type of what is sent and preferred. Every server must take the default; some proxies know only <c>application/json</c>.</summary>
    public string MediaType { get; set; } = "application/scim+json";

    /// <summary>The header that carries the correlation id, there and back.</summary>
    public string CorrelationHeader { get; set; } = "ININ-Correlation-Id";

    /// <summary>Makes the correlation id of a call. By default it is the current trace's id, or a new one.</summary>
    public Func<string>? CorrelationId { get; set; }

    /// <summary>Genesys Cloud in one of its regions, with an OAuth client of the organization.</summary>
    /// <returns>These options.</returns>
    public ScimConnectionOptions UseGenesys(GenesysRegion region, string clientId, string clientSecret)
    {
        BaseAddress = region.Api;
        Credential = ScimCredential.ClientCredentials(clientId, clientSecret, region.Token);
        return this;
    }

    /// <summary>Says what is wrong with these options, if anything.</summary>
    /// <exception cref="ArgumentException">An option is missing or impossible.</exception>
    public void Validate()
    {
        Require(BaseAddress is { IsAbsoluteUri: true }, nameof(BaseAddress), "must be an absolute address.");
        Require(IsWeb(BaseAddress!), nameof(BaseAddress), "must begin with https:// or http://.");
        Require(BaseAddress!.UserInfo.Length == 0 && BaseAddress.Query.Length == 0 && BaseAddress.Fragment.Length == 0, nameof(BaseAddress), "has no user, query or fragment.");
        Require(Credential is not null, nameof(Credential), "must not be null; there is ScimCredential.None.");
        Require(Credential == ScimCredential.None || MayCarryCredentials(BaseAddress), nameof(BaseAddress), "must be https, since credentials go there. AllowPlainHttp lifts this.");
        Require(AttemptTimeout > TimeSpan.Zero, nameof(AttemptTimeout), "must be more than nothing.");
        Require(Timeout > TimeSpan.Zero, nameof(Timeout), "must be more than nothing.");
        Require(MaxResponseBytes > 0, nameof(MaxResponseBytes), "must be more than nothing.");
        Require(MediaType is "application/scim+json" or "application/json", nameof(MediaType), "must be application/scim+json or application/json.");
        Require(!string.IsNullOrWhiteSpace(CorrelationHeader), nameof(CorrelationHeader), "must name a header.");
        Require(Retry is not null, nameof(Retry), "must not be null; MaxAttempts = 1 switches retries off.");
        Require(Retry!.MaxAttempts > 0, nameof(Retry), "needs MaxAttempts of 1 or more.");
        Require(Retry.BaseDelay >= TimeSpan.Zero && Retry.MaxDelay >= Retry.BaseDelay, nameof(Retry), "needs a BaseDelay that is neither negative nor more than MaxDelay.");
        if (Credential is ClientCredentials { TokenAddress: { } token })
            Require(token.IsAbsoluteUri && IsWeb(token) && MayCarryCredentials(token), nameof(Credential), "has a token address that is not https. AllowPlainHttp lifts this.");
    }

    internal ScimConnectionOptions Copy() => (ScimConnectionOptions)MemberwiseClone();

    bool MayCarryCredentials(Uri address) => AllowPlainHttp || address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    static void Require(bool holds, string option, string otherwise)
    {
        if (!holds)
            throw new ArgumentException($"{option} {otherwise}", option);
    }
}
