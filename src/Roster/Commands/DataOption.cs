using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Server;
using Roster.Server.Hosting;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary>What the commands that work on a data folder have in common.</summary>
static class DataOption
{
    public static Option<string?> Data { get; } = new("--data") { Description = "The data folder; without it the configured one (ROSTER_Data)." };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as one JSON object." };

    public static Option<string> Tenant { get; } = new("--tenant") { Description = "The organization.", DefaultValueFactory = _ => FirstClient.Tenant };

    /// <summary>Adds the folder and JSON options to a command, and what it does with the opened store, beside a server that may be running on it.</summary>
    public static Command Administers(this Command command, Func<RosterStore, ParseResult, CancellationToken, Task<int>> work) => command.Keeps(async (options, given, cancel) =>
    {
        await using var store = await OpenAsync(options, cancel);
        return await work(store, given, cancel);
    });

    /// <summary>Adds the folder and JSON options to a command, and what it does with the data that the options name, which it opens itself.</summary>
    public static Command Keeps(this Command command, Func<RosterOptions, ParseResult, CancellationToken, Task<int>> work)
    {
        command.Add(Data);
        command.Add(Json);
        command.SetAction((given, cancel) => RosterCommand.RunAsync(() => work(Configured(given), given, cancel)));
        return command;
    }

    /// <exception cref="OptionsException">There is no organization of that name.</exception>
    public static async Task<Tenant> TenantAsync(this RosterStore store, ParseResult given, CancellationToken cancel)
    {
        var name = given.GetValue(Tenant)!;
        if (await store.Tenants.FindAsync(name, cancel) is { } tenant)
            return tenant;

        // A client can be added before the first start.
        return name is FirstClient.Tenant
            ? await store.Tenants.AddAsync(name, cancel)
            : throw new OptionsException($"There is no organization '{name}'; 'roster tenant add {name}' makes it.");
    }

    /// <summary>Prints a result: as JSON when asked for, else in words.</summary>
    public static void Print(this ParseResult given, JsonNode json, string text) =>
        Console.WriteLine(given.GetValue(Json) ? json.ToJsonString(JsonOptions) : text);

    static RosterOptions Configured(ParseResult given) => OptionsReader.Read(OptionsReader.Sources(given.GetValue(Data) is { } data ? [$"--Data={data}"] : []));

    static Task<RosterStore> OpenAsync(RosterOptions options, CancellationToken cancel)
    {
        // No list of indexes: which there are is the server's to say.
        var storage = RosterApplication.Storage(RosterApplication.Profiles(options), options, TimeProvider.System) with { Indexed = default };
        return RosterStore.OpenAsync(storage, cancel);
    }

    static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
