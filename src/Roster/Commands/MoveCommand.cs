using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Hosting;
using Roster.Storage.Moving;
using Roster.Storage.Postgres;
using Roster.Storage.Sqlite;

namespace Roster.Commands;

/// <summary><c>roster move</c>: everything from the configured database into another one.</summary>
static class MoveCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "A new data folder, or the connection string of an empty database.", Required = true };
        return new Command("move", "Copy everything into another database and compare both. No server may run on either.") { to }.Keeps((options, given, cancel) =>
        {
            MoveEnd source = options.Storage.ConnectionString is { } database ? new PostgresMoveEnd(database) : new SqliteMoveEnd(options.Data);
            var target = End(given.GetValue(to)!);
            var moved = StoreMove.Run(source, target, cancel);

            given.Print(
                new JsonObject
                {
                    ["from"] = source.Name,
                    ["to"] = target.Name,
                    ["tables"] = new JsonArray([.. moved.Select(t => new JsonObject { ["table"] = t.Table, ["rows"] = t.Rows, ["sha256"] = t.Hash })]),
                    ["configuration"] = new JsonObject(target.Configuration.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
                },
                $"""
                {string.Join(Environment.NewLine, moved.Select(t => $"{t.Rows,10}  {t.Table}"))}
                Everything of '{source.Name}' is in '{target.Name}', and equal. To use it, change the configuration:
                {string.Join(Environment.NewLine, target.Configuration.Select(c => c.Value is { } value ? $"  {c.Key} = {value}" : $"  {c.Key} is not set"))}
                '{source.Name}' is as it was. Put it away, so that no server is started on it by mistake.
                """);
            return Task.FromResult(0);
        });
    }

    static MoveEnd End(string to) => to.Contains('=', StringComparison.Ordinal) ? new PostgresMoveEnd(to) : new SqliteMoveEnd(DataFolder.Make(to));
}
