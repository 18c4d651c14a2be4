using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>
/// What is said at addresses that no route has. Routes for all that lies below an address would be considered for each request below it, and filled in, before the one that
/// serves it is chosen.
/// </summary>
sealed class Nowhere
{
    readonly List<Place> places = [];

    sealed record Place(PathString Under, Endpoint Endpoint);

    /// <param name="under">The address that it lies below; of several the longest counts.</param>
    /// <param name="access">Who learns that nothing is there.</param>
    /// <param name="failure">What is said; null for <see cref="MethodTableRouting.NothingThere"/>.</param>
    public void Add(string under, Access access, Func<PathString, ScimException>? failure = null)
    {
        places.Add(new Place(under, new Endpoint(http => throw failure?.Invoke(http.Request.Path) ?? MethodTableRouting.NothingThere(), new EndpointMetadataCollection(access), $"nothing below '{under}'")));
        places.Sort((one, other) => other.Under.Value!.Length.CompareTo(one.Under.Value!.Length));
    }

    /// <summary>Who learns that nothing is there, by the address that it lies below.</summary>
    public IEnumerable<(string Under, Access Access)> Places => places.Select(place => (place.Under.Value!, place.Endpoint.Metadata.GetMetadata<Access>()!));

    /// <summary>Takes what routing left over.</summary>
    public void Take(HttpContext http)
    {
        if (http.GetEndpoint() is null)
            http.SetEndpoint(Of(http.Request.Path));
    }

    Endpoint? Of(PathString path) => places.Find(place => path.StartsWithSegments(place.Under, StringComparison.OrdinalIgnoreCase))?.Endpoint;
}
