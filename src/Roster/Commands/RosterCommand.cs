using System.CommandLine;
using Roster.Scim.Messages;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary>The command line. Exit codes: 0 done, 1 refused or failed, 2 a wrong option or configuration.</summary>
static class RosterCommand
{
    public const int Failed = 1;
    public const int WrongOption = 2;

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
        catch (Exception failure) when (failure is StorageException or ScimException or IOException or UnauthorizedAccessException)
        {
            return await TellAsync(failure.Message, Failed);
        }
    }

    static async Task<int> TellAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"roster: {message}");
        return exitCode;
    }
}
