using System.Globalization;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Server.Limits;

/// <summary>Holds each client to its requests per minute, and tells it where it stands in the vendor's headers.</summary>
sealed class RateLimit(RequestDelegate next, SurfaceRates rates)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Caller>() is { } caller)
        {
            var use = rates.Of(http.Request.Path).Take(caller.ClientId);
            var headers = http.Response.Headers;
            headers["inin-ratelimit-count"] = Math.Min(use.Count, use.Allowed).ToString(CultureInfo.InvariantCulture);
            headers["inin-ratelimit-allowed"] = use.Allowed.ToString(CultureInfo.InvariantCulture);
            headers["inin-ratelimit-reset"] = use.ResetSeconds.ToString(CultureInfo.InvariantCulture);

            if (use.Exceeded)
                throw new ScimError(429, null, $"The client has used its {use.Allowed} requests of this minute.") { Fault = GatewayFault.TooManyRequests, RetryAfter = use.ResetSeconds }.ToException();
        }

        return next(http);
    }
}
