using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Roster.Server.Admin;
using Roster.Server.Http;

namespace Roster.Server.Metrics;

/// <summary>
/// <c>GET /metrics</c>, in the form that Prometheus reads: requests, the storage, the runtime, and Roster's own figures.
/// They tell how busy every organization together is, so they need a permission.
/// </summary>
static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Its instruments exist once it does.
        _ = routes.ServiceProvider.GetRequiredService<RosterMetrics>();
        var scrape = routes.CreateApplicationBuilder()
            .UseOpenTelemetryPrometheusScrapingEndpoint(meterProvider: null, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
        routes.MapTable("/metrics", new Access.Permission(AdminPermissions.ReadMetrics), (HttpMethods.Get, scrape));
    }
}
