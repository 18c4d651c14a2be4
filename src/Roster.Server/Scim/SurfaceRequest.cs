using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>A request as its surface serves it: with the caller's organization's own profile.</summary>
/// <param name="Representation">Shows resources to this caller.</param>
sealed record SurfaceRequest(HttpContext Http, ScimServiceProvider Provider, Caller Caller, Representation Representation)
{
    public ScimProfile Profile => Provider.Profile;

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>The id in the address.</summary>
    public string AddressedId => (string)Http.GetRouteValue("id")!;

    /// <summary>The id of the user that the caller's token acts for.</summary>
    /// <exception cref="ScimException">404 when it acts for none.</exception>
    public string OwnId => Caller.UserId ?? throw ScimError.NoSelf().ToException();

    /// <summary>Refuses a caller without permission before anything else of the request is looked at.</summary>
    /// <exception cref="ScimException">403.</exception>
    public ResourceType Permitted(ResourceType type, Verb verb)
    {
        Profile.Demand(verb, type.Name, Caller);
        return type;
    }
}
