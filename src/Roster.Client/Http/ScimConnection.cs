using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Roster.Client;

/// <summary>
/// The way to one server as one client: credentials, retries, timeouts, correlation and errors. Everything in this library goes through it.
/// One connection serves any number of threads; it keeps the token, so keep the connection.
/// </summary>
public sealed class ScimConnection
{
    /// <summary>The name of the <see cref="ActivitySource"/> that has an activity for each call.</summary>
    public const string ActivitySourceName = "Roster.Client";

    static readonly ActivitySource Activities = new(ActivitySourceName, typeof(ScimConnection).Assembly.GetName().Version?.ToString(3));

    readonly Func<HttpClient> http;
    readonly ScimConnectionOptions options;
    readonly AccessTokens tokens;

    /// <summary>A connection over one <see cref="HttpClient"/>, which stays the caller's. Its own timeout holds for each attempt if it is the shorter one.</summary>
    /// <exception cref="ArgumentException">An option is missing or impossible.</exception>
    public ScimConnection(HttpClient http, ScimConnectionOptions options)
        : this(http, options, TimeProvider.System)
    {
    }

    /// <summary>The same by another clock.</summary>
    /// <exception cref="ArgumentException">An option is missing or impossible.</exception>
    public ScimConnection(HttpClient http, ScimConnectionOptions options, TimeProvider time)
        : this(() => http, options, time) => ArgumentNullException.ThrowIfNull(http);

    /// <summary>A connection that asks for an <see cref="HttpClient"/> before each attempt and does not dispose of it: what a factory wants.</summary>
    /// <exception cref="ArgumentException">An option is missing or impossible.</exception>
    public ScimConnection(Func<HttpClient> http, ScimConnectionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        (this.http, this.options) = (http, options.Copy());
        var address = options.BaseAddress!;
        BaseAddress = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        Time = time;
        tokens = options.Credential.Open(this);
    }

    /// <summary>What paths are appended to; it ends in a slash.</summary>
    public Uri BaseAddress { get; }

    internal TimeProvider Time { get; }

    internal Task<ScimResponse<T>> SendAsync<T>(ScimRequest request, JsonTypeInfo<T> type, CancellationToken cancel) =>
        SendAsync(request, body => JsonSerializer.Deserialize(body, type), cancel);

    internal async Task<ScimResponse<T>> SendAsync<T>(ScimRequest request, Func<byte[], T?> read, CancellationToken cancel) =>
        new(await SendAsync(request, authorization: null, cancel), read, request);

    internal async Task<ScimResponse> SendAsync(ScimRequest request, CancellationToken cancel) =>
        new(await SendAsync(request, authorization: null, cancel));

    /// <summary>Waits as long as after a failed attempt, for those who repeat more than a request.</summary>
    internal Task PauseAsync(int attempt, CancellationToken cancel) => Task.Delay(options.Retry.BackOff(attempt), Time, cancel);

