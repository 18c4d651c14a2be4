using System.CommandLine;
using Roster.Server.Hosting;
using Roster.Storage.Sqlite;

namespace Roster.Commands;

/// <summary><c>roster restore</c>: puts a backup into the data folder, once it was found whole.</summary>
static class RestoreCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The backup.", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace the data that the folder has; it is kept aside in a file with the date in its name." };
        return new Command("restore", "Put a backup into the data folder. No server may run on it.") { from, force }.Keeps((options, given, cancel) =>
        {
            BackupCommand.RefusePostgres(options);
            var folder = DataFolder.Make(options.Data);
            var restored = SqliteRestore.Run(given.GetValue(from)!, folder, given.GetValue(force), TimeProvider.System.GetUtcNow(), cancel);

            var json = BackupCommand.Describe(restored.File);
            json.Insert(0, "data", folder);
            json.Insert(1, "kept", restored.Kept);
            given.Print(json, $"'{folder}' has the data of the backup: {restored.File.Documents} documents.{(restored.Kept is { } kept ? $" What it had before is in {kept}." : "")}");
            return Task.FromResult(0);
        });
    }
}
