using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;

namespace Roster.Server.Admin;

/// <summary>One thing that the API of administration does: what is served, and what the OpenAPI document says of it.</summary>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Handler">Is called when the caller holds the route's permission.</param>
sealed record AdminOperation(string Method, string Summary, RequestDelegate Handler)
{
    /// <summary>The status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The names of the bodies, among <see cref="AdminSchemas"/>; null when there is none.</summary>
    public string? Body { get; init; }

    public string? Answer { get; init; }

    /// <summary>The query parameters and what they mean, beside <c>tenant</c>.</summary>
    public ImmutableArray<(string Name, string Meaning)> Query { get; init; } = [];

    /// <summary>Whether it is done in an organization, which an operator may choose by <c>?tenant=</c>.</summary>
    public bool InTenant { get; init; } = true;
}

/// <summary>A route's operations as metadata.</summary>
sealed record AdminRoute(string Permission, ImmutableArray<AdminOperation> Operations);

static class AdminRouting
{
    public const string Prefix = "/admin/v1";

    /// <param name="pattern">Below <see cref="Prefix"/>.</param>
    public static void MapAdmin(this IEndpointRouteBuilder routes, string pattern, string permission, params ImmutableArray<AdminOperation> operations)
    {
        var table = new MethodTable(operations.ToDictionary(o => o.Method, o => o.Handler, StringComparer.Ordinal));
        routes.Map(Prefix + pattern, table.InvokeAsync).WithMetadata(new Access.Permission(permission), table, new AdminRoute(permission, operations));
    }
}
