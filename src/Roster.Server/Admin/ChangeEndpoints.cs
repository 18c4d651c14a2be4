using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>GET /admin/v1/changes</c>: who changed what, and when, oldest first.</summary>
sealed class ChangeEndpoints(RosterStore store)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapAdmin("/changes", AdminPermissions.Changes,
        new AdminOperation(HttpMethods.Get, "Lists effective changes, oldest first.", ListAsync)
        {
            Answer = "ChangePage",
            Query =
            [
                ("type", "Only those of one resource: its type, together with id."), ("id", "Its id."), ("client", "Only those that this client made."),
                ("since", "Only those at this time or later."), ("until", "Only those before this time."), .. AdminPage.Parameters,
            ],
        });

    async Task ListAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var count = http.Count();
        var (type, id) = (http.Query("type"), http.Query("id"));
        if (type is null != id is null)
            throw ScimError.InvalidValue("'type' and 'id' belong together.").ToException();
        var query = new ChangeQuery
        {
            Key = type is null ? null : new ResourceKey(type, id!),
            ClientId = http.Query("client"),
            Since = AdminRequest.Moment(http.Query("since"), "since"),
            Until = AdminRequest.Moment(http.Query("until"), "until"),
            After = http.AfterNumber(),
            Take = count + 1,
            WithNames = true,
        };

        var page = await store.Changes.ListAsync(tenant, query, http.RequestAborted);

        var json = new JsonObject
        {
            ["items"] = new JsonArray([.. page.Entries.Take(count).Select(Describe)]),
            ["names"] = new JsonObject(page.Names.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => KeyValuePair.Create(n.Key, (JsonNode?)n.Value))),
        };
        if (page.Entries.Count > count)
            json["next"] = page.Entries[count - 1].Sequence.ToString(CultureInfo.InvariantCulture);
        await http.AnswerAsync(json);
    }

    static JsonObject Describe(ChangeEntry entry) => new()
    {
        ["sequence"] = entry.Sequence,
        ["at"] = AdminRequest.Iso(entry.At),
        ["clientId"] = entry.ClientId,
        ["correlationId"] = entry.CorrelationId,
        ["type"] = entry.Key.Type,
        ["id"] = entry.Key.Id,
        ["version"] = entry.Version,
        ["kind"] = entry.Purged ? "purge" : entry.Revived ? "revive" : entry.Kind switch { ChangeKind.Create => "create", ChangeKind.Update => "update", _ => "delete" },
        ["delta"] = JsonNode.Parse(entry.Delta),
    };
}
