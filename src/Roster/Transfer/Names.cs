using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Client.Genesys;
using Roster.Output;

namespace Roster.Transfer;

/// <summary>References between resources by name in place of id (<see cref="Reference"/>), so that another server can be given them.</summary>
static class Names
{
    /// <summary>Puts names in place of the ids that managers and members are given by. What is not there any more keeps its id.</summary>
    public static async Task PutAsync(ScimService service, IReadOnlyList<JsonObject> resources, CancellationToken cancel)
    {
        var places = resources.SelectMany(Places).ToList();
        var id = ValuePath.Parse("id");
        var users = await new Lookup(service.Objects("Users"), id, ["userName"]).FindAsync(places.Where(p => !p.IsGroup).Select(p => CellText.Of(p.Holder["value"])), cancel);
        var groups = await new Lookup(service.Objects("Groups"), id, ["displayName"]).FindAsync(places.Where(p => p.IsGroup).Select(p => CellText.Of(p.Holder["value"])), cancel);
        foreach (var (holder, isGroup) in places)
        {
            if ((isGroup ? groups : users).GetValueOrDefault(CellText.Of(holder["value"])) is not [var one])
                continue;
            var attribute = isGroup ? "displayName" : "userName";
            holder["value"] = $"{attribute}:{CellText.Of(one[attribute])}";
            holder.Remove("$ref");
        }
    }

    static IEnumerable<(JsonObject Holder, bool IsGroup)> Places(JsonObject resource)
    {
        if (resource[ScimUserSchemas.Enterprise] is JsonObject enterprise && enterprise["manager"] is JsonObject { } manager && manager.ContainsKey("value"))
            yield return (manager, false);
        foreach (var member in (ValuePath.Find(resource, "members") as JsonArray ?? []).OfType<JsonObject>().Where(m => m.ContainsKey("value")))
            yield return (member, CellText.Of(member["type"]) is "Group");
    }
}
