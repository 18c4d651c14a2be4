using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;
using Roster.Server.Scim;
using Roster.Server.Telemetry;

namespace Roster.Server.Metrics;

/// <summary>Measures each request once its answer is known, and names its span.</summary>
sealed class RequestMeter(RequestDelegate next, Surfaces surfaces, RosterMetrics metrics, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var start = clock.GetTimestamp();

        await next(http);

        var surface = surfaces.Find(http.Request.Path)?.Name;
        var operation = MeasuredRoute.OperationOf(http);
        var status = http.Response.StatusCode;
        if (surface is not null)
            metrics.Answered(surface, operation, status, http.Facts().TenantClass, clock.GetElapsedTime(start));
        if (status == StatusCodes.Status429TooManyRequests)
            metrics.Limited(surface ?? MeasuredRoute.Other);

        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            span.Describe(http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, status, surface, operation);
    }
}
