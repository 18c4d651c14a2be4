using System.Net;
using Microsoft.AspNetCore.Http;
using Roster.Server.Options;
using Roster.Server.Transport;

namespace Roster.Server.Http;

/// <summary>
/// Scheme, host and port that absolute locations begin with. What a client writes into <c>Host</c> is repeated to it only when it is a name of this
/// machine for itself or one that the operator listed; otherwise a forged header would put a stranger's address into our answers. A listed proxy is believed.
/// </summary>
sealed class PublicAddress(RosterOptions options)
{
    readonly string? configured = options.PublicUrl?.TrimEnd('/');
    readonly HashSet<string> allowed = new((options.AllowedHosts ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Without a slash at the end.</summary>
    public string Of(HttpContext http) => configured ?? $"{http.Request.Scheme}://{Host(http)}";

    string Host(HttpContext http)
    {
        var given = http.Request.Host;
        return given.HasValue && (http.Features.Get<ThroughTrustedProxy>() is not null || IsLoopback(given.Host) || allowed.Contains(given.Host)) ? given.ToUriComponent() : Local(http.Connection);
    }

    static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Where the request came in, which the client cannot choose freely.
    static string Local(ConnectionInfo connection)
    {
        var address = connection.LocalIpAddress ?? IPAddress.Loopback;
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, connection.LocalPort).ToString();
    }
}
