using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Roster.Server.Transport;

namespace Roster.Server.Http;

/// <summary>What every answer carries, whatever becomes of the request: correlation id, headers against caching and guessing, a line in the log.</summary>
/// <param name="inLog">Whether the log tells which request a line belongs to.</param>
sealed class RequestEnvelope(RequestDelegate next, Readiness readiness, TimeProvider clock, ILogger<RequestEnvelope> log, bool inLog)
{
    public const string CorrelationHeader = "ININ-Correlation-Id";

    public async Task InvokeAsync(HttpContext http)
    {
        var start = clock.GetTimestamp();
        http.TraceIdentifier = CorrelationId(http.Request.Headers[CorrelationHeader]);
        var facts = new RequestFacts(http.TraceIdentifier);
        http.Features.Set(facts);
        using var scope = inLog ? log.BeginScope(facts) : null;

        var headers = http.Response.Headers;
        headers[CorrelationHeader] = http.TraceIdentifier;
        headers.CacheControl = "no-cache, no-store, must-revalidate";
        headers.Pragma = "no-cache";
        headers.Expires = "0";
        headers.XContentTypeOptions = "nosniff";

        // A connection that is kept would be cut at the end, perhaps just as the client sends its next request. HTTP/2 says so by itself.
        if (readiness.IsStopping && HttpProtocol.IsHttp11(http.Request.Protocol))
            headers.Connection = "close";

        await next(http);

        if (log.IsEnabled(LogLevel.Information))
        {
            // The path in its escaped form has no line ends or control characters. The query is left out: filters hold personal data.
            Log.Answered(log, PrintableMethod(http.Request.Method), http.Request.Path.ToUriComponent(), http.Response.StatusCode,
                (long)clock.GetElapsedTime(start).TotalMilliseconds, facts.Caller?.ClientId ?? "-", http.TraceIdentifier);
        }
    }

    /// <summary>The client's id when it is short and harmless in a log, else a new one.</summary>
    static string CorrelationId(string? given) =>
        given is { Length: > 0 and <= 64 } && !given.AsSpan().ContainsAnyExcept(SafeCharacters) ? given : NewId();

    // It has to be another one each time, and no secret: the system's own randomness would be a call into it.
    static string NewId()
    {
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random);
        return new Guid(random).ToString();
    }

    static string PrintableMethod(string method) => method.Length <= 16 && method.All(char.IsAsciiLetter) ? method : "(other)";

    static readonly SearchValues<char> SafeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
}
