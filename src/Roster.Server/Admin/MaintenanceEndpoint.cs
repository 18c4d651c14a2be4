using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>/admin/v1/maintenance</c>: keeps the clients of all organizations out of the directory, and lets them in again.</summary>
sealed class MaintenanceEndpoint(RosterStore store)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapAdmin("/maintenance", AdminPermissions.Tenants,
        new(HttpMethods.Get, "Tells whether the directory is closed for maintenance.", GetAsync) { InTenant = false, Answer = "Maintenance" },
        new(HttpMethods.Put, "Closes the directory for maintenance, or opens it: meanwhile every SCIM request is answered 503.", PutAsync) { InTenant = false, Body = "Maintenance", Answer = "Maintenance" });

    async Task GetAsync(HttpContext http) => await http.AnswerAsync(Describe(await store.Maintenance.IsOnAsync(http.RequestAborted)));

    async Task PutAsync(HttpContext http)
    {
        var on = (await http.BodyAsync("on")).Flag("on") ?? throw ScimError.InvalidValue("'on' is missing.").ToException();

        await store.Maintenance.SwitchAsync(on, http.RequestAborted);

        await http.AnswerAsync(Describe(on));
    }

    public static JsonObject Describe(bool on) => new() { ["on"] = on };
}
