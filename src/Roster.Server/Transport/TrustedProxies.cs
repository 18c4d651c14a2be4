using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Roster.Server.Transport;

/// <summary>The proxies whose word on a request's origin is taken: who really asked, by which scheme, for which host. Anybody else's is passed over.</summary>
sealed class TrustedProxies(string? list)
{
    /// <exception cref="FormatException">An entry is neither an IP address nor a network; the message is the entry.</exception>
    public ImmutableArray<IPNetwork> Networks { get; } =
        [.. (list ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Network)];

    public bool IsEmpty => Networks.IsEmpty;

    public bool Contains(IPAddress? address)
    {
        if (address is null || IsEmpty)
            return false;

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in Networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>Through a row of proxies the way is followed back to the first that is not listed.</summary>
    public ForwardedHeadersOptions Options()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        // ASP.NET Core trusts the loopback interface unasked.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }

    static IPNetwork Network(string entry)
    {
        if (IPAddress.TryParse(entry, out var one))
            return new IPNetwork(one, one.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(entry, out var network) ? network : throw new FormatException(entry);
    }
}
