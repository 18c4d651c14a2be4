using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Storage;

namespace Roster.Server.OAuth;

/// <summary>
/// Finds out who is asking, from the <c>Authorization</c> header and nothing else (RFC 6750 section 2.1), and whether they may enter the route.
/// </summary>
sealed class BearerAuthentication(RequestDelegate next, RosterStore store, TimeProvider clock)
{
    // Ours have 47 characters; there is no point in hashing a longer text.
    const int LongestToken = 256;

    public async Task InvokeAsync(HttpContext http)
    {
        var access = http.GetEndpoint()?.Metadata.GetMetadata<Access>();
        if (access is not (null or Access.Open))
        {
            var caller = await IdentifyAsync(http, optional: access is Access.TokenOptional || HttpMethods.IsOptions(http.Request.Method));
            http.Facts().Caller = caller;
            if (access is Access.Permission(var name) && caller is not null && !caller.Permissions.Contains(name))
                throw ScimError.Forbidden($"The client needs the permission {name}.", name).ToException();
        }

        await next(http);
    }

    async ValueTask<Caller?> IdentifyAsync(HttpContext http, bool optional)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0 && optional)
            return null;

        var hash = HashOf(header);
        var grant = await store.Tokens.FindAsync(hash, http.RequestAborted);
        // A stranger with a stolen token is not told that an organization is suspended.
        if (grant is null || grant.Revoked || grant.Suspended)
            throw BadToken();

        if (grant.ExpiresAt <= clock.GetUtcNow())
            throw new ScimError(401, null, "The access token has expired; fetch a new one from /oauth/token.") { Fault = GatewayFault.ExpiredToken }.ToException();

        if (grant.Kind == TokenKind.Provisioning)
            store.Tokens.NoteUse(hash);
        return new Caller(grant.Tenant, grant.ClientId, grant.Permissions, http.TraceIdentifier) { UserId = grant.UserId };
    }

    static byte[] HashOf(StringValues header) => TokenIn(header) is { Length: > 0 and <= LongestToken } token ? Credentials.Hash(token) : throw BadToken();

    /// <summary>The token of the one Bearer header; the scheme's name in any letter case.</summary>
    /// <returns>Empty when there is a header, but no one token in it.</returns>
    static ReadOnlySpan<char> TokenIn(StringValues header)
    {
        if (header.Count == 0)
            throw NoToken();
        if (header.Count > 1)
            return "";

        var text = header.ToString().AsSpan();
        var blank = text.IndexOf(' ');
        var scheme = blank < 0 ? text : text[..blank];
        if (!scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            throw NoToken();

        return blank < 0 ? "" : text[blank..].Trim(' ');
    }

    static ScimException NoToken() =>
        new ScimError(401, null, "The request has no access token: send it as 'Authorization: Bearer <token>'.") { Fault = GatewayFault.NoToken }.ToException();

    static ScimException BadToken() =>
        new ScimError(401, null, "The access token is not valid.") { Fault = GatewayFault.BadToken }.ToException();
}

static class CallerOfRequest
{
    /// <summary>Who is asking. Only for routes that need a token.</summary>
    public static Caller Caller(this HttpContext http) =>
        http.Facts().Caller ?? throw new InvalidOperationException("The route does not need a token, so there is no caller.");
}
