using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Server.Admin;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster deleted</c>: what was deleted and can still be brought back, or has to be erased before its time.</summary>
static class DeletedCommand
{
    /// <summary>Stands in the change log where a client's id would.</summary>
    const string CommandLine = "command-line";

    static readonly Argument<string> Type = new("type") { Description = "The resource type: User or Group." };
    static readonly Argument<string> Id = new("id") { Description = "The resource's id." };

    public static Command Create() => new("deleted", "Restore or erase deleted resources.") { List(), Restore(), Purge() };

    static Command List() => new Command("list", "List an organization's deleted resources.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var tenant = await store.TenantAsync(given, cancel);
        var settings = await store.Tenants.FindSettingsAsync(tenant.Id, cancel);
        var deleted = await store.Deleted.ListAsync(tenant.Id, resourceType: null, after: "", int.MaxValue, cancel);

        given.Print(
            new JsonObject { ["deleted"] = new JsonArray([.. deleted.Select(d => DeletedEndpoints.Describe(d, settings))]) },
            string.Join(Environment.NewLine, deleted.Select(d => $"{d.Key.Type}  {d.Key.Id}  {AdminRequest.Iso(d.DeletedAt)}  {d.UniqueValue}")));
        return 0;
    });

    static Command Restore() => new Command("restore", "Bring a resource back as it was, with its roles and groups.") { Type, Id, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var caller = Operator(await store.TenantAsync(given, cancel));
        var restored = await store.Deleted.RestoreAsync(caller.Tenant, Key(given), caller, TimeProvider.System.GetUtcNow(), cancel);

        var missing = restored.MissingGroups.Length + restored.MissingMembers.Length;
        given.Print(DeletedEndpoints.Describe(restored), $"{Key(given).Type} {Key(given).Id} is back{(missing > 0 ? $"; {missing} of its links lead to what is gone" : "")}.");
        return 0;
    });

    static Command Purge() => new Command("purge", "Erase a deleted resource, its data and its history, for good.") { Type, Id, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var caller = Operator(await store.TenantAsync(given, cancel));
        if (!await store.Deleted.PurgeAsync(caller.Tenant, Key(given), caller, TimeProvider.System.GetUtcNow(), cancel))
            throw new OptionsException($"There is no deleted {Key(given).Type} '{Key(given).Id}'; one that is there has to be deleted first.");

        given.Print(new JsonObject { ["type"] = Key(given).Type, ["id"] = Key(given).Id, ["purged"] = true }, $"{Key(given).Type} {Key(given).Id} is erased.");
        return 0;
    });

    static ResourceKey Key(ParseResult given) => new(given.GetValue(Type)!, given.GetValue(Id)!);

    static Caller Operator(Storage.Tenant tenant) => new(tenant.Id, CommandLine, [], Guid.NewGuid().ToString());
}
