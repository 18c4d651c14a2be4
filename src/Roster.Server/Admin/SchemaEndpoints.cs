using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>
/// <c>/admin/v1/schemas</c> and <c>/admin/v1/resource-types</c>: what an organization defines beside the installation's, in the forms of RFC 7643 sections 7
/// and 6. A change is served, validated and published from the next request on.
/// </summary>
sealed class SchemaEndpoints(RosterStore store)
{
    const int LongestBody = 1_048_576;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/schemas", AdminPermissions.Schemas,
            new(HttpMethods.Get, "Lists the organization's own schemas.", ListSchemasAsync) { Answer = "SchemaPage", Query = AdminPage.Parameters },
            new(HttpMethods.Post, "Adds a schema.", AddSchemaAsync) { Status = 201, Body = "Schema", Answer = "Schema" });
        routes.MapAdmin("/schemas/{id}", AdminPermissions.Schemas,
            new(HttpMethods.Get, "Reads a schema of the organization's own.", GetSchemaAsync) { Answer = "Schema" },
            new(HttpMethods.Put, "Changes a schema, unless stored resources contradict the change.", ReplaceSchemaAsync) { Body = "Schema", Answer = "Schema" },
            new(HttpMethods.Delete, "Retires a schema that no resource type uses.", RetireSchemaAsync) { Status = 204 });
        routes.MapAdmin("/resource-types", AdminPermissions.Schemas,
            new(HttpMethods.Get, "Lists the resource types: the installation's and the organization's own.", ListTypesAsync) { Answer = "ResourceTypePage", Query = AdminPage.Parameters },
            new(HttpMethods.Post, "Adds a resource type.", AddTypeAsync) { Status = 201, Body = "ResourceType", Answer = "ResourceType" });
        routes.MapAdmin("/resource-types/{name}", AdminPermissions.Schemas,
            new(HttpMethods.Get, "Reads a resource type.", GetTypeAsync) { Answer = "ResourceType" },
            new(HttpMethods.Put, "Changes a resource type, or which extensions one of the installation's has, unless stored resources contradict the change.", ReplaceTypeAsync) { Body = "ResourceType", Answer = "ResourceType" },
            new(HttpMethods.Delete, "Retires a resource type that has no resources.", RetireTypeAsync) { Status = 204 });
    }

    // ---- Schemas

    async Task ListSchemasAsync(HttpContext http)
    {
        var own = store.Schemas.Of(await http.TenantAsync(store));
        await http.AnswerPageAsync(own.Schemas, s => s.Id, Describe);
    }

    async Task AddSchemaAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var schema = OwnSchemasJson.ReadSchema(await http.BodyAsync(LongestBody));

        var own = await store.Schemas.ChangeAsync(tenant, o => o.Add(schema, store.Schemas.Installed), http.RequestAborted);

        http.Response.Headers.Location = $"{AdminRouting.Prefix}/schemas/{Uri.EscapeDataString(schema.Id)}";
        await http.AnswerAsync(Describe(own.Schema(schema.Id)!), StatusCodes.Status201Created);
    }

    async Task GetSchemaAsync(HttpContext http)
    {
        var own = store.Schemas.Of(await http.TenantAsync(store));
        await http.AnswerAsync(Describe(own.Schema(http.Route("id")) ?? throw NotThere("schema", http.Route("id"))));
    }

    async Task ReplaceSchemaAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var body = await http.BodyAsync(LongestBody);
        body["id"] ??= http.Route("id");
        var schema = OwnSchemasJson.ReadSchema(body);
        if (!string.Equals(schema.Id, http.Route("id"), StringComparison.OrdinalIgnoreCase))
            throw ScimError.InvalidValue("'id' must be the URN in the address: a schema cannot be renamed; add another one.").ToException();

        var own = await store.Schemas.ChangeAsync(tenant, o => o.Replace(schema, store.Schemas.Installed), http.RequestAborted);

        await http.AnswerAsync(Describe(own.Schema(schema.Id)!));
    }

    async Task RetireSchemaAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);

        await store.Schemas.ChangeAsync(tenant, o => o.Retire(http.Route("id")), http.RequestAborted);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // ---- Resource types

    async Task ListTypesAsync(HttpContext http)
    {
        var own = store.Schemas.Of(await http.TenantAsync(store));
        await http.AnswerPageAsync(own.Extend(store.Schemas.Installed), t => t.Name, Describe);
    }

    async Task AddTypeAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var type = OwnSchemasJson.ReadResourceType(await http.BodyAsync(LongestBody), store.Schemas.Installed);

        var own = await store.Schemas.ChangeAsync(tenant, o => o.Add(type, store.Schemas.Installed), http.RequestAborted);

        http.Response.Headers.Location = $"{AdminRouting.Prefix}/resource-types/{type.Name}";
        await http.AnswerAsync(Describe(Named(own, type.Name)), StatusCodes.Status201Created);
    }

    async Task GetTypeAsync(HttpContext http) => await http.AnswerAsync(Describe(Named(store.Schemas.Of(await http.TenantAsync(store)), http.Route("name"))));

    async Task ReplaceTypeAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var body = await http.BodyAsync(LongestBody);
        body["name"] ??= http.Route("name");
        var type = OwnSchemasJson.ReadResourceType(body, store.Schemas.Installed);
        if (!string.Equals(type.Name, http.Route("name"), StringComparison.OrdinalIgnoreCase))
            throw ScimError.InvalidValue("'name' must be the name in the address: a resource type cannot be renamed; add another one.").ToException();

        var own = await store.Schemas.ChangeAsync(tenant, o => o.Replace(type, store.Schemas.Installed), http.RequestAborted);

        await http.AnswerAsync(Describe(Named(own, type.Name)));
    }

    async Task RetireTypeAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);

        await store.Schemas.ChangeAsync(tenant, o => o.RetireType(http.Route("name"), store.Schemas.Installed), http.RequestAborted);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    ResourceType Named(OwnSchemas own, string name) =>
        own.Extend(store.Schemas.Installed).FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw NotThere("resource type", name);

    static JsonObject Describe(Schema schema)
    {
        var json = OwnSchemasJson.Write(schema);
        json["schemas"] = new JsonArray(Urn.Schema);
        return json;
    }

    JsonObject Describe(ResourceType type) => new()
    {
        ["schemas"] = new JsonArray(Urn.ResourceType),
        ["name"] = type.Name,
        ["description"] = type.Description,
        ["endpoint"] = type.Endpoint,
        ["schema"] = type.Schema.Id,
        ["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(e => new JsonObject { ["schema"] = e.Schema.Id, ["required"] = e.Required })]),
        ["builtIn"] = store.Schemas.Installed.Any(t => t.Name == type.Name),
    };

    static ScimException NotThere(string what, string name) => new ScimError(404, null, $"The organization has no {what} '{ScimError.Quote(name)}'.").ToException();
}
