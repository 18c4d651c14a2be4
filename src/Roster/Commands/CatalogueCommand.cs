using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Admin;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster catalogue</c>: the roles, divisions, skills and languages that users may have.</summary>
static class CatalogueCommand
{
    static readonly Argument<string> Catalogue = new("catalogue") { Description = "roles, divisions, skills or languages." };
    static readonly Argument<string> Name = new("name") { Description = "The name, in its very letters." };

    public static Command Create() => new("catalogue", "Manage the names that users' attributes may use.") { Add(), List(), Remove() };

    static Command Add() => new Command("add", "Add a name.") { Catalogue, Name, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var (catalogue, name) = (Checked(given), given.GetValue(Name)!);
        if (!CatalogueEndpoints.IsName(name))
            throw new OptionsException(CatalogueEndpoints.NameRule);

        var added = await store.Catalogues.AddAsync((await store.TenantAsync(given, cancel)).Id, catalogue, name, cancel);

        given.Print(new JsonObject { ["catalogue"] = catalogue, ["name"] = name, ["added"] = added }, added ? $"'{name}' is added to {catalogue}." : $"'{name}' was in {catalogue} already.");
        return 0;
    });

    static Command List() => new Command("list", "List the names.") { Catalogue, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var catalogue = Checked(given);
        var names = await store.Catalogues.ListAsync((await store.TenantAsync(given, cancel)).Id, catalogue, cancel);

        given.Print(new JsonObject { ["catalogue"] = catalogue, ["names"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) }, string.Join(Environment.NewLine, names));
        return 0;
    });

    static Command Remove() => new Command("remove", "Take a name out; users that have it keep it.") { Catalogue, Name, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var (catalogue, name) = (Checked(given), given.GetValue(Name)!);
        if (!await store.Catalogues.RemoveAsync((await store.TenantAsync(given, cancel)).Id, catalogue, name, cancel))
            throw new OptionsException($"'{name}' is not in {catalogue}.");

        given.Print(new JsonObject { ["catalogue"] = catalogue, ["name"] = name, ["removed"] = true }, $"'{name}' is taken out of {catalogue}.");
        return 0;
    });

    static string Checked(ParseResult given)
    {
        var catalogue = given.GetValue(Catalogue)!;
        return CatalogueEndpoints.Names.Contains(catalogue) ? catalogue
            : throw new OptionsException($"'{catalogue}' is not a catalogue; there are {string.Join(", ", CatalogueEndpoints.Names)}.");
    }
}
