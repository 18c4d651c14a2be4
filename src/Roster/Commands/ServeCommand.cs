using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Roster.Server;
using Roster.Server.Hosting;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster serve</c>: runs the server until it is told to stop.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The data folder." };
        var urls = new Option<string?>("--urls") { Description = "The addresses to listen on, separated by semicolons." };
        var command = new Command("serve", "Run the server. Every option of the configuration can be given as --Key value or --Section:Key value.") { data, urls };

        // Options of the configuration are not listed twice: what is not known here is read as one.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((given, cancel) => RosterCommand.RunAsync(async () =>
        {
            string[] named = [.. Named("Data", given.GetValue(data)), .. Named("Urls", given.GetValue(urls))];
            return await RunAsync([.. given.UnmatchedTokens, .. named], cancel);
        }));
        return command;
    }

    static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        if (args.FirstOrDefault() is { } first && !first.StartsWith("--", StringComparison.Ordinal))
            throw new OptionsException($"'{first}' is not an option; options begin with '--'.");

        var configuration = OptionsReader.Sources(args);
        var options = OptionsReader.Read(configuration);
        await using var app = await RosterApplication.BuildAsync(options, configuration, TimeProvider.System, cancel);
        // Whoever reads the log as JSON reads standard output.
        var console = options.Log.Format is "json" ? Console.Error : Console.Out;
        var made = app.Services.GetService<FirstClient>();
        try
        {
            await app.StartAsync(cancel);
        }
        catch when (made is not null)
        {
            await console.WriteLineAsync(Greeting.Unstarted(made));
            throw;
        }

        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await console.WriteLineAsync($"Roster listens on {string.Join(", ", urls)}.");
        if (made is not null)
            await console.WriteLineAsync(Greeting.Text(made, urls));

        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    static string[] Named(string key, string? value) => value is null ? [] : [$"--{key}={value}"];
}
