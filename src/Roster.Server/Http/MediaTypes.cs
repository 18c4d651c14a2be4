using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>The two media types of SCIM: its own and plain JSON.</summary>
static class MediaTypes
{
    public const string Scim = "application/scim+json";
    public const string Json = "application/json";

    /// <summary>
    /// The type to answer with. An <c>Accept</c> that allows neither is answered all the same, in SCIM's type: identity providers send
    /// all kinds of them, and every client can read JSON.
    /// </summary>
    public static string ForAnswer(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        // What nearly all send.
        if (accept.Count == 1 && accept[0] is Scim or Json or "*/*")
            return accept[0] is Json ? Json : Scim;
        if (StringValues.IsNullOrEmpty(accept) || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return Scim;

        return Quality(ranges, Json) > Quality(ranges, Scim) ? Json : Scim;
    }

    /// <exception cref="ScimException">415 when the body is neither type, not in UTF-8, or compressed otherwise than by gzip.</exception>
    public static void Require(HttpRequest request)
    {
        // A body without a type is taken for JSON, which is checked as it is read.
        if (!string.IsNullOrEmpty(request.ContentType) && !IsAccepted(request.ContentType))
            throw Unsupported($"The body must be {Scim} or {Json} in UTF-8.");

        if (!IsPlain(request) && !IsGzip(request))
            throw new ScimError(415, null, "The body may be compressed by gzip, once, and by nothing else.") { Fault = GatewayFault.UnsupportedCoding }.ToException();
    }

    static bool IsPlain(HttpRequest request) => request.Headers.ContentEncoding is var coding && (coding.Count == 0 || Is(coding, "identity"));

    /// <summary>Whether the body is compressed by gzip (RFC 9110 section 8.4.1.3).</summary>
    public static bool IsGzip(HttpRequest request) => request.Headers.ContentEncoding is var coding && (Is(coding, "gzip") || Is(coding, "x-gzip"));

    static bool Is(StringValues coding, string name) => coding.Count == 1 && string.Equals(coding[0]!.Trim(), name, StringComparison.OrdinalIgnoreCase);

    static bool IsAccepted(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(Scim, StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    static ScimException Unsupported(string detail) =>
        new ScimError(415, null, detail) { Fault = GatewayFault.UnsupportedMediaType }.ToException();

    /// <summary>RFC 9110 section 12.5.1: the most specific range that fits decides.</summary>
    static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var best = (Specificity: 0, Quality: 0.0);
        foreach (var range in ranges)
        {
            var specificity = range.MatchesAllTypes ? 1
                : range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase) ? 2
                : range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 3
                : 0;
            if (specificity > best.Specificity)
                best = (specificity, range.Quality ?? 1.0);
        }

        return best.Quality;
    }
}
