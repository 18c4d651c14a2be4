using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Roster.Probe;

/// <summary>The server that is probed: its base address and the network addresses that its name stood for when the probe began. Only these are connected to afterwards.</summary>
/// <param name="Base">Ends in no slash.</param>
public sealed record Target(Uri Base, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Whether every address that is connected to is this machine's own. A name counts for nothing: it may stand for any address.</summary>
    public bool IsLoopback => Addresses.Count > 0 && Addresses.All(IPAddress.IsLoopback);

    /// <summary>Host and port as people are told them.</summary>
    public string Host => Base.IsDefaultPort ? Base.Host : string.Create(CultureInfo.InvariantCulture, $"{Base.Host}:{Base.Port}");

    /// <exception cref="ProbeException">It is no address of a web server, or its name stands for nothing.</exception>
    public static async Task<Target> FindAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw ProbeException.Wrong($"'{address}' is no base address: it begins with https:// or http://, as in https://scim.example.org/scim/v2.");
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw ProbeException.Wrong("A base address has no user, query or fragment. Give the token with --token or --token-stdin.");

        var trimmed = new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        try
        {
            var found = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var given) ? [given] : await Dns.GetHostAddressesAsync(uri.DnsSafeHost, cancel);
            return found.Length > 0 ? new(trimmed, found) : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException e)
        {
            throw ProbeException.Unreachable($"The host '{uri.Host}' was not found ({e.Message}). Is the name right, and can it be resolved from here?");
        }
    }

    /// <summary>The address of a request. Whatever a server gave for a part of it, it stays on this server and below the base address.</summary>
    /// <exception cref="NotOursException">It would not.</exception>
    public Uri For(string path)
    {
        if (path.Length > 0 && path[0] is not ('/' or '?'))
            throw new NotOursException($"'{path}' is no path below the base address");
        if (!Uri.TryCreate(Base.AbsoluteUri.TrimEnd('/') + path, UriKind.Absolute, out var uri) || uri.Authority != Base.Authority || uri.Scheme != Base.Scheme || !IsBelow(uri))
            throw new NotOursException($"'{path}' leads away from the base address");
        return uri;
    }

    /// <summary>The path's segments below the base address, decoded, empty ones left out.</summary>
    public IReadOnlyList<string> Segments(Uri uri) =>
        [.. uri.AbsolutePath[Base.AbsolutePath.TrimEnd('/').Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    bool IsBelow(Uri uri)
    {
        var root = Base.AbsolutePath.TrimEnd('/');
        return uri.AbsolutePath.StartsWith(root, StringComparison.Ordinal) && (uri.AbsolutePath.Length == root.Length || uri.AbsolutePath[root.Length] == '/');
    }
}