    /// <param name="authorization">In place of the connection's own token.</param>
    /// <returns>An answer that is no refusal.</returns>
    internal async Task<Answer> SendAsync(ScimRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancel)
    {
        using var activity = Start(request);
        var correlation = options.CorrelationId?.Invoke() ?? activity?.TraceId.ToHexString() ?? Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString();
        try
        {
            var answer = await RepeatAsync(request, authorization, correlation, activity, cancel);
            activity?.SetTag("http.response.status_code", answer.Status);
            activity?.SetTag("scim.correlation_id", answer.CorrelationId);
            return answer.IsSuccess ? answer : throw ScimException.Refused(request, answer, tokens.Redact);
        }
        catch (Exception e)
        {
            activity?.SetTag("error.type", e is ScimException refused ? $"{refused.Status}" : e.GetType().Name);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    async Task<Answer> RepeatAsync(ScimRequest request, AuthenticationHeaderValue? authorization, string correlation, Activity? activity, CancellationToken cancel)
    {
        var began = Time.GetTimestamp();
        var mayRenew = authorization is null;
        using var whole = new CancellationTokenSource(options.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, cancel);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (attempt > 1)
                    activity?.SetTag("http.request.resend_count", attempt - 1);

                var token = authorization is null ? await tokens.GetAsync(either.Token) : null;
                var bearer = token is null ? authorization : new AuthenticationHeaderValue("Bearer", token);
                var (answer, failure, wasSent) = await AttemptAsync(request, bearer, correlation, either.Token);
                answer = answer is null ? null : answer with { Attempts = attempt };

                // A token may have been revoked before its time. What was refused for it was not done.
                if (answer?.Status == 401 && mayRenew && tokens.Discard(token))
                {
                    mayRenew = false;
                    continue;
                }

                // 429 is said of a request that was not taken on, so that it may be sent again whatever it is.
                var mayRepeat = request.IsRepeatable ? answer is null || RetryOptions.IsTransient(answer.Status) : !wasSent || answer?.Status == 429;
                var delay = answer?.RetryAfter ?? options.Retry.BackOff(attempt);
                if (mayRepeat && attempt < options.Retry.MaxAttempts && Time.GetElapsedTime(began) + delay < options.Timeout)
                    await Task.Delay(delay, Time, either.Token);
                else
                    return answer ?? throw failure!;
            }
        }
        catch (OperationCanceledException e) when (whole.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.Template} was not answered within {options.Timeout}.", e);
        }
    }

    /// <returns>The answer, or why there is none and whether the server may have got the request.</returns>
    async Task<(Answer? Answer, Exception? Failure, bool WasSent)> AttemptAsync(ScimRequest request, AuthenticationHeaderValue? authorization, string correlation, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(options.AttemptTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var message = Message(request, authorization, correlation);
        try
        {
            using var response = await http().SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return body is null
                ? throw ScimException.Unreadable(request, Answer.Of(response, [], options.CorrelationHeader, correlation), inner: null, $"more than {options.MaxResponseBytes} bytes")
                : (Answer.Of(response, body, options.CorrelationHeader, correlation), null, true);
        }
        // A certificate that is not trusted now will not be in a second either.
        catch (HttpRequestException e) when (e.InnerException is not AuthenticationException)
        {
            return (null, e, e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError));
        }
        catch (IOException e)
        {
            return (null, new HttpRequestException(HttpRequestError.ResponseEnded, $"The answer to {request.Method} {request.Template} broke off.", e), true);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            return (null, new TimeoutException($"{request.Method} {request.Template} was not answered within {options.AttemptTimeout}.", e), true);
        }
    }

    HttpRequestMessage Message(ScimRequest request, AuthenticationHeaderValue? authorization, string correlation)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(BaseAddress, request.Path));
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("Accept", request.IsToken ? "application/json" : options.MediaType == "application/json" ? options.MediaType : "application/scim+json, application/json;q=0.9");
        message.Headers.TryAddWithoutValidation(options.CorrelationHeader, correlation);
        if (request.IfMatch is { } match)
            message.Headers.TryAddWithoutValidation("If-Match", match);
        if (request.IfNoneMatch is { } noneMatch)
            message.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType ?? options.MediaType);
        }
        else if (!request.IsRepeatable)
        {
            // A request without content is sent again by HttpClient itself when the server hangs up. One with content, be it empty, is not.
            message.Content = new ByteArrayContent([]);
        }

        return message;
    }

    /// <returns>Null when there is more than may be.</returns>
    async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > options.MaxResponseBytes)
            return null;

        await using var body = await content.ReadAsStreamAsync(cancel);
        var read = new ArrayBufferWriter<byte>();
        for (int count; (count = await body.ReadAsync(read.GetMemory(4096), cancel)) > 0;)
        {
            read.Advance(count);
            if (read.WrittenCount > options.MaxResponseBytes)
                return null;
        }

        return read.WrittenSpan.ToArray();
    }

    /// <summary>An activity tells the operation and the server, and neither ids nor filters, which name persons.</summary>
    Activity? Start(ScimRequest request)
    {
        var activity = Activities.StartActivity($"{request.Method} {request.Template}", ActivityKind.Client);
        activity?.SetTag("http.request.method", request.Method.Method);
        activity?.SetTag("url.template", request.Template);
        activity?.SetTag("server.address", BaseAddress.Host);
        activity?.SetTag("server.port", BaseAddress.Port);
        return activity;
    }
}
