namespace Roster.Client;

/// <summary>Who asks. No credential shows its secret by any member, <see cref="object.ToString"/> included.</summary>
public abstract class ScimCredential
{
    private protected ScimCredential()
    {
    }

    /// <summary>Requests without an <c>Authorization</c> header.</summary>
    public static ScimCredential None { get; } = new SuppliedToken(_ => ValueTask.FromResult<string?>(null), "no credential");

    /// <summary>A bearer token that was fetched elsewhere and is used until the server refuses it.</summary>
    public static ScimCredential Token(string token)
    {
        RequireToken(token);
        return new SuppliedToken(_ => ValueTask.FromResult<string?>(token), "a bearer token");
    }

    /// <summary>A bearer token that is asked for before each request, from a vault for instance.</summary>
    public static ScimCredential Token(Func<CancellationToken, ValueTask<string>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SuppliedToken(async cancel => await source(cancel), "a supplied bearer token");
    }

    /// <summary>An OAuth client that fetches its tokens itself (RFC 6749 section 4.4) and renews them before they expire.</summary>
    /// <param name="tokenAddress">Where tokens are had; without it <c>/oauth/token</c> on the host of the base address.</param>
    public static ScimCredential ClientCredentials(string clientId, string clientSecret, Uri? tokenAddress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(clientSecret);
        return new ClientCredentials(clientId, clientSecret, tokenAddress);
    }

    internal abstract AccessTokens Open(ScimConnection connection);

    /// <summary>An <c>Authorization</c> header that cannot be formed would be told with its value; so it is looked at first.</summary>
    internal static void RequireToken(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("A bearer token has at least one character, and no blanks, control characters or characters beyond ASCII.", nameof(token));
    }
}

sealed class SuppliedToken(Func<CancellationToken, ValueTask<string?>> source, string description) : ScimCredential
{
    public override string ToString() => description;

    internal override AccessTokens Open(ScimConnection connection) => new AccessTokens.Supplied(source);
}

sealed class ClientCredentials(string clientId, string clientSecret, Uri? tokenAddress) : ScimCredential
{
    public Uri? TokenAddress => tokenAddress;

    public override string ToString() => "client credentials";

    internal override AccessTokens Open(ScimConnection connection) => new AccessTokens.Fetched(connection, clientId, clientSecret, tokenAddress);
}
