using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Roster.Server.Metrics;

/// <summary>What the requests of a route are called in figures, by method: <c>User.Patch</c>. The names are made at the start, so no request can bring a new one.</summary>
sealed record MeasuredRoute(IReadOnlyDictionary<string, string> Operations)
{
    /// <summary>Whatever has no name: a method that the route does not have, an address where nothing is.</summary>
    public const string Other = "other";

    public static string OperationOf(HttpContext http)
    {
        var method = HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method;
        return http.GetEndpoint()?.Metadata.GetMetadata<MeasuredRoute>()?.Operations.GetValueOrDefault(method) ?? Other;
    }
}

static class MeasuredRouting
{
    /// <summary>Names the operations; names given later win.</summary>
    public static IEndpointConventionBuilder Measured(this IEndpointConventionBuilder route, params (string Method, string Operation)[] operations) =>
        route.WithMetadata(new MeasuredRoute(operations.ToDictionary(o => o.Method, o => o.Operation, StringComparer.Ordinal)));
}
