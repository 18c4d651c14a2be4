using System.Net;
using System.Net.Sockets;

namespace Roster.Testing;

/// <summary>A port for a process that has to be told its port and cannot take any by itself.</summary>
static class LoopbackPort
{
    /// <returns>A port that was free just now; a start that finds it taken tries another.</returns>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
