using System.CommandLine;
using Roster.Client;
using Roster.Contexts;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster login</c> and <c>roster logout</c>: which servers there are, and who asks there. A secret is never an argument, which other users of the machine could read.</summary>
static class LoginCommand
{
    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "The address of the SCIM service, as identity providers are given it: https://scim.example.org/scim/v2. With the host alone --surface chooses.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var name = new Option<string?>("--name") { Description = "What the context is called; without it the host's name." };
        var surface = new Option<string?>("--surface") { Description = "With the host alone: standard (/scim/v2) or genesys (/api/v2/scim/v2); without it standard." };
        var region = new Option<string?>("--region") { Description = "In place of an address: a region of Genesys Cloud by its domain, such as mypurecloud.ie." };
        var clientId = new Option<string?>("--client-id") { Description = "Sign in as an OAuth client. Its secret is asked for, or the first line of standard input, or ROSTER_CLIENT_SECRET." };
        var tokenUrl = new Option<string?>("--token-url") { Description = "Where the client fetches tokens; without it /oauth/token on the same host." };
        var token = new Option<bool>("--token-stdin") { Description = "Sign in with a bearer token, the first line of standard input." };
        var plain = new Option<bool>("--plain-http") { Description = "Let credentials go over plain HTTP to another machine." };
        var noCheck = new Option<bool>("--no-check") { Description = "Store the context without asking the server." };
        surface.CompletionSources.Add([.. ServerAddress.Surfaces.Keys]);

        var command = new Command("login", "Sign in to a SCIM server and make it the current context.") { address, name, surface, region, clientId, tokenUrl, token, plain, noCheck };
        command.SetAction((given, cancel) => RosterCommand.RunAsync(async () =>
        {
            var context = Where(given.GetValue(address), given.GetValue(region), given.GetValue(surface), given.GetValue(tokenUrl)) with { AllowPlainHttp = given.GetValue(plain) };
            context = Identified(context, given.GetValue(clientId), given.GetValue(token));
            using var server = new ReachedServer(context, name: null);
            if (!given.GetValue(noCheck))
            {
                try
                {
                    await CheckAsync(server, cancel);
                }
                catch (Exception failure) when (ServerFailure.Explain(failure, context) is { } explained)
                {
                    return await RosterCommand.TellAsync(explained.Message, explained.ExitCode);
                }
            }

            var file = ContextFile.OfUser();
            var called = given.GetValue(name) ?? context.Url.Host;
            file.Write(file.Read().With(called, context));
            Console.WriteLine($"Signed in to {context.Url} as {context.Who()}. The context is '{called}', kept in {file.Path}.");
            return 0;
        }));
        return command;
    }

    public static Command CreateLogout()
    {
        var name = new Option<string?>("--context") { Description = "The context; without it the current one." };
        name.CompletionSources.Add(_ => ServerOption.ContextNames().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var command = new Command("logout", "Forget the secret or token of a context; its address stays.") { name };
        command.SetAction((given, _) => RosterCommand.RunAsync(() =>
        {
            var file = ContextFile.OfUser();
            var stored = file.Read();
            var called = given.GetValue(name) ?? stored.Current ?? throw new OptionsException("There is no current context; name one with --context.");
            file.Write(stored.With(called, stored.Named(called).SignedOut()) with { Current = stored.Current });
            Console.WriteLine($"Signed out of '{called}'. Tokens that were issued live on until they expire or the server revokes them.");
            return Task.FromResult(0);
        }));
        return command;
    }

    static ServerContext Where(string? address, string? region, string? surface, string? tokenUrl)
    {
        if (address is null == region is null)
            throw new OptionsException("Name the server, by its address or by --region.");
        var fetches = tokenUrl is null ? null : ServerAddress.Parse(tokenUrl, "--token-url");
        return region is null
            ? new() { Url = ServerAddress.Parse(address!, "address", surface), TokenUrl = fetches }
            : new() { Url = new Uri(ServerAddress.Region(region).Api, ServerAddress.Surfaces["genesys"]), TokenUrl = fetches ?? ServerAddress.Region(region).Token };
    }

    static ServerContext Identified(ServerContext context, string? clientId, bool byToken)
    {
        if (byToken && clientId is not null)
            throw new OptionsException("--client-id and --token-stdin are two ways to sign in; give one of them.");
        if (byToken)
            return context with { Token = Secrets.Read("Token: ") };
        if (clientId is null && ServerOption.Variable("ROSTER_TOKEN") is { } token)
            return context with { Token = Secrets.Checked(token) };
        return (clientId ?? ServerOption.Variable("ROSTER_CLIENT_ID")) is { } id
            ? context with { ClientId = id, ClientSecret = ServerOption.Variable("ROSTER_CLIENT_SECRET") ?? Secrets.Read("Client secret: ") }
            : throw new OptionsException("Say who signs in: --client-id <id>, or --token-stdin.");
    }

    /// <summary>Asks for nothing but a number: who may not list users is signed in all the same.</summary>
    static async Task CheckAsync(ReachedServer server, CancellationToken cancel)
    {
        try
        {
            await server.Service.Elements("Users").ListAsync(new ScimQuery { Count = 1, Attributes = ["id"] }, cancel);
        }
        catch (ScimException refused) when (refused.Status == 403)
        {
            await Console.Error.WriteLineAsync("roster: the server knows these credentials, but they may not list users.");
        }
    }
}

/// <summary>Secrets as they come in: typed without being shown, or the first line of standard input.</summary>
static class Secrets
{
    public static string Read(string prompt) => Checked(Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : Typed(prompt));

    /// <exception cref="OptionsException">It can be no secret: empty, or with blanks or characters that no header takes.</exception>
    public static string Checked(string secret) => secret.Length > 0 && !secret.AsSpan().ContainsAnyExceptInRange('!', '~') ? secret
        : throw new OptionsException("The secret is empty, or has blanks or characters that are not ASCII. It is read from the first line of standard input.");

    static string Typed(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        for (ConsoleKeyInfo key; (key = Console.ReadKey(intercept: true)).Key is not ConsoleKey.Enter;)
        {
            if (key.Key is not ConsoleKey.Backspace)
                typed.Append(key.KeyChar is '\0' ? "" : key.KeyChar.ToString());
            else if (typed.Length > 0)
                typed.Length--;
        }

        Console.Error.WriteLine();
        return typed.ToString().Trim();
    }
}
