using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Roster.Server.Http;
using Roster.Server.OAuth;

namespace Roster.Server.Admin;

/// <summary><c>/openapi/admin.json</c>: the API of administration as OpenAPI 3.1, made from the routes themselves, so that it cannot leave one out.</summary>
static class OpenApiEndpoint
{
    public const string Path = "/openapi/admin.json";

    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        // When it is first asked for: all routes are there then, and no start waits for it.
        var document = new Lazy<byte[]>(() => JsonAnswer.Bytes(Document([.. routes.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()])));
        routes.MapTable(Path, new Access.Open(), (HttpMethods.Get, http => JsonAnswer.WriteAsync(http, 200, document.Value, MediaTypes.Json)));
    }

    static JsonObject Document(ImmutableArray<RouteEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (endpoint.Metadata.GetMetadata<AdminRoute>() is { } route)
                paths[endpoint.RoutePattern.RawText!] = PathItem(endpoint.RoutePattern, route);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "Roster administration", ["version"] = "v1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["client"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["client"] = new JsonObject
                    {
                        ["type"] = "oauth2",
                        ["flows"] = new JsonObject { ["clientCredentials"] = new JsonObject { ["tokenUrl"] = TokenEndpoint.Path, ["scopes"] = new JsonObject() } },
                    },
                },
                ["schemas"] = AdminSchemas.All(),
            },
        };
    }

    static JsonObject PathItem(RoutePattern pattern, AdminRoute route)
    {
        var item = new JsonObject();
        foreach (var operation in route.Operations)
            item[operation.Method.ToLowerInvariant()] = Operation(pattern, route.Permission, operation);
        return item;
    }

    static JsonObject Operation(RoutePattern pattern, string permission, AdminOperation operation)
    {
        IEnumerable<(string Name, string Meaning)> tenant = operation.InTenant ? [("tenant", $"Another organization; needs {AdminPermissions.Tenants}.")] : [];
        var described = new JsonObject
        {
            ["summary"] = operation.Summary,
            ["description"] = $"Needs the permission {permission}.",
            ["operationId"] = OperationId(pattern.RawText!, operation.Method),
            ["parameters"] = new JsonArray(
            [
                .. pattern.Parameters.Select(p => Parameter(p.Name, "path", null)),
                .. operation.Query.Concat(tenant).Select(q => Parameter(q.Name, "query", q.Meaning)),
            ]),
            ["responses"] = new JsonObject
            {
                [operation.Status.ToString(CultureInfo.InvariantCulture)] = Answer(operation.Summary, operation.Answer),
                ["default"] = Answer("What went wrong.", "Error"),
            },
        };
        if (operation.Body is not null)
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(operation.Body) };
        return described;
    }

    static string OperationId(string pattern, string method) =>
        method.ToLowerInvariant() + string.Concat(pattern[AdminRouting.Prefix.Length..].Split(['/', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    static JsonObject Parameter(string name, string place, string? meaning)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place is "path", ["schema"] = new JsonObject { ["type"] = "string" } };
        if (meaning is not null)
            parameter["description"] = meaning;
        return parameter;
    }

    static JsonObject Answer(string description, string? schema)
    {
        var answer = new JsonObject { ["description"] = description };
        if (schema is not null)
            answer["content"] = Content(schema);
        return answer;
    }

    static JsonObject Content(string schema) =>
        new() { [MediaTypes.Json] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } } };
}
