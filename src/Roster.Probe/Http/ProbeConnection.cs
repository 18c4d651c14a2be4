using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Roster.Probe;

/// <summary>
/// The way to the probed server: one request, one answer, whatever it is. Redirects are not followed, answers have a time and a length, and nothing that a server
/// does is an exception. A request that is answered 429 is sent again when the server says so, since it was not carried out.
/// </summary>
public sealed class ProbeConnection : IDisposable
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    const int Attempts = 6;
    const int MostSilences = 5;

    readonly Target target;
    readonly ProbeCredential credential;
    readonly TimeSpan timeout;
    readonly HttpClient http;
    int requests, throttled, silences;

    /// <param name="timeout">For one request, from the first byte sent to the last one read.</param>
    public ProbeConnection(Target target, ProbeCredential credential, TimeSpan timeout)
    {
        (this.target, this.credential, this.timeout) = (target, credential, timeout);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !target.IsLoopback,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Target Target => target;

    /// <summary>Requests that were sent so far.</summary>
    public int Requests => requests;

    /// <summary>Of those, how many were answered 429.</summary>
    public int Throttled => throttled;

    /// <summary>A text without the secrets that the server may have repeated.</summary>
    public string Redact(string text) => credential.Redact(text);

    /// <summary>Forgets that the server did not answer: it may be asked again.</summary>
    public void Trust() => silences = 0;

    /// <exception cref="NotOursException">The path leads away from the base address.</exception>
    /// <exception cref="ProbeException">There is no token to be had, or the server has not answered for some time.</exception>
    public async Task<ProbeAnswer> SendAsync(ProbeRequest request, CancellationToken cancel)
    {
        var uri = target.For(request.Path);
        for (var attempt = 1; ; attempt++)
        {
            if (silences >= MostSilences)
                throw ProbeException.Unreachable($"{target.Host} did not answer {MostSilences} requests in a row");
            var answer = await AttemptAsync(request, uri, cancel);
            silences = answer.Status == 0 ? silences + 1 : 0;
            if (answer.Status != 429)
                return answer;

            Interlocked.Increment(ref throttled);
            var pause = int.TryParse(answer.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(1 << attempt);
            if (attempt == Attempts || pause > LongestPause)
                return answer;
            await Task.Delay(pause, TimeProvider.System, cancel);
        }
    }

    async Task<ProbeAnswer> AttemptAsync(ProbeRequest request, Uri uri, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(timeout);
        try
        {
            using var message = await MessageAsync(request, uri, patience.Token);
            Interlocked.Increment(ref requests);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(h => h.Key, h => string.Join(", ", h.SelectMany(v => v.Value)), StringComparer.OrdinalIgnoreCase);
            var (text, tooLong) = await ReadAsync(response.Content, patience.Token);
            return new ProbeAnswer((int)response.StatusCode, headers, text)
            {
                Failure = tooLong ? $"status {(int)response.StatusCode} with a body of more than {MaxBytes / 1024 / 1024} MiB" : null,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ProbeAnswer.None(string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds} seconds"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidOperationException)
        {
            return ProbeAnswer.None(Told(e));
        }
    }

    async Task<HttpRequestMessage> MessageAsync(ProbeRequest request, Uri uri, CancellationToken cancel)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri);
        var headers = request.Headers ?? [];
        if (!headers.Any(h => Is(h.Name, "Authorization")) && await credential.GetAsync(http, target, cancel) is { } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!headers.Any(h => Is(h.Name, "User-Agent")))
            message.Headers.TryAddWithoutValidation("User-Agent", "roster-probe");

        var contentType = headers.Where(h => Is(h.Name, "Content-Type")).Select(h => h.Value).FirstOrDefault(request.Body is null ? "" : "application/scim+json");
        // A request without content is sent again by HttpClient itself when the server hangs up. One with content, be it empty, is not.
        message.Content = request.Method is "GET" or "HEAD" or "OPTIONS" && contentType.Length == 0 ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body ?? ""));
        if (contentType.Length > 0)
            message.Content!.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers.Where(h => !Is(h.Name, "Content-Type") && h.Value.Length > 0))
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    static async Task<(string Text, bool TooLong)> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var body = await content.ReadAsStreamAsync(cancel);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            await read.WriteAsync(buffer.AsMemory(0, count), cancel);
            if (read.Length > MaxBytes)
                return ("", true);
        }

        return (Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length), false);
    }

    /// <summary>The probed host is connected to by the addresses that were looked at when it was decided whether it is this machine; a proxy or a token endpoint by its name.</summary>
    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (Is(context.DnsEndPoint.Host, target.Base.DnsSafeHost) && context.DnsEndPoint.Port == target.Base.Port)
                await socket.ConnectAsync([.. target.Addresses], context.DnsEndPoint.Port, cancel);
            else
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static string Told(Exception e) => e switch
    {
        HttpRequestException { InnerException: AuthenticationException certificate } => $"the server's certificate is not trusted: {certificate.Message}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"no connection: {e.InnerException?.Message ?? e.Message}",
        _ => $"the connection broke or what came was no HTTP: {e.InnerException?.Message ?? e.Message}",
    };

    static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    public void Dispose() => http.Dispose();
}
