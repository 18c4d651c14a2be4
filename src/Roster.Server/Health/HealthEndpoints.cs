using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;
using Roster.Server.Transport;

namespace Roster.Server.Health;

/// <summary>For whatever watches over the process: alive means that it answers, ready that it can read and write and is not stopping.
/// Under maintenance it is ready and says so: clients are to get our answer, with the time to come back, and the operator is to get in.
/// It names the dependency that fails and nothing else about it: anybody may ask.</summary>
static class HealthEndpoints
{
    public const string ReadyPath = "/health/ready";
    public const string LivePath = "/health/live";

    public static void MapHealth(this IEndpointRouteBuilder routes, StorageProbe storage, Readiness readiness)
    {
        routes.MapTable(LivePath, new Access.Open(), (HttpMethods.Get, http => AnswerAsync(http, 200, Status("ok"))));
        routes.MapTable(ReadyPath, new Access.Open(), (HttpMethods.Get, ReadyAsync));

        // Whoever stops is not ready for a reason of its own, and says so without waiting for any dependency.
        async Task ReadyAsync(HttpContext http)
        {
            if (readiness.IsStopping)
                await AnswerAsync(http, 503, Status("unavailable"));
            else
                await AnswerAsync(http, await storage.AskAsync(http.RequestAborted));
        }
    }

    static Task AnswerAsync(HttpContext http, StorageState storage) => storage switch
    {
        StorageState.Unavailable => AnswerAsync(http, 503, Status("unavailable", "unavailable")),
        StorageState.Maintenance => AnswerAsync(http, 200, Status("maintenance", "ok")),
        _ => AnswerAsync(http, 200, Status("ok", "ok")),
    };

    static JsonObject Status(string word) => new() { ["status"] = word };

    static JsonObject Status(string word, string storage) => new() { ["status"] = word, ["dependencies"] = new JsonObject { ["storage"] = storage } };

    static Task AnswerAsync(HttpContext http, int status, JsonObject body) => JsonAnswer.WriteAsync(http, status, body, MediaTypes.Json);
}
