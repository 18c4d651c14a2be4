using Microsoft.AspNetCore.Http;
using Roster.Server.Scim;

namespace Roster.Server.Limits;

/// <summary>Which count a request belongs to: each surface has its own rate, unless the operator set one, which then holds over all surfaces together.</summary>
sealed class SurfaceRates
{
    public SurfaceRates(Surfaces surfaces, int? configured, TimeProvider clock)
    {
        this.surfaces = surfaces;
        var shared = configured is { } perMinute ? new ClientRates(perMinute, clock) : null;
        rates = surfaces.Profiles.ToDictionary(p => p.Name, p => shared ?? new ClientRates(p.RequestsPerMinute, clock), StringComparer.Ordinal);
    }

    readonly Surfaces surfaces;
    readonly Dictionary<string, ClientRates> rates;

    public ClientRates Of(PathString path) => rates[surfaces.Of(path).Name];
}
