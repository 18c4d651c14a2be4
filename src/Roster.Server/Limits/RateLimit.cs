using System.Globalization;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Server.Http;

namespace Roster.Server.Limits;

/// <summary>Holds each client to its requests per minute, and tells it where it stands in the vendor's headers.</summary>
sealed class RateLimit(RequestDelegate next, SurfaceRates rates)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Facts().Caller is { } caller)
        {
            var minute = new ClientMinute(rates.Of(http.Request.Path), caller.ClientId, http.Response.Headers);
            minute.Take(1, use => $"The client has used its {use.Allowed} requests of this minute.");
            http.Features.Set(minute);
        }

        return next(http);
    }
}

/// <summary>The count that a request of a client belongs to, for requests that stand for many.</summary>
sealed class ClientMinute(ClientRates rates, string clientId, IHeaderDictionary headers)
{
    /// <exception cref="ScimException">429; several are then not counted.</exception>
    public void Take(int requests, Func<RateUse, string> refusal)
    {
        var use = rates.Take(clientId, requests);
        headers["inin-ratelimit-count"] = Math.Min(use.Count, use.Allowed).ToString(CultureInfo.InvariantCulture);
        headers["inin-ratelimit-allowed"] = use.Allowed.ToString(CultureInfo.InvariantCulture);
        headers["inin-ratelimit-reset"] = use.ResetSeconds.ToString(CultureInfo.InvariantCulture);

        if (use.Exceeded)
            throw new ScimError(429, null, refusal(use)) { Fault = GatewayFault.TooManyRequests, RetryAfter = use.ResetSeconds }.ToException();
    }
}
