using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>/admin/v1/indexes</c>: which attributes filters find without looking through, and how far an index is that is being built.</summary>
sealed class IndexEndpoints(RosterStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/indexes", AdminPermissions.Indexes,
            new(HttpMethods.Get, "Lists the indexed attributes.", ListAsync) { Answer = "IndexPage", Query = AdminPage.Parameters },
            new(HttpMethods.Post, "Indexes an attribute; it is built in the background.", AddAsync) { Status = 202, Body = "NewIndex", Answer = "Index" });
        routes.MapAdmin("/indexes/{type}/{path}", AdminPermissions.Indexes,
            new(HttpMethods.Get, "Tells how far an index is.", GetAsync) { Answer = "Index" },
            new(HttpMethods.Delete, "Drops an index that the organization added.", DropAsync) { Status = 204 });
    }

    async Task ListAsync(HttpContext http)
    {
        var indexes = await store.Indexes.ListAsync(await http.TenantAsync(store), http.RequestAborted);
        await http.AnswerPageAsync(indexes, i => $"{i.ResourceType}:{i.Path}", Describe);
    }

    async Task AddAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var body = await http.BodyAsync("resourceType", "path");

        var added = await store.Indexes.AddAsync(tenant, body.RequiredText("resourceType"), body.RequiredText("path"), http.RequestAborted);

        http.Response.Headers.Location = $"{AdminRouting.Prefix}/indexes/{added.ResourceType}/{Uri.EscapeDataString(added.Path)}";
        await http.AnswerAsync(Describe(added), StatusCodes.Status202Accepted);
    }

    async Task GetAsync(HttpContext http)
    {
        var indexes = await store.Indexes.ListAsync(await http.TenantAsync(store), http.RequestAborted);
        var found = indexes.FirstOrDefault(i => i.ResourceType.Equals(http.Route("type"), StringComparison.OrdinalIgnoreCase) && i.Path.Equals(http.Route("path"), StringComparison.OrdinalIgnoreCase));
        await http.AnswerAsync(Describe(found ?? throw NotThere()));
    }

    async Task DropAsync(HttpContext http)
    {
        if (!await store.Indexes.DropAsync(await http.TenantAsync(store), http.Route("type"), http.Route("path"), http.RequestAborted))
            throw NotThere();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static JsonObject Describe(AttributeIndex index)
    {
        var json = new JsonObject
        {
            ["resourceType"] = index.ResourceType,
            ["path"] = index.Path,
            ["builtIn"] = index.InstallationWide,
            ["ready"] = index.Complete,
            ["done"] = index.Done,
            ["total"] = index.Total,
        };
        if (index.Problem is not null)
            json["problem"] = index.Problem;
        return json;
    }

    static ScimException NotThere() => new ScimError(404, null, "The organization has no such index.").ToException();
}
