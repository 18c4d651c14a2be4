using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Contexts;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary><c>roster context</c>: the servers that somebody has signed in to. No secret of theirs is ever printed.</summary>
static class ContextCommand
{
    static readonly Argument<string> Name = new("name") { Description = "The context's name." };

    static ContextCommand() => Name.CompletionSources.Add(_ => ServerOption.ContextNames().Select(n => new System.CommandLine.Completions.CompletionItem(n)));

    public static Command Create() => new("context", "The servers that you have signed in to.") { List(), Use(), Show(), Remove() };

    static Command List() => new Command("list", "List the contexts; the current one has a star.").Does((_, stored, given) => given.Print(
        new JsonObject { ["current"] = stored.Current, ["contexts"] = new JsonArray([.. stored.Contexts.Select(c => Describe(c.Key, c.Value))]) },
        stored.Contexts.Count == 0 ? "There are none. 'roster login <address>' makes one."
            : string.Join(Environment.NewLine, stored.Contexts.Select(c => $"{(c.Key == stored.Current ? '*' : ' ')} {c.Key}  {c.Value.Url}  {c.Value.Who()}"))));

    static Command Use() => new Command("use", "Make a context the current one.") { Name }.Does((file, stored, given) =>
    {
        var name = given.GetValue(Name)!;
        file.Write(stored with { Current = stored.Named(name) is { } ? name : null });
        given.Print(Describe(name, stored.Named(name)), $"'{name}' is the current context: {stored.Named(name)}.");
    });

    static Command Show()
    {
        var which = new Argument<string?>("name") { Description = "The context's name; without it the current one.", Arity = ArgumentArity.ZeroOrOne };
        which.CompletionSources.Add(_ => ServerOption.ContextNames().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        return new Command("show", "Show a context.") { which }.Does((_, stored, given) =>
        {
            var name = given.GetValue(which) ?? stored.Current ?? throw new OptionsException("There is no current context; 'roster context use <name>' chooses one.");
            var context = stored.Named(name);
            given.Print(Describe(name, context), $"""
                Name         {name}
                Address      {context.Url}
                Signed in    {context.Who()}
                Tokens from  {context.TokenUrl?.ToString() ?? "/oauth/token on that host"}
                """);
        });
    }

    static Command Remove() => new Command("remove", "Forget a context.") { Name }.Does((file, stored, given) =>
    {
        var name = given.GetValue(Name)!;
        var json = Describe(name, stored.Named(name));
        file.Write(stored.Without(name));
        given.Print(json, $"The context '{name}' is forgotten.");
    });

    static Command Does(this Command command, Action<ContextFile, StoredContexts, ParseResult> work)
    {
        command.Add(DataOption.Json);
        command.SetAction((given, _) => RosterCommand.RunAsync(() =>
        {
            var file = ContextFile.OfUser();
            work(file, file.Read(), given);
            return Task.FromResult(0);
        }));
        return command;
    }

    static JsonObject Describe(string name, ServerContext context) => new()
    {
        ["name"] = name,
        ["url"] = context.Url.ToString(),
        ["signedIn"] = context.IsSignedIn,
        ["clientId"] = context.ClientId,
        ["tokenUrl"] = context.TokenUrl?.ToString(),
    };
}
