using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Roster.Testing;

/// <summary>
/// What an operator puts in front of several nodes: it takes turns among those that say they are ready. A request goes out once. Only when a node refuses
/// the connection, so that it cannot have seen the request, is the next one tried.
/// </summary>
public sealed class NodeProxy : IAsyncDisposable
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // These belong to one connection, not to the message (RFC 9110 7.6.1).
    static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    readonly WebApplication _app;
    readonly CancellationTokenSource _stopping = new();
    readonly ConcurrentDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    int _turn;

    NodeProxy(WebApplication app) => _app = app;

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The nodes that requests go to now.</summary>
    public IReadOnlyList<string> Ready => [.. _nodes.Values.Where(n => n.IsReady).Select(n => n.Address).Order(StringComparer.Ordinal)];

    /// <param name="nodes">Scheme, host and port of each, all of them ready.</param>
    public static async Task<NodeProxy> StartAsync(params string[] nodes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        var proxy = new NodeProxy(builder.Build());
        proxy._app.Run(proxy.PassAsync);
        await proxy._app.StartAsync();
        proxy.Address = proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        foreach (var node in nodes)
            await proxy.AddAsync(node);
        return proxy;
    }

    /// <summary>Done when the node has said that it is ready.</summary>
    public async Task AddAsync(string address)
    {
        var node = new Node(address);
        _nodes[address] = node;
        _ = node.PollAsync(PollInterval, _stopping.Token);
        await node.FirstReady.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>No further request goes there; those that are under way are finished.</summary>
    public void Remove(string address)
    {
        if (_nodes.TryRemove(address, out var node))
            node.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var address in _nodes.Keys)
            Remove(address);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    async Task PassAsync(HttpContext http)
    {
        var ready = _nodes.Values.Where(n => n.IsReady).OrderBy(n => n.Address, StringComparer.Ordinal).ToArray();
        var first = (uint)Interlocked.Increment(ref _turn);
        for (var i = 0; i < ready.Length; i++)
        {
            var node = ready[(first + i) % ready.Length];
            if (await node.ConnectAsync(http.RequestAborted) is not { } socket)
                continue;

            await SendAsync(http, node, socket);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "1";
    }

    static async Task SendAsync(HttpContext http, Node node, Socket connected)
    {
        // A handler that has one connection to give, and no second one, cannot send a request again.
        using var stream = new NetworkStream(connected, ownsSocket: true);
        var used = 0;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (_, _) => Interlocked.Exchange(ref used, 1) == 0 ? ValueTask.FromResult<Stream>(stream) : throw new IOException("The request was sent once already."),
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = Message(http, node);
        HttpResponseMessage response;
        try
        {
            response = await invoker.SendAsync(request, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            http.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using (response)
        {
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Where(h => !OfTheConnection.Contains(h.Key)))
                http.Response.Headers[name] = new StringValues([.. values]);
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }

    static HttpRequestMessage Message(HttpContext http, Node node)
    {
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(node.Address + http.Features.Get<IHttpRequestFeature>()!.RawTarget));
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers.Where(h => !OfTheConnection.Contains(h.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", http.Connection.RemoteIpAddress!.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", http.Request.Scheme);
        return request;
    }

    sealed class Node(string address) : IDisposable
    {
        readonly CancellationTokenSource _removed = new();
        readonly TaskCompletionSource _firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        volatile bool _isReady;

        public string Address => address;

        public bool IsReady => _isReady;

        public Task FirstReady => _firstReady.Task;

        public async Task PollAsync(TimeSpan interval, CancellationToken cancel)
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, _removed.Token);
            try
            {
                for (; ; await Task.Delay(interval, ended.Token))
                {
                    _isReady = await AskAsync(http, ended.Token);
                    if (_isReady)
                        _firstReady.TrySetResult();
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                _isReady = false;
                _firstReady.TrySetCanceled(CancellationToken.None);
            }
        }

        /// <returns>Null when nobody listens, which takes the node out until it says that it is ready.</returns>
        public async Task<Socket?> ConnectAsync(CancellationToken cancel)
        {
            var uri = new Uri(address);
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Parse(uri.Host), uri.Port, cancel);
                return socket;
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                _isReady = false;
                socket.Dispose();
                return null;
            }
        }

        public void Dispose()
        {
            _isReady = false;
            _removed.Cancel();
        }

        async Task<bool> AskAsync(HttpClient http, CancellationToken cancel)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address + "/health/ready"), cancel);
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException || (unanswered is TaskCanceledException && !cancel.IsCancellationRequested))
            {
                return false;
            }
        }
    }
}
