using System.Globalization;
using System.Net.Http.Headers;

namespace Roster.Client;

/// <summary>An answer read whole, whatever its status.</summary>
sealed record Answer(int Status, byte[] Body)
{
    public string? ETag { get; private init; }

    public string? Location { get; private init; }

    public string? CorrelationId { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    public ScimRateLimit? RateLimit { get; private init; }

    public int Attempts { get; init; } = 1;

    public bool IsSuccess => Status is >= 200 and < 300 or 304;

    public static Answer Of(HttpResponseMessage response, byte[] body, string correlationHeader, string correlationId) => new((int)response.StatusCode, body)
    {
        ETag = Header(response.Headers, "ETag"),
        Location = Header(response.Headers, "Location"),
        CorrelationId = Header(response.Headers, correlationHeader) ?? correlationId,
        // Whole seconds only: a date is worth no more than the two clocks agree. None at all is no advice.
        RetryAfter = Number(response.Headers, "Retry-After") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        RateLimit = Number(response.Headers, "inin-ratelimit-count") is { } count
            && Number(response.Headers, "inin-ratelimit-allowed") is { } allowed
            && Number(response.Headers, "inin-ratelimit-reset") is { } reset
                ? new ScimRateLimit(count, allowed, reset)
                : null,
    };

    static string? Header(HttpResponseHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    static int? Number(HttpResponseHeaders headers, string name) =>
        int.TryParse(Header(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
