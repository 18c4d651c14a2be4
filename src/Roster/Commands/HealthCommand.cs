using System.CommandLine;
using Roster.Server.Health;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster health</c>: asks the server that the same configuration starts whether it is ready. For images that have nothing else to ask with.</summary>
static class HealthCommand
{
    // Longer than the server takes when its storage hangs.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var live = new Option<bool>("--live") { Description = "Ask only whether it answers." };
        var url = new Option<string?>("--url") { Description = "Scheme, host and port of the server; without it the first of the configured addresses (ROSTER_Urls)." };
        var command = new Command("health", "Tell whether the server is ready: its answer, and 0 or 1 as the exit code.") { live, url };
        command.SetAction((given, cancel) => RosterCommand.RunAsync(async () =>
        {
            var server = given.GetValue(url) ?? OptionsReader.Read(OptionsReader.Sources([])).Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0];
            return await AskAsync(new Uri(Reachable(server), given.GetValue(live) ? HealthEndpoints.LivePath : HealthEndpoints.ReadyPath), cancel);
        }));
        return command;
    }

    static async Task<int> AskAsync(Uri address, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        if (address.IsLoopback)
        {
#pragma warning disable CA5359 // This machine's own server: its certificate is made out to the name that others reach it by, and nothing secret is asked or told.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancel);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancel));
            return answer.IsSuccessStatusCode ? 0 : RosterCommand.Failed;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"roster: no server answers at {address}.");
            return RosterCommand.Failed;
        }
    }

    /// <summary>What listens on every interface is reached by the loopback one.</summary>
    static Uri Reachable(string url)
    {
        foreach (var every in new[] { "://*", "://+", "://0.0.0.0", "://[::]" })
            url = url.Replace(every, every is "://[::]" ? "://[::1]" : "://127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new OptionsException($"--url: '{url}' is not an http or https address such as http://127.0.0.1:8080.");
    }
}
