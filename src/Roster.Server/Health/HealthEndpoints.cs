using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;
using Roster.Server.Transport;
using Roster.Storage;

namespace Roster.Server.Health;

/// <summary>For whatever watches over the process: alive means that it answers, ready that it can read and write and is not stopping.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, RosterStore store, Readiness readiness)
    {
        routes.MapTable("/health/live", new Access.Open(), (HttpMethods.Get, http => AnswerAsync(http, healthy: true)));
        routes.MapTable("/health/ready", new Access.Open(),
            (HttpMethods.Get, async http => await AnswerAsync(http, !readiness.IsStopping && await store.IsWritableAsync(http.RequestAborted))));
    }

    static Task AnswerAsync(HttpContext http, bool healthy) =>
        JsonAnswer.WriteAsync(http, healthy ? 200 : 503, new JsonObject { ["status"] = healthy ? "ok" : "unavailable" }, MediaTypes.Json);
}
