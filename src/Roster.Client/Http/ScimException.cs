using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Roster.Client;

/// <summary>
/// A server's refusal, whichever of its error bodies it used. Connections that fail are <see cref="HttpRequestException"/>, and what takes too long
/// is <see cref="TimeoutException"/>.
/// </summary>
public sealed class ScimException : Exception
{
    ScimException(string message, Exception? inner, Answer answer)
        : base(message, inner)
    {
        Status = answer.Status;
        CorrelationId = answer.CorrelationId;
        RetryAfter = answer.RetryAfter;
        RateLimit = answer.RateLimit;
        Attempts = answer.Attempts;
    }

    /// <summary>The HTTP status. A success status means that the answer could not be read.</summary>
    public int Status { get; }

    /// <summary>The standard's word for the failure: <c>uniqueness</c>, <c>invalidFilter</c> …</summary>
    public string? ScimType => Error?.ScimType;

    /// <summary>The platform's word for the failure (<c>missing.any.permissions</c>), or that of the token endpoint (<c>invalid_client</c>).</summary>
    public string? Code { get; private init; }

    /// <summary>The failure in the server's words.</summary>
    public string? Detail { get; private init; }

    /// <summary>What both sides' logs call the request.</summary>
    public string? CorrelationId { get; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What the server says about this client's rate.</summary>
    public ScimRateLimit? RateLimit { get; }

    /// <summary>How often the request was sent. After more than one attempt a conflict or a 404 may be the work of an earlier one whose answer was lost.</summary>
    public int Attempts { get; }

    /// <summary>The resource has another version than <c>ifMatch</c> named. Servers say so by 412, by 409, or by 400 with <c>invalidVers</c>.</summary>
    public bool IsVersionConflict { get; private init; }

    /// <summary>The error body, when it was the standard's.</summary>
    public ScimError? Error { get; private init; }

    /// <summary>The error body, when it was the platform's.</summary>
    public ErrorBody? PlatformError { get; private init; }

    internal static ScimException Refused(ScimRequest request, Answer answer, Func<string, string> redact)
    {
        // Some servers repeat what they do not understand, and not only in their sentence.
        var root = Parse(redact(Encoding.UTF8.GetString(answer.Body)));
        var error = Has(root, "scimType") || Has(root, "detail") || Has(root, "schemas") ? Read(root, ClientJson.Default.ScimError) : null;
        var platform = Has(root, "message") || Has(root, "code") ? Read(root, ClientJson.Default.ErrorBody) : null;
        var oauth = Has(root, "error") ? Read(root, ClientJson.Default.OAuthError) : null;
        var detail = error?.Detail ?? platform?.Message ?? oauth?.ErrorDescription ?? oauth?.Description;
        detail = detail is null ? null : redact(detail);
        var code = platform?.Code ?? oauth?.Error;
        var kind = error?.ScimType ?? code;

        return new ScimException(
            $"{request.Method} {request.Template} was answered {answer.Status}{(kind is null ? "" : $" ({kind})")}{(detail is null ? "." : $": {detail}")} [correlation id {answer.CorrelationId}]",
            inner: null, answer)
        {
            Code = code,
            Detail = detail,
            Error = error is null ? null : error with { Detail = detail },
            PlatformError = platform is null ? null : platform with { Message = detail },
            IsVersionConflict = EntityTag.IsVersion(request.IfMatch) && IsConflict(answer.Status, error?.ScimType, detail),
        };
    }

    internal static ScimException Unreadable(ScimRequest request, Answer answer, Exception? inner, string why = "a body that is not what was asked for") =>
        new($"{request.Method} {request.Template} was answered {answer.Status} with {why} [correlation id {answer.CorrelationId}]", inner, answer);

    // 409 is also the answer to a name that is taken. The vendor's for a version has no documented scimType, only the words.
    static bool IsConflict(int status, string? scimType, string? detail) => status switch
    {
        412 => true,
        400 => IsInvalidVersion(scimType),
        409 => IsInvalidVersion(scimType) || (scimType is null && (detail is null || detail.Contains("version", StringComparison.OrdinalIgnoreCase))),
        _ => false,
    };

    static bool IsInvalidVersion(string? scimType) => string.Equals(scimType, "invalidVers", StringComparison.OrdinalIgnoreCase);

    static JsonElement Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            // A proxy's page says nothing that a program could use.
            return default;
        }
    }

    static bool Has(JsonElement root, string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    static T? Read<T>(JsonElement root, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return root.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
