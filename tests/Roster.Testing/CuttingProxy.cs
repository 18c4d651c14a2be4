using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Roster.Testing;

/// <summary>Where bytes are going.</summary>
public enum Toward
{
    Server,
    Client,
}

/// <summary>What becomes of connections and bytes while nothing is being cut.</summary>
public enum Traffic
{
    Pass,

    /// <summary>Connections are accepted and nothing comes out anywhere, as when a cable is out. What was sent arrives when traffic passes again.</summary>
    Swallow,

    /// <summary>New connections are refused, as when nobody listens; those that are open go on.</summary>
    Refuse,
}

/// <summary>A network between a node and its database that breaks where a test says: at a byte, in a direction, or all at once.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    readonly Lock _lock = new();
    readonly ConcurrentDictionary<Connection, byte> _open = [];
    readonly int _server;
    Socket _listener;
    Traffic _traffic = Traffic.Pass;
    TaskCompletionSource _passing = Completed();
    Scissors? _scissors;
    bool _disposed;

    CuttingProxy(int server)
    {
        _server = server;
        _listener = Bind(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Listen();
    }

    /// <param name="server">The loopback port that is behind it.</param>
    public static CuttingProxy Start(int server) => new(server);

    public int Port { get; }

    /// <summary>How many connections are open.</summary>
    public int Open => _open.Count;

    public Traffic Traffic
    {
        get => _traffic;
        set
        {
            lock (_lock)
            {
                if (value == _traffic)
                    return;

                if (_traffic == Traffic.Refuse)
                    Listen();
                if (value == Traffic.Refuse)
                {
                    // Bound and not listening: the kernel refuses, and nobody else gets the port.
                    _listener.Dispose();
                    _listener = Bind(Port);
                }

                if (_traffic == Traffic.Swallow)
                    _passing.SetResult();
                if (value == Traffic.Swallow)
                    _passing = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _traffic = value;
            }
        }
    }

    /// <summary>Resets every open connection, toward both ends.</summary>
    public void Cut()
    {
        foreach (var connection in _open.Keys)
            connection.Reset();
    }

    /// <summary>
    /// Lets <paramref name="bytes"/> more bytes pass in one direction, over all connections together, and resets every connection when the next one comes.
    /// With 0 toward the client a request arrives and is carried out, and its answer is lost. What the receiver's buffer has no room for (some 64 KB) can
    /// be lost with the reset. A later call takes the place of one that has not cut yet.
    /// </summary>
    /// <returns>Done when the cut has been made.</returns>
    public Task CutAfter(Toward toward, long bytes) => Order(new(toward, (_, passing) =>
    {
        var allowed = (int)Math.Min(bytes, passing.Length);
        bytes -= allowed;
        return allowed;
    }));

    /// <summary>
    /// Resets every connection when this text comes, which is not passed, on one where the other has come before. <c>COMMIT</c> toward the client is the answer
    /// to a commit that has been made.
    /// </summary>
    /// <inheritdoc cref="CutAfter"/>
    public Task CutBefore(Toward toward, byte[] text, byte[]? after = null) => Order(new(toward, Before(text, after)));

    /// <summary>From where this text comes, on a connection where the other has come before, nothing comes out anywhere until traffic is told to pass again.</summary>
    /// <returns>Done when that has begun.</returns>
    public Task SwallowBefore(Toward toward, byte[] text, byte[]? after = null) => Order(new(toward, Before(text, after), swallows: true));

    static Func<Socket, ReadOnlySpan<byte>, int> Before(byte[] text, byte[]? after)
    {
        var ready = new HashSet<Socket>();
        return (from, passing) =>
        {
            var start = after is null || ready.Contains(from) ? 0 : passing.IndexOf(after);
            if (start < 0)
                return passing.Length;

            ready.Add(from);
            return passing[start..].IndexOf(text) is >= 0 and var at ? start + at : passing.Length;
        };
    }

    Task Order(Scissors scissors)
    {
        lock (_lock)
            _scissors = scissors;
        return scissors.HaveCut;
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            _listener.Dispose();
            _passing.TrySetResult();
        }

        Cut();
        return ValueTask.CompletedTask;
    }

    static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    void Listen()
    {
        _listener.Listen(512);
        _ = AcceptAsync(_listener);
    }

    async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(new Connection(await listener.AcceptAsync()));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // It refuses from now on, or is at its end.
        }
    }

    async Task ServeAsync(Connection connection)
    {
        _open.TryAdd(connection, 0);
        try
        {
            await _passing.Task;
            await connection.Server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAll(PumpAsync(connection.Client, connection.Server, Toward.Server), PumpAsync(connection.Server, connection.Client, Toward.Client));
            connection.Close();
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // One end broke or was cut; the other one hears of it in the same way.
            connection.Reset();
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    async Task PumpAsync(Socket from, Socket to, Toward toward)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                await _passing.Task;
                var allowed = Allow(from, toward, buffer.AsSpan(0, read), out var cut);
                await SendAsync(to, buffer.AsMemory(0, allowed));
                if (cut is null)
                    continue;

                if (cut.Swallows)
                    Traffic = Traffic.Swallow;
                else
                    Cut();
                cut.Done();
                await _passing.Task;
                await SendAsync(to, buffer.AsMemory(allowed, read - allowed));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other direction must not wait for an end that never comes.
            from.Dispose();
            to.Dispose();
            throw;
        }
    }

    static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes)..];
    }

    /// <returns>How many of the bytes pass.</returns>
    int Allow(Socket from, Toward toward, ReadOnlySpan<byte> bytes, out Scissors? cut)
    {
        lock (_lock)
        {
            cut = null;
            if (_disposed)
                return 0;
            if (_scissors is not { } scissors || scissors.Toward != toward)
                return bytes.Length;

            var allowed = scissors.Allow(from, bytes);
            if (allowed < bytes.Length)
                (cut, _scissors) = (scissors, null);
            return allowed;
        }
    }

    static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    /// <summary>Where to cut, or to begin to swallow: at the first byte that is not allowed to pass.</summary>
    sealed class Scissors(Toward toward, Func<Socket, ReadOnlySpan<byte>, int> allow, bool swallows = false)
    {
        readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Toward Toward => toward;

        public bool Swallows => swallows;

        public Task HaveCut => _cut.Task;

        public int Allow(Socket from, ReadOnlySpan<byte> bytes) => allow(from, bytes);

        public void Done() => _cut.SetResult();
    }

    sealed class Connection(Socket client)
    {
        public Socket Client { get; } = client;

        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public void Close()
        {
            Client.Dispose();
            Server.Dispose();
        }

        /// <summary>A close that does not wait is a reset.</summary>
        public void Reset()
        {
            // Both first: as soon as one is closed, whoever waits for it closes the other.
            foreach (var socket in new[] { Client, Server })
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
                {
                    // It was closed already.
                }
            }

            Close();
        }
    }
}
