using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Admin;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster index</c>: the attributes that filters find without looking through. A running server builds what is added here.</summary>
static class IndexCommand
{
    static readonly Argument<string> Type = new("type") { Description = "The resource type: User or Group." };
    static readonly Argument<string> Path = new("path") { Description = "The attribute, such as title or name.familyName." };

    public static Command Create() => new("index", "Manage indexed attributes.") { Add(), List(), Drop() };

    static Command Add() => new Command("add", "Index an attribute for an organization.") { Type, Path, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var added = await store.Indexes.AddAsync((await store.TenantAsync(given, cancel)).Id, given.GetValue(Type)!, given.GetValue(Path)!, cancel);

        given.Print(IndexEndpoints.Describe(added), $"'{added.Path}' of {added.ResourceType} will be indexed by the server; 'roster index list' shows how far it is.");
        return 0;
    });

    static Command List() => new Command("list", "List an organization's indexed attributes.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var indexes = await store.Indexes.ListAsync((await store.TenantAsync(given, cancel)).Id, cancel);

        given.Print(
            new JsonObject { ["indexes"] = new JsonArray([.. indexes.Select(IndexEndpoints.Describe)]) },
            string.Join(Environment.NewLine, indexes.Select(i => $"{i.ResourceType}  {i.Path}  {(i.Complete ? "ready" : $"{i.Done} of {i.Total}")}{(i.InstallationWide ? "  (built in)" : "")}")));
        return 0;
    });

    static Command Drop() => new Command("drop", "Drop an index that the organization added.") { Type, Path, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        if (!await store.Indexes.DropAsync((await store.TenantAsync(given, cancel)).Id, given.GetValue(Type)!, given.GetValue(Path)!, cancel))
            throw new OptionsException($"'{given.GetValue(Path)}' of {given.GetValue(Type)} is not indexed.");

        given.Print(new JsonObject { ["resourceType"] = given.GetValue(Type), ["path"] = given.GetValue(Path), ["dropped"] = true }, "The index is dropped.");
        return 0;
    });
}
