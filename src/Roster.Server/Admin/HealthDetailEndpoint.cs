using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Health;
using Roster.Server.Transport;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>GET /admin/v1/health</c>: what <c>/health/ready</c> sums up, with its reasons. It is about the installation, not about one organization.</summary>
sealed class HealthDetailEndpoint(StorageProbe probe, RosterStore store, Readiness readiness, ServerCertificate? certificate, TimeProvider clock)
{
    readonly DateTimeOffset startedAt = clock.GetUtcNow();
    readonly long started = clock.GetTimestamp();

    public void Map(IEndpointRouteBuilder routes) => routes.MapAdmin("/health", AdminPermissions.Health,
        new AdminOperation(HttpMethods.Get, "Tells how the installation is.", GetAsync) { InTenant = false, Answer = "Health" });

    async Task GetAsync(HttpContext http)
    {
        var storage = await probe.AskAsync(http.RequestAborted);
        (long Data, long? Free)? space = storage == StorageState.Unavailable ? null : await store.SpaceAsync(http.RequestAborted);
        await http.AnswerAsync(new JsonObject
        {
            ["status"] = readiness.IsStopping ? "stopping" : Word(storage),
            ["version"] = typeof(HealthDetailEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            ["startedAt"] = AdminRequest.Iso(startedAt),
            ["uptimeSeconds"] = (long)clock.GetElapsedTime(started).TotalSeconds,
            ["writable"] = storage != StorageState.Unavailable,
            ["dataBytes"] = space?.Data,
            ["freeBytes"] = space?.Free,
            ["certificateExpiresAt"] = certificate is null ? null : AdminRequest.Iso(new DateTimeOffset(certificate.Current.TargetCertificate.NotAfter.ToUniversalTime(), TimeSpan.Zero)),
        });
    }

    static string Word(StorageState storage) => storage switch
    {
        StorageState.Unavailable => "unavailable",
        StorageState.Maintenance => "maintenance",
        _ => "ok",
    };
}
