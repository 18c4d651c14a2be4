using System.Net;
using Roster.Server.Limits;

namespace Roster.Server.OAuth;

/// <summary>
/// How often an address is wrong about clients in a minute, about one and about all. Only failures are counted and only failures are slowed down: whoever has the
/// right secret is let in at once, so nobody can lock a client out, not even from the client's own address.
/// </summary>
sealed class WrongSecrets(int? requestsPerMinute, TimeProvider clock)
{
    const int PerClient = 10;
    const int PerAddress = 60;

    // Beyond that many in a minute nothing more is remembered, and nobody more is slowed down.
    const int Most = 100_000;

    readonly ClientRates byClient = new(PerClient, clock);
    readonly ClientRates byAddress = new(PerAddress, clock);

    /// <summary>Counts one failure.</summary>
    /// <returns>The use that is over its limit; null when none is.</returns>
    public RateUse? Count(IPAddress? address, string clientId)
    {
        if (requestsPerMinute is 0 || byAddress.Remembered > Most)
            return null;

        // An address that is over its limit brings no further names to remember.
        var from = Place(address);
        if (byAddress.Take(from) is { Exceeded: true } all)
            return all;
        return byClient.Take($"{from} {clientId}") is { Exceeded: true } one ? one : null;
    }

    // One subscriber has a whole /64 of IPv6.
    static string Place(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, 8));
    }
}
