using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Roster.Contexts;
using Roster.Probe;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;
using Roster.Probe.Reports;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>
/// <c>roster probe</c>: plays the identity providers against any SCIM server and tells what works. Exit codes: 0 nothing would break, 1 something would, 2 a wrong option or a refusal to write,
/// 6 something could not be removed, 7 the server could not be probed, 130 interrupted.
/// </summary>
static class ProbeCommand
{
    const int Unreachable = 7;
    const int LeftBehind = RosterCommand.PartlyDone;

    static readonly Argument<string?> Address = new("base url") { Description = "The base address, such as https://scim.example.org/scim/v2; without it the server of a context.", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string?> Token = new("--token") { Description = "The bearer token. It can be seen in lists of processes: better --token-stdin, or the environment variable ROSTER_TOKEN." };
    static readonly Option<bool> TokenStdin = new("--token-stdin") { Description = "Read the bearer token from standard input." };
    static readonly Option<string?> ClientId = new("--client-id") { Description = "The id of an OAuth client that fetches the token; without it and without a token the environment variable ROSTER_CLIENT_ID. Its secret is in ROSTER_CLIENT_SECRET." };
    static readonly Option<bool> SecretStdin = new("--client-secret-stdin") { Description = "Read the client's secret from standard input." };
    static readonly Option<string?> TokenUrl = new("--token-url") { Description = "Where the client fetches its token; without it /oauth/token on the host that is probed." };
    static readonly Option<bool> PlainHttp = new("--plain-http") { Description = "Send credentials over plain HTTP to another machine." };
    static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Write without asking, also to another machine." };
    static readonly Option<bool> ReadOnly = new("--read-only") { Description = "Play nothing that writes." };
    static readonly Option<bool> Empty = new("--empty") { Description = "The directory is empty and nobody else uses it: play also what can only be judged then." };
    static readonly Option<bool> Everything = new("--all") { Description = "Play also the conversations that are no provider's in particular." };
    static readonly Option<string[]> Provider = new("--provider") { Description = "Only what concerns this provider, such as \"Okta\"; may be given several times." };
    static readonly Option<double> Timeout = new("--timeout") { Description = "Seconds for one request.", DefaultValueFactory = _ => 30 };
    static readonly Option<string> Output = new Option<string>("--output", "-o") { Description = "What standard output is: a table for people, JSON, or JUnit's XML.", DefaultValueFactory = _ => "table" }.AcceptOnlyFromAmong("table", "json", "junit");
    static readonly Option<string?> JsonFile = new("--json") { Description = "Write the report as JSON into this file too." };
    static readonly Option<string?> JUnitFile = new("--junit") { Description = "Write the report as JUnit's XML into this file too." };
    static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Tell on standard error what is being played; the table has what passed too." };
    static readonly Option<string> LedgerFile = new("--ledger") { Description = "Where to keep what was made until it is removed.", DefaultValueFactory = _ => "roster-probe-{run}.ledger" };
    static readonly Option<string?> CleanUp = new("--clean-up") { Description = "Remove what the run with this ledger left; plays nothing." };
    static readonly Option<bool> List = new("--list") { Description = "List providers, conversations and checks; plays nothing." };

    public static Command Create()
    {
        var command = new Command("probe", "Play the identity providers against any SCIM server and tell what works.")
        {
            Address, ServerOption.Context, Token, TokenStdin, ClientId, SecretStdin, TokenUrl, PlainHttp, Yes, ReadOnly, Empty, Everything, Provider, Timeout, Output, JsonFile, JUnitFile, Verbose, LedgerFile, CleanUp, List,
        };
        command.SetAction((given, cancel) => RosterCommand.RunAsync(() => RunAsync(given, cancel)));
        return command;
    }

    static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        if (given.GetValue(List))
            return PrintList();

        try
        {
            var context = ContextOf(given);
            var credential = context is null ? Credential(given) : Credential(context);
            var options = Options(given);
            var target = await Target.FindAsync(context?.Url.AbsoluteUri ?? AddressOf(given), cancel);
            RequireSafe(target, credential, given.GetValue(PlainHttp) || context?.AllowPlainHttp == true);
            return given.GetValue(CleanUp) is { } ledger
                ? await CleanUpAsync(ledger, target, credential, options, cancel)
                : await ProbeAsync(given, target, credential, options, cancel);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("roster: interrupted before anything was written.");
            return RosterCommand.Interrupted;
        }
        catch (ProbeException failure)
        {
            await Console.Error.WriteLineAsync($"roster: {failure.Message}");
            return failure.IsWrongOption ? RosterCommand.WrongOption : Unreachable;
        }
    }

