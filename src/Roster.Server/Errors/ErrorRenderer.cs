using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Server.Scim;

namespace Roster.Server.Errors;

/// <summary>The one place where failures become answers: worded by the profile of the surface that was asked, logged once.</summary>
sealed class ErrorRenderer(RequestDelegate next, Surfaces surfaces, ILogger<ErrorRenderer> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to read an answer; the status is for the log line.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure)
        {
            var error = ErrorFor(failure, http);
            if (http.Response.HasStarted)
            {
                // Part of an answer is out: only a broken connection can still say that it is not whole.
                Log.BrokenOff(log, failure, http.TraceIdentifier);
                http.Abort();
                return;
            }

            if (EndsConnection(failure, http))
                http.Response.Headers.Connection = "close";
            await RenderAsync(http, error);
        }
    }

    ScimError ErrorFor(Exception failure, HttpContext http)
    {
        switch (failure)
        {
            case ScimException { Error: var error }:
                return error;
            case BadHttpRequestException bad:
                return new ScimError(bad.StatusCode, null, WordingOf(bad.StatusCode)) { Fault = FaultOf(bad.StatusCode) };
            default:
                return Unexpected(log, failure, http);
        }
    }

    /// <summary>Logs a failure that is nobody's mistake but ours, and words it so that it tells no more than where to look.</summary>
    public static ScimError Unexpected(ILogger log, Exception failure, HttpContext http)
    {
        Log.Failed(log, failure, http.TraceIdentifier);
        return new ScimError(500, null, $"The server failed. Its log tells more under correlation id {http.TraceIdentifier}.") { Fault = GatewayFault.Internal };
    }

    // The server closes a connection whose body it cannot take off the wire; the client must know, or it would send its next request into it.
    static bool EndsConnection(Exception failure, HttpContext http) =>
        failure is BadHttpRequestException
        || http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    async Task RenderAsync(HttpContext http, ScimError error)
    {
        var headers = http.Response.Headers;
        headers.Remove("ETag");
        headers.Remove("Location");
        headers.Remove("Content-Location");
        headers.ContentLength = null;
        if (error.RetryAfter is { } seconds)
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Challenge(error) is { } challenge)
            headers.WWWAuthenticate = challenge;
        if (error.Fault == GatewayFault.UnsupportedMediaType)
            headers.Accept = $"{MediaTypes.Scim}, {MediaTypes.Json}";

        if (error.Fault == GatewayFault.UnsupportedCoding)
            headers.AcceptEncoding = "gzip";

        await JsonAnswer.WriteAsync(http, error.Status, ErrorBody(http.Request.Path)(error, http.TraceIdentifier));
    }

    // Administration is no surface of the directory; it words its failures as the standard does.
    Func<ScimError, string, JsonObject> ErrorBody(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) ? (standard, _) => standard.ToJson() : surfaces.Of(path).ErrorBody;

    // RFC 6750 section 3.1: without credentials the challenge has no error code.
    static string? Challenge(ScimError error) => error.Fault switch
    {
        GatewayFault.NoToken => "Bearer realm=\"roster\"",
        GatewayFault.BadToken => "Bearer realm=\"roster\", error=\"invalid_token\", error_description=\"The access token is not valid.\"",
        GatewayFault.ExpiredToken => "Bearer realm=\"roster\", error=\"invalid_token\", error_description=\"The access token has expired.\"",
        GatewayFault.NotPermitted when !error.Arguments.IsEmpty => $"Bearer realm=\"roster\", error=\"insufficient_scope\", scope=\"{string.Join(' ', error.Arguments)}\"",
        _ => null,
    };

    static GatewayFault FaultOf(int status) => status switch
    {
        408 => GatewayFault.Timeout,
        413 => GatewayFault.TooLarge,
        415 => GatewayFault.UnsupportedMediaType,
        _ => GatewayFault.MalformedRequest,
    };

    static string WordingOf(int status) => status switch
    {
        408 => "The request did not arrive in time.",
        413 => "The body is too large.",
        _ => "The request is malformed.",
    };
}
