using System.Text.Json.Serialization;
using Roster.Client;

namespace Roster.Contexts;

/// <summary>A server as one client of it sees it: where its SCIM service is, and who asks.</summary>
sealed record ServerContext
{
    /// <summary>The root of the SCIM service, an absolute http or https address: <c>https://scim.example.org/scim/v2</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>An OAuth client; it has a secret, or has been signed out.</summary>
    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>A bearer token, in place of an OAuth client.</summary>
    public string? Token { get; init; }

    /// <summary>Where the OAuth client fetches tokens; without it <c>/oauth/token</c> on the host of <see cref="Url"/>.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>Credentials may go over plain HTTP to another machine.</summary>
    public bool AllowPlainHttp { get; init; }

    [JsonIgnore]
    public bool IsSignedIn => Token is not null || (ClientId is not null && ClientSecret is not null);

    /// <summary>The context without what is secret of it.</summary>
    public ServerContext SignedOut() => this with { ClientId = null, ClientSecret = null, Token = null };

    /// <summary>Who asks, in words that tell no secret.</summary>
    public string Who() => Token is not null ? "a token" : ClientId is not null && ClientSecret is not null ? $"client {ClientId}" : "nobody";

    [JsonIgnore]
    public ScimCredential Credential =>
        Token is { } token ? ScimCredential.Token(token)
        : ClientId is { } id && ClientSecret is { } secret ? ScimCredential.ClientCredentials(id, secret, TokenUrl)
        : ScimCredential.None;

    public sealed override string ToString() => $"{Url} as {Who()}";
}
