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
    public string Of(HttpContext http)
    {
        if (configured is not null)
            return configured;

        var given = http.Request.Host;
        if (last is { } known && string.Equals(known.Host, given.Value, StringComparison.Ordinal) && string.Equals(known.Scheme, http.Request.Scheme, StringComparison.Ordinal))
            return known.Url;
        if (given.HasValue && (IsLoopback(given.Host) || allowed.Contains(given.Host)))
            return (last = new Repeated(given.Value, http.Request.Scheme, $"{http.Request.Scheme}://{given.ToUriComponent()}")).Url;

        return $"{http.Request.Scheme}://{(given.HasValue && http.Features.Get<ThroughTrustedProxy>() is not null ? given.ToUriComponent() : Local(http.Connection))}";
    }

    // Nearly all requests come by one name. One that is only believed is none of these.
    volatile Repeated? last;

    sealed record Repeated(string Host, string Scheme, string Url);

    static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Where the request came in, which the client cannot choose freely.
    static string Local(ConnectionInfo connection)
    {
        var address = connection.LocalIpAddress ?? IPAddress.Loopback;
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, connection.LocalPort).ToString();
    }
}
