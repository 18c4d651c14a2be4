using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Contexts;

namespace Roster.Commands;

/// <summary><c>roster users</c>: the people of a directory, on whatever server.</summary>
static class UsersCommand
{
    static readonly ResourceKind Kind = ResourceKind.Users;
    static readonly ResourceCommands Common = new(Kind);

    public static Command Create() => new("users", "Work with the users of a server.")
    {
        Common.List(), Common.Get(), Common.Create(), Common.Set(), Common.Patch(), Deactivate(), Common.Delete(), Restore(),
    };

    static Command Deactivate() => new Command("deactivate", "Set a user's 'active' to false: nobody signs in as that user, and nothing of it is lost.")
    {
        Common.Who, ResourceCommands.IfMatch, OutputOption.Form,
    }.Reaches(async (server, given, cancel) => await SetActiveAsync(server, given, await NamedResource.FindAsync(server.Service, Kind, given.GetValue(Common.Who)!, ["active"], cancel), active: false, cancel));

    static Command Restore()
    {
        var attributes = ResourceCommands.Assignments();
        return new Command("restore", "Bring a user back: one that is deactivated becomes active; a deleted one is created anew by its userName, which brings back its id where the server kept it.")
        {
            Common.Who, attributes, OutputOption.Form,
        }.Reaches(async (server, given, cancel) =>
        {
            var who = given.GetValue(Common.Who)!;
            if (await NamedResource.FindOrNullAsync(server.Service, Kind, who, ["active"], cancel) is { } found)
                return await SetActiveAsync(server, given, found, active: true, cancel);
            if (Guid.TryParse(who, out _))
            {
                throw new CommandException(
                    $"No user with the id '{who}' is there, and SCIM reaches no deleted user by its id. Name it by its userName; or, beside Roster's data: roster deleted restore User {who}.", RosterCommand.NotFound);
            }

            // A server that deletes softly gives back the user that had the name, with its id. It takes the attributes that come with the request, and groups and roles stay gone.
            var types = await AttributeTypes.ReadAsync(server.Service, Kind, cancel);
            var user = new JsonObject { ["schemas"] = new JsonArray(Kind.Schema), ["userName"] = who, ["displayName"] = who, ["active"] = true };
            ResourceCommands.Apply(user, given.GetValue(attributes)!.Select(a => Assignment.Parse(a, types)), types);
            var created = await server.Service.Objects(Kind.Endpoint).CreateAsync(user, cancel);
            var now = created.HasValue ? created.Value : null;
            given.Tell(Kind, now, $"User '{who}' is there again, with the id {(now is null ? created.Location : NamedResource.Id(now))} and the attributes given here; its groups and roles have to be given again.");
            return 0;
        });
    }

    static async Task<int> SetActiveAsync(ReachedServer server, ParseResult given, JsonObject user, bool active, CancellationToken cancel)
    {
        var (id, name) = (NamedResource.Id(user), NamedResource.Called(Kind, user));
        if (ValuePath.Find(user, "active") is JsonValue is_ && is_.TryGetValue<bool>(out var now) && now == active && given.GetResult(ResourceCommands.IfMatch) is null)
        {
            given.Tell(Kind, user, $"User '{name}' is {(active ? "active" : "not active")} already.");
            return 0;
        }

        var patched = await server.Service.Objects(Kind.Endpoint).PatchAsync(id, new ScimPatch().Replace("active", active), active ? null : given.GetValue(ResourceCommands.IfMatch), cancel);
        given.Tell(Kind, patched.HasValue ? patched.Value : null, $"User '{name}' is {(active ? "active again" : "deactivated")}.");
        return 0;
    }
}
