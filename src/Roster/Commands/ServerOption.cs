using System.CommandLine;
using Roster.Contexts;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>What the commands that work on a server have in common, be it Roster or another: how it is named and reached.</summary>
static class ServerOption
{
    public static Option<string?> Context { get; } = new("--context") { Description = "The context, as 'roster context list' shows them; without it ROSTER_CONTEXT, else the current one." };

    public static Option<string?> Url { get; } = new("--url")
    {
        Description = "The address of the SCIM service in place of a context, with credentials from ROSTER_TOKEN, or ROSTER_CLIENT_ID and ROSTER_CLIENT_SECRET; without it ROSTER_URL.",
    };

    public static Option<bool> PlainHttp { get; } = new("--plain-http") { Description = "With --url: let credentials go over plain HTTP to another machine." };

    static ServerOption() => Context.CompletionSources.Add(_ => ContextNames().Select(n => new System.CommandLine.Completions.CompletionItem(n)));

    /// <summary>Adds the options that name a server to a command, and what it does with the server. The token is cancelled by Ctrl-C.</summary>
    public static Command Reaches(this Command command, Func<ReachedServer, ParseResult, CancellationToken, Task<int>> work) =>
        command.Reaches((server, given, interruption) => work(server, given, interruption.Asked));

    /// <summary>The same for a command that ends where it can.</summary>
    public static Command Reaches(this Command command, Func<ReachedServer, ParseResult, Interruption, Task<int>> work)
    {
        command.Add(Context);
        command.Add(Url);
        command.Add(PlainHttp);
        command.SetAction((given, _) => ReachAsync(given, work));
        return command;
    }

    /// <summary>Reaches the server that the options name, and ends the command as what it does there ends.</summary>
    public static async Task<int> ReachAsync(ParseResult given, Func<ReachedServer, ParseResult, Interruption, Task<int>> work)
    {
        using var interruption = new Interruption();
        return await RosterCommand.RunAsync(async () =>
        {
            using var server = Reach(given);
            try
            {
                return await work(server, given, interruption);
            }
            catch (Exception failure) when (ServerFailure.Explain(failure, server.Context) is { } explained)
            {
                return await RosterCommand.TellAsync(explained.Message, explained.ExitCode);
            }
        });
    }

    /// <summary>The names of the stored contexts, for completion; none when the file cannot be read.</summary>
    public static IEnumerable<string> ContextNames()
    {
        try
        {
            return ContextFile.OfUser().Read().Contexts.Keys;
        }
        catch (Exception unreadable) when (unreadable is OptionsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <exception cref="OptionsException">No server is named, or one that there is not.</exception>
    static ReachedServer Reach(ParseResult given)
    {
        var (server, name) = Named(given);
        return new(server, name);
    }

    /// <summary>The server that the options, the environment or the current context name.</summary>
    /// <exception cref="OptionsException">No server is named, or one that there is not.</exception>
    public static (ServerContext Server, string? Name) Named(ParseResult given)
    {
        var (context, url) = (given.GetValue(Context), given.GetValue(Url));
        if (context is not null && url is not null)
            throw new OptionsException("--context and --url name two servers; give one of them.");

        if (context is null && (url ?? Variable("ROSTER_URL")) is { } address)
        {
            var (token, id, secret) = (Variable("ROSTER_TOKEN"), Variable("ROSTER_CLIENT_ID"), Variable("ROSTER_CLIENT_SECRET"));
            if (id is null != secret is null)
                throw new OptionsException("ROSTER_CLIENT_ID and ROSTER_CLIENT_SECRET belong together; only one of them is set.");
            return (
                new ServerContext
                {
                    Url = ServerAddress.Parse(address, url is null ? "ROSTER_URL" : "--url"),
                    Token = token,
                    ClientId = token is null ? id : null,
                    ClientSecret = token is null ? secret : null,
                    AllowPlainHttp = given.GetValue(PlainHttp),
                },
                null);
        }

        var stored = ContextFile.OfUser().Read();
        var name = context ?? Variable("ROSTER_CONTEXT") ?? stored.Current
            ?? throw new OptionsException("No server is named. Sign in with 'roster login <address>', choose a context with 'roster context use <name>', or give --url.");
        return (stored.Named(name), name);
    }

    /// <summary>A variable of the environment; null when it is empty too.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
