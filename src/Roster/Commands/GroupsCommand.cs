using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Client;
using Roster.Client.Genesys;

namespace Roster.Commands;

/// <summary><c>roster groups</c>: the groups of a directory and who is in them, on whatever server.</summary>
static class GroupsCommand
{
    static readonly ResourceKind Kind = ResourceKind.Groups;
    static readonly ResourceCommands Common = new(Kind);

    static readonly Argument<string[]> Members = new("member") { Description = "Users by id or userName, or groups as group:<id or displayName>; one or more.", Arity = ArgumentArity.OneOrMore };

    public static Command Create() => new("groups", "Work with the groups of a server.")
    {
        Common.List(), Common.Get(), Common.Create(), Common.Set(), Common.Patch(), Common.Delete(),
        new Command("members", "Put members into a group, or take them out.") { Add(), Remove() },
    };

    static Command Add() => Change("add", "Put members into a group; who is in it stays.", "in", ids =>
        [new() { Op = "add", Path = "members", Value = new JsonArray([.. ids.Select(id => new JsonObject { ["value"] = id })]) }]);

    static Command Remove() => Change("remove", "Take members out of a group.", "no longer in", ids =>
        [.. ids.Select(id => new ScimV2PatchOperation { Op = "remove", Path = ScimPath.Of("members").Where(ScimFilter.Equal("value", id)).ToString() })]);

    static Command Change(string name, string description, string outcome, Func<IReadOnlyList<string>, IReadOnlyList<ScimV2PatchOperation>> operations) =>
        new Command(name, description) { Common.Who, Members, ResourceCommands.IfMatch }.Reaches(async (server, given, cancel) =>
        {
            var group = await NamedResource.FindAsync(server.Service, Kind, given.GetValue(Common.Who)!, ["displayName"], cancel);
            var ids = new List<string>();
            foreach (var member in given.GetValue(Members)!)
            {
                var (kind, text) = member.StartsWith("group:", StringComparison.Ordinal) ? (ResourceKind.Groups, member["group:".Length..]) : (ResourceKind.Users, member);
                ids.Add(NamedResource.Id(await NamedResource.FindAsync(server.Service, kind, text, ["id"], cancel)));
            }

            await server.Service.Objects(Kind.Endpoint).PatchAsync(NamedResource.Id(group), new ScimV2PatchRequest { Operations = operations(ids) }, given.GetValue(ResourceCommands.IfMatch), cancel);
            Console.WriteLine($"{ids.Count} {(ids.Count == 1 ? "member is" : "members are")} {outcome} '{Output.CellText.Shown(NamedResource.Called(Kind, group))}'.");
            return 0;
        });
}
