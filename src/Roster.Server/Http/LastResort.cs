using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Roster.Server.Http;

/// <summary>
/// Routes that are for addresses which no other route has. Where another fits as well it is the one that is taken, whatever the request; so the router need not work out, for each
/// request, what it would be for the last resort.
/// </summary>
sealed class LastResort : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>On the routes that are.</summary>
    public static readonly object Mark = new Marked();

    sealed record Marked;

    // Before any policy that looks at the request.
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsMarked) && !endpoints.All(IsMarked);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) => [new PolicyNodeEdge(Mark, [.. endpoints.Where(e => !IsMarked(e))])];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => new Only(edges[0].Destination);

    static bool IsMarked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Marked>() is not null;

    sealed class Only(int destination) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destination;
    }
}
