using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Output;
using Spectre.Console;

namespace Roster.Commands;

/// <summary><c>roster schemas</c>: which resource types and schemas a server has.</summary>
static class SchemasCommand
{
    static readonly Option<bool> Json = new("--json") { Description = "Print the server's own JSON." };

    public static Command Create() => new("schemas", "Look at a server's resource types and schemas.") { List(), Show() };

    static Command List() => new Command("list", "List the resource types with their schemas, and what the server can do.") { Json }.Reaches(async (server, given, cancel) =>
    {
        if (given.GetValue(Json))
        {
            var types = (await server.Service.Objects("ResourceTypes").ListAsync(cancel: cancel)).Value.Resources;
            var schemas = (await server.Service.Objects("Schemas").ListAsync(cancel: cancel)).Value.Resources;
            Console.WriteLine(new JsonObject { ["resourceTypes"] = new JsonArray([.. types]), ["schemas"] = new JsonArray([.. schemas]) }.ToJsonString(CellText.Indented));
            return 0;
        }

        var served = (await server.Service.GetResourceTypesAsync(cancel)).Value.Resources;
        Rows(["resource type", "endpoint", "schemas"], served.Select(t => new[]
        {
            t.Name ?? t.Id ?? "", t.Endpoint ?? "", string.Join(Screen.IsTerminal ? "\n" : " ", (t.SchemaExtensions ?? []).Select(e => e.Schema).Prepend(t.Schema)),
        }));
        return 0;
    });

    static Command Show()
    {
        var id = new Argument<string>("schema") { Description = "The schema's URN, its name, or the end of its URN: User." };
        return new Command("show", "Show the attributes of a schema.") { id, Json }.Reaches(async (server, given, cancel) =>
        {
            var text = given.GetValue(id)!;
            var schemas = (await server.Service.Objects("Schemas").ListAsync(cancel: cancel)).Value.Resources;
            var found = schemas.Where(s => Same(s, "id", text)).ToList() is { Count: > 0 } byId ? byId
                : schemas.Where(s => Same(s, "name", text) || CellText.Of(s["id"]).EndsWith($":{text}", StringComparison.OrdinalIgnoreCase)).ToList();
            var schema = found switch
            {
                [var one] => one,
                [] => throw new CommandException($"There is no schema '{text}'; there are {string.Join(", ", schemas.Select(s => CellText.Of(s["id"])))}.", RosterCommand.NotFound),
                _ => throw new CommandException($"'{text}' means several: {string.Join(", ", found.Select(s => CellText.Of(s["id"])))}. Name one by its URN.", RosterCommand.Conflict),
            };

            if (given.GetValue(Json))
                Console.WriteLine(schema.ToJsonString(CellText.Indented));
            else
                Rows(["attribute", "type", "", "mutability", "returned", "uniqueness"], Attributes(schema["attributes"] as JsonArray, ""));
            return 0;
        });
    }

    static IEnumerable<string[]> Attributes(JsonArray? attributes, string prefix)
    {
        foreach (var attribute in (attributes ?? []).OfType<JsonObject>())
        {
            var name = prefix + CellText.Of(attribute["name"]);
            yield return
            [
                name, CellText.Of(attribute["type"]) + (Is(attribute, "multiValued") ? "[]" : ""), Is(attribute, "required") ? "required" : "",
                CellText.Of(attribute["mutability"]), CellText.Of(attribute["returned"]), CellText.Of(attribute["uniqueness"]),
            ];
            foreach (var part in Attributes(attribute["subAttributes"] as JsonArray, name + "."))
                yield return part;
        }
    }

    static void Rows(string[] columns, IEnumerable<string[]> rows)
    {
        if (!Screen.IsTerminal)
        {
            Console.WriteLine(string.Join('\t', columns));
            foreach (var row in rows)
                Console.WriteLine(string.Join('\t', row.Select(CellText.Shown)));
            return;
        }

        var table = ResourceWriter.NewTable(columns);
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(string.Join('\n', cell.Split('\n').Select(CellText.Shown)))));
        Screen.Output().Write(table);
    }

    static bool Is(JsonObject attribute, string name) => attribute[name] is JsonValue value && value.TryGetValue<bool>(out var truth) && truth;

    static bool Same(JsonObject json, string name, string text) => string.Equals(CellText.Of(ValuePath.Find(json, name)), text, StringComparison.OrdinalIgnoreCase);
}
