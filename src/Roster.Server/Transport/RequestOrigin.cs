using System.Net;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Server.Options;

namespace Roster.Server.Transport;

/// <summary>The request came through a listed proxy, so scheme, host and address are those that the proxy told.</summary>
sealed record ThroughTrustedProxy
{
    public static readonly ThroughTrustedProxy Yes = new();
}

/// <summary>
/// Looks at where a request comes from, before the forwarded headers are taken over and the address is no longer the connection's. Refuses what crossed a network
/// in the clear: plain HTTP from another machine that is not a listed proxy, or that a listed proxy got by plain HTTP. Its token or password is
/// out already, but a client that is refused is put right.
/// </summary>
sealed class RequestOrigin(RequestDelegate next, TrustedProxies proxies, RosterOptions options)
{
    public Task InvokeAsync(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        var proxy = proxies.Contains(peer);
        if (proxy)
            http.Features.Set(ThroughTrustedProxy.Yes);

        var proto = proxy ? http.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[^1].Trim() : "";
        if (http.Request.IsHttps || Is(proto, "https"))
            http.Response.Headers.StrictTransportSecurity = "max-age=600; includeSubDomains";

        // Health checks come from anywhere and carry nothing that could be stolen.
        if (!http.Request.IsHttps && !options.AllowPlainHttp && !http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
            && (proxy ? Is(proto, "http") : !IsThisMachine(peer)))
        {
            throw new ScimError(403, null, "Plain HTTP is not accepted from other machines; use https.").ToException();
        }

        return next(http);
    }

    static bool Is(string proto, string scheme) => string.Equals(proto, scheme, StringComparison.OrdinalIgnoreCase);

    // Without an address it is a socket of this machine.
    static bool IsThisMachine(IPAddress? peer) => peer is null || IPAddress.IsLoopback(peer);
}
