using System.CommandLine;
using System.CommandLine.Parsing;
using Roster.Scim.Messages;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary>The command line, and how it ends: 0 is done, and what else there is has a name here.</summary>
static class RosterCommand
{
    /// <summary>Refused or failed, for a reason that has no code of its own.</summary>
    public const int Failed = 1;

    /// <summary>A wrong option, argument, file or configuration; nothing was done.</summary>
    public const int WrongOption = 2;

    /// <summary>A resource that is not there.</summary>
    public const int NotFound = 3;

    /// <summary>A name that is taken or means several, or a resource that has another version than <c>--if-match</c> names.</summary>
    public const int Conflict = 4;

    /// <summary>Nobody is signed in, or who is may not do that.</summary>
    public const int NotPermitted = 5;

    /// <summary>Done but for rows that were rejected.</summary>
    public const int PartlyDone = 6;

    /// <summary>Ended by Ctrl-C or an order to stop, as shells have it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;

    static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("serve", ServeCommand.Create),
        ("client", ClientCommand.Create),
        ("token", TokenCommand.Create),
        ("tenant", TenantCommand.Create),
        ("catalogue", CatalogueCommand.Create),
        ("index", IndexCommand.Create),
        ("schema", SchemaCommand.CreateSchema),
        ("resource-type", SchemaCommand.CreateResourceType),
        ("deleted", DeletedCommand.Create),
        ("maintenance", MaintenanceCommand.Create),
        ("backup", BackupCommand.Create),
        ("restore", RestoreCommand.Create),
        ("move", MoveCommand.Create),
        ("health", HealthCommand.Create),
        ("completion", CompletionCommand.Create),
        ("login", LoginCommand.Create),
        ("logout", LoginCommand.CreateLogout),
        ("context", ContextCommand.Create),
        ("users", UsersCommand.Create),
        ("groups", GroupsCommand.Create),
        ("schemas", SchemasCommand.Create),
        ("import", ImportCommand.Create),
        ("export", ExportCommand.Create),
        ("seed", SeedCommand.Create),
        ("probe", ProbeCommand.Create),
    ];

    /// <param name="first">The first argument. Where it names a command, only that one is made: all of them take longer than most of what they do.</param>
    public static RootCommand Create(string? first)
    {
        var root = new RootCommand("Roster, a SCIM 2.0 directory that speaks the Genesys Cloud SCIM API.");
        var named = Array.FindIndex(Commands, c => c.Name == first);
        foreach (var (_, create) in named < 0 ? Commands : Commands[named..(named + 1)])
            root.Add(create());
        return root;
    }

    /// <summary>Runs a command's work and turns what the operator can put right into one line on standard error.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OptionsException wrong)
        {
            return await TellAsync(wrong.Message, WrongOption);
        }
        catch (CommandException ended)
        {
            return await TellAsync(ended.Message, ended.ExitCode);
        }
        catch (Exception failure) when (failure is StorageException or ScimException or IOException or UnauthorizedAccessException)
        {
            return await TellAsync(failure.Message, Failed);
        }
    }

    /// <summary>What of a command line could not be understood, and where the right form is told.</summary>
    public static async Task<int> TellWrongAsync(ParseResult given)
    {
        var path = string.Join(' ', given.CommandResult.Path().Reverse());
        return await TellAsync($"{string.Join(' ', given.Errors.Select(e => e.Message.ReplaceLineEndings(" ")).Distinct(StringComparer.Ordinal))} '{path} --help' tells how it is written.", WrongOption);
    }

    static IEnumerable<string> Path(this CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult)
            yield return at.Command is RootCommand ? "roster" : at.Command.Name;
    }

    /// <summary>One line on standard error.</summary>
    public static async Task<int> TellAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"roster: {message}");
        return exitCode;
    }
}
