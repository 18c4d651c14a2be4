using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Server.Scim;
using Roster.Storage;

namespace Roster.Server.Transport;

/// <summary>Keeps clients out of the surfaces while the operator works on the directory. Everything else stays open: it is how the operator works, and lets clients in again.</summary>
sealed class ClosedForMaintenance(RequestDelegate next, RosterStore store, Surfaces surfaces)
{
    const int RetryAfterSeconds = 60;

    public async Task InvokeAsync(HttpContext http)
    {
        if (surfaces.Find(http.Request.Path) is not null && await store.Maintenance.IsOnAsync(http.RequestAborted))
            throw new ScimError(503, null, "The directory is closed for maintenance; try again later.") { Fault = GatewayFault.Unavailable, RetryAfter = RetryAfterSeconds }.ToException();

        await next(http);
    }
}
