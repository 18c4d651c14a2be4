using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roster.Testing;

/// <summary>What a client sent.</summary>
public sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What it gets.</summary>
public sealed record Reply(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    /// <summary>The connection ends after so many bytes of the body, though more were announced.</summary>
    public int? BreaksOffAfter { get; init; }

    /// <summary>The last byte of the body waits for so long.</summary>
    public TimeSpan LastByteAfter { get; init; }

    /// <summary>The body has no length and ends with the connection.</summary>
    public bool HasNoLength { get; init; }

    /// <summary>The connection ends where the answer should begin.</summary>
    public bool IsMissing { get; init; }
}

/// <summary>A server that answers request after request as it is told, sound or not. Requests beyond the script get the last answer again.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly Func<Received, int, Reply> script;
    readonly Task accepting;

    public ScriptedServer(params Reply[] replies)
        : this((_, number) => replies[Math.Min(number, replies.Length - 1)])
    {
    }

    /// <param name="script">From the request, and how many of its kind (token or not) came before it.</param>
    public ScriptedServer(Func<Received, int, Reply> script)
    {
        this.script = script;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public ConcurrentQueue<Received> All { get; } = new();

    public IReadOnlyList<Received> Requests => [.. All.Where(r => !IsToken(r))];

    public IReadOnlyList<Received> TokenRequests => [.. All.Where(IsToken)];

    static bool IsToken(Received request) => request.Target == "/oauth/token";

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
                return;

            int number;
            lock (All)
            {
                number = All.Count(r => IsToken(r) == IsToken(request));
                All.Enqueue(request);
            }

            var reply = script(request, number);
            if (reply.IsMissing)
                return;

            var body = Encoding.UTF8.GetBytes(reply.Body);
            var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Scripted\r\nConnection: close\r\n");
            if (!reply.HasNoLength && reply.Status is not (204 or 304))
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
            foreach (var (name, value) in reply.Headers)
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop.Token);

            var sent = reply.BreaksOffAfter ?? body.Length;
            if (reply.LastByteAfter > TimeSpan.Zero)
            {
                await stream.WriteAsync(body.AsMemory(0, sent - 1), stop.Token);
                await Task.Delay(reply.LastByteAfter, stop.Token);
                await stream.WriteAsync(body.AsMemory(sent - 1, 1), stop.Token);
                return;
            }

            await stream.WriteAsync(body.AsMemory(0, sent), stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client did not wait.
        }
    }

    static async Task<Received?> ReadAsync(Stream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            bytes.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(l => l.Split(": ", 2)).ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        var first = lines[0].Split(' ');
        return new Received(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    public async ValueTask DisposeAsync()
    {
        if (accepting.IsCompleted)
            return;
        await stop.CancelAsync();
        await accepting;
        stop.Dispose();
        listener.Dispose();
    }
}
