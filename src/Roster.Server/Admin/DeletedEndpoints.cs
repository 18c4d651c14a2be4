using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>/admin/v1/deleted</c>: what was deleted and can still be brought back, or has to be erased before its time.</summary>
sealed class DeletedEndpoints(RosterStore store, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/deleted", AdminPermissions.Deleted,
            new AdminOperation(HttpMethods.Get, "Lists deleted resources, those first that were deleted first.", ListAsync)
            {
                Answer = "DeletedResourcePage", Query = [("type", "Only those of this resource type."), .. AdminPage.Parameters],
            });
        routes.MapAdmin("/deleted/{type}/{id}", AdminPermissions.Deleted,
            new AdminOperation(HttpMethods.Delete, "Erases a deleted resource: its data and what the change log tells of it.", PurgeAsync) { Status = 204 });
        routes.MapAdmin("/deleted/{type}/{id}/restore", AdminPermissions.Deleted,
            new AdminOperation(HttpMethods.Post, "Brings a deleted resource back as it was, with its roles and groups.", RestoreAsync) { Answer = "RestoredResource" });
    }

    async Task ListAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var count = http.Count();
        var page = await store.Deleted.ListAsync(tenant, http.Query("type"), http.Query("after") ?? "", count + 1, http.RequestAborted);
        var settings = await store.Tenants.FindSettingsAsync(tenant, http.RequestAborted);

        await http.AnswerPageAsync(page.Take(count).Select(d => Describe(d, settings)), page.Count > count ? page[count - 1].Cursor : null);
    }

    async Task RestoreAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);

        var restored = await store.Deleted.RestoreAsync(tenant, Key(http), http.Caller() with { Tenant = tenant }, clock.GetUtcNow(), http.RequestAborted);

        await http.AnswerAsync(Describe(restored));
    }

    async Task PurgeAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var key = Key(http);

        if (!await store.Deleted.PurgeAsync(tenant, key, http.Caller() with { Tenant = tenant }, clock.GetUtcNow(), http.RequestAborted))
            throw ScimError.NotFound(key).ToException();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static JsonObject Describe(DeletedResource deleted, TenantSettings settings) => new()
    {
        ["type"] = deleted.Key.Type,
        ["id"] = deleted.Key.Id,
        ["name"] = deleted.UniqueValue,
        ["deletedAt"] = AdminRequest.Iso(deleted.DeletedAt),
        ["deletedBy"] = deleted.DeletedBy,
        ["purgedAfter"] = settings.DeletedRetentionDays is { } days ? AdminRequest.Iso(deleted.DeletedAt.AddDays(days)) : null,
    };

    public static JsonObject Describe(RestoredResource restored) => new()
    {
        ["type"] = restored.Resource.Key.Type,
        ["id"] = restored.Resource.Key.Id,
        ["version"] = restored.Resource.Version,
        ["groups"] = Ids(restored.Groups),
        ["missingGroups"] = Ids(restored.MissingGroups),
        ["members"] = Ids(restored.Members),
        ["missingMembers"] = Ids(restored.MissingMembers),
    };

    static JsonArray Ids(ImmutableArray<string> ids) => new([.. ids.Select(id => (JsonNode)id)]);

    static ResourceKey Key(HttpContext http) => new(http.Route("type"), http.Route("id"));
}