    static async Task<int> ProbeAsync(ParseResult given, Target target, ProbeCredential credential, ProbeOptions options, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var report = await ServerProbe.RunAsync(
            target, credential, options, intention => MayWrite(intention, given.GetValue(Yes)), given.GetValue(Verbose) ? Console.Error.WriteLine : null, stop.Token);

        if (given.GetValue(JsonFile) is { } json)
            await File.WriteAllTextAsync(json, JsonReport.Write(report), CancellationToken.None);
        if (given.GetValue(JUnitFile) is { } junit)
            await File.WriteAllTextAsync(junit, JUnitReport.Write(report), CancellationToken.None);
        await Console.Out.WriteAsync(given.GetValue(Output) switch
        {
            "json" => JsonReport.Write(report) + Environment.NewLine,
            "junit" => JUnitReport.Write(report),
            _ => TableReport.Write(report, given.GetValue(Verbose)),
        });
        if (report.Left.Count > 0)
            await Console.Error.WriteLineAsync($"roster: {report.Left.Count.ToString(CultureInfo.InvariantCulture)} resources could not be removed; 'roster probe --clean-up {report.LedgerPath}' tries again.");
        return report.Left.Count > 0 ? LeftBehind : report.WasInterrupted ? RosterCommand.Interrupted : report.Ended is not null ? Unreachable : report.WouldBreak ? RosterCommand.Failed : 0;

        // The first signal ends the playing, and what was made is removed; the second one ends the process, and the ledger stays.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    static async Task<int> CleanUpAsync(string ledger, Target target, ProbeCredential credential, ProbeOptions options, CancellationToken cancel)
    {
        var (found, left) = await ServerProbe.CleanUpAsync(ledger, target, credential, options, cancel);
        foreach (var one in left)
            await Console.Error.WriteLineAsync($"roster: {one.Name} is left: {one.Why}");
        Console.WriteLine(left.Count == 0 ? $"All {found} resources of '{ledger}' are gone." : $"{left.Count} of {found} resources of '{ledger}' are left.");
        return left.Count == 0 ? 0 : LeftBehind;
    }

    // Without an address, and without a ledger that has one, it is the server that other commands would go to, as whoever signed in there.
    static ServerContext? ContextOf(ParseResult given)
    {
        var named = given.GetValue(ServerOption.Context) is not null;
        if (given.GetValue(Address) is not null || (given.GetValue(CleanUp) is not null && !named))
            return named ? throw new OptionsException("--context and the base address name two servers; give one of them.") : null;
        if (given.GetValue(Token) is not null || given.GetValue(TokenStdin) || given.GetValue(ClientId) is not null)
            throw new OptionsException("Credentials belong to a base address, which is missing; a context has its own.");
        return ServerOption.Named(given).Server;
    }

    static ProbeCredential Credential(ServerContext context) =>
        context.Token is { } token ? ProbeCredential.Token(token)
        : context is { ClientId: { } id, ClientSecret: { } secret } ? ProbeCredential.Client(id, secret, context.TokenUrl)
        : ProbeCredential.None;

    static string AddressOf(ParseResult given) => given.GetValue(Address) ?? Probe.Ledgers.Ledger.ServerOf(given.GetValue(CleanUp)!).AbsoluteUri;

    static ProbeOptions Options(ParseResult given)
    {
        if (given.GetValue(Timeout) is not (> 0 and <= 3600))
            throw new OptionsException("--timeout must be more than 0 and at most 3600 seconds.");
        if (given.GetValue(ReadOnly) && given.GetValue(Empty))
            throw new OptionsException("--read-only and --empty exclude each other: what needs an empty directory writes into it.");
        var known = Conversation.All.Select(c => c.Client).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var providers = given.GetValue(Provider) ?? [];
        if (providers.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
            throw new OptionsException($"There is no provider '{unknown}'. There are {string.Join(", ", known.Select(k => $"\"{k}\""))}.");
        return new()
        {
            ReadOnly = given.GetValue(ReadOnly),
            Empty = given.GetValue(Empty),
            All = given.GetValue(Everything),
            Providers = providers,
            Timeout = TimeSpan.FromSeconds(given.GetValue(Timeout)),
            Ledger = Path.GetFullPath(given.GetValue(LedgerFile)!),
        };
    }

