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

    public static RootCommand Create() => new("Roster, a SCIM 2.0 directory that speaks the Genesys Cloud SCIM API.")
    {
        ServeCommand.Create(),
        ClientCommand.Create(),
        TokenCommand.Create(),
        TenantCommand.Create(),
        CatalogueCommand.Create(),
        IndexCommand.Create(),
        SchemaCommand.CreateSchema(),
        SchemaCommand.CreateResourceType(),
        DeletedCommand.Create(),
        MaintenanceCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        MoveCommand.Create(),
        HealthCommand.Create(),
        CompletionCommand.Create(),
        LoginCommand.Create(),
        LoginCommand.CreateLogout(),
        ContextCommand.Create(),
        UsersCommand.Create(),
        GroupsCommand.Create(),
        SchemasCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        SeedCommand.Create(),
        ProbeCommand.Create(),
    };

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
