using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;
using Roster.Server.Transport;
using Roster.Storage;

namespace Roster.Server.Health;

/// <summary>For whatever watches over the process: alive means that it answers, ready that it can read and write and is not stopping.
/// Under maintenance it is ready and says so: clients are to get our answer, with the time to come back, and the operator is to get in.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, RosterStore store, Readiness readiness)
    {
        routes.MapTable("/health/live", new Access.Open(), (HttpMethods.Get, http => AnswerAsync(http, 200, "ok")));
        routes.MapTable("/health/ready", new Access.Open(), (HttpMethods.Get, ReadyAsync));

        async Task ReadyAsync(HttpContext http)
        {
            if (readiness.IsStopping || !await store.IsWritableAsync(http.RequestAborted))
                await AnswerAsync(http, 503, "unavailable");
            else
                await AnswerAsync(http, 200, await store.Maintenance.IsOnAsync(http.RequestAborted) ? "maintenance" : "ok");
        }
    }

    static Task AnswerAsync(HttpContext http, int status, string word) => JsonAnswer.WriteAsync(http, status, new JsonObject { ["status"] = word }, MediaTypes.Json);
}
