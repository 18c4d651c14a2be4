using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>
/// What a route does by method. One endpoint serves all methods of a path, so that HEAD, OPTIONS and the refusal of a wrong method
/// are answered here, in our own words, after the caller was identified.
/// </summary>
sealed record MethodTable(IReadOnlyDictionary<string, RequestDelegate> Methods)
{
    /// <summary>The value of <c>Allow</c>.</summary>
    public string Allow { get; } = string.Join(", ", Methods.Keys.Order(StringComparer.Ordinal)
        .SelectMany(m => HttpMethods.IsGet(m) ? [m, HttpMethods.Head] : new[] { m }).Append(HttpMethods.Options));

    public Task InvokeAsync(HttpContext http)
    {
        var method = HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method;
        if (Methods.TryGetValue(method, out var handler))
            return handler(http);

        http.Response.Headers.Allow = Allow;
        if (HttpMethods.IsOptions(method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        throw new ScimError(405, null, $"{ScimError.Quote(method)} is not offered here; allowed are {Allow}.") { Fault = GatewayFault.MethodNotAllowed }.ToException();
    }
}

static class MethodTableRouting
{
    public static IEndpointConventionBuilder MapTable(this IEndpointRouteBuilder routes, string pattern, Access access, params (string Method, RequestDelegate Handler)[] methods)
    {
        var table = new MethodTable(methods.ToDictionary(m => m.Method, m => m.Handler, StringComparer.Ordinal));
        return routes.Map(pattern, table.InvokeAsync).WithMetadata(access, table);
    }

    public static ScimException NothingThere() =>
        new ScimError(404, null, "There is nothing at this address.") { Fault = GatewayFault.UnknownRoute }.ToException();

    /// <exception cref="InvalidOperationException">Some route does not say who may enter.</exception>
    public static void RefuseRoutesWithoutAccess(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in routes.DataSources.SelectMany(s => s.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<Access>() is null)
                throw new InvalidOperationException($"Route '{endpoint.DisplayName}' does not say who may enter.");
        }
    }
}