    static ProbeCredential Credential(ParseResult given)
    {
        if (given.GetValue(TokenStdin) && given.GetValue(SecretStdin))
            throw new OptionsException("--token-stdin and --client-secret-stdin exclude each other.");
        var token = given.GetValue(TokenStdin) ? FromStdin("token") : given.GetValue(Token) ?? ServerOption.Variable("ROSTER_TOKEN");
        if ((given.GetValue(ClientId) ?? (token is null ? ServerOption.Variable("ROSTER_CLIENT_ID") : null)) is not { } id)
            return token is null ? ProbeCredential.None : ProbeCredential.Token(token);
        if (given.GetValue(TokenStdin) || given.GetValue(Token) is not null)
            throw new OptionsException("Give either a token or a client, not both.");

        var secret = given.GetValue(SecretStdin) ? FromStdin("client's secret") : ServerOption.Variable("ROSTER_CLIENT_SECRET");
        if (secret is null)
            throw new OptionsException("--client-id needs the client's secret: in the environment variable ROSTER_CLIENT_SECRET, or by --client-secret-stdin.");
        Uri? at = null;
        if (given.GetValue(TokenUrl) is { } address && (!Uri.TryCreate(address, UriKind.Absolute, out at) || at.Scheme is not ("http" or "https")))
            throw new OptionsException($"--token-url '{address}' is no address.");
        if (at is { Scheme: "http", IsLoopback: false } && !given.GetValue(PlainHttp))
            throw new OptionsException("--token-url must be https, since the client's secret goes there. --plain-http lifts this.");
        return ProbeCredential.Client(id, secret, at);
    }

    static string FromStdin(string what) => Console.In.ReadLine()?.Trim() is { Length: > 0 } line ? line : throw new OptionsException($"There is no {what} on standard input.");

    static void RequireSafe(Target target, ProbeCredential credential, bool plainHttp)
    {
        if (target is { Base.Scheme: "http", IsLoopback: false } && credential.IsSecret && !plainHttp)
            throw new OptionsException($"{target.Host} is another machine, and the token would go there over plain HTTP. Use https, or --plain-http.");
    }

    static bool MayWrite(Intention intention, bool yes)
    {
        if (yes || intention.Target.IsLoopback)
            return true;

        var where = $"{intention.Target.Host} ({string.Join(", ", intention.Target.Addresses)})";
        var what = $"This makes about {intention.Resources.ToString(CultureInfo.InvariantCulture)} users and groups on {where}, all with '{intention.Run}' in their names, changes them, and removes them again.";
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw ProbeException.Wrong($"{what} It is not this machine: say --yes, or --read-only to write nothing.");
        Console.Error.Write($"{what} Go on? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    static int PrintList()
    {
        foreach (var group in Conversation.All.GroupBy(c => c.Client ?? (c.Prefixes is null ? "no provider's (--all)" : "one surface's"), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase))
        {
            Console.WriteLine(group.Key);
            foreach (var conversation in group)
                Console.WriteLine($"    {conversation.Name,-30}{conversation.About}{(conversation.Alone ? " (--empty)" : "")}");
        }

        foreach (var group in Check.All.GroupBy(c => c.Group, StringComparer.Ordinal))
        {
            Console.WriteLine(group.Key);
            foreach (var check in group)
                Console.WriteLine($"    {check.Id,-30}{check.Severity,-7}{check.Title}");
        }

        return 0;
    }
}
