using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Options;
using Roster.Storage.Sqlite;

namespace Roster.Commands;

/// <summary><c>roster backup</c>: the whole data folder as one checked file, also while a server runs on it.</summary>
static class BackupCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The file to write.", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace a file of that name." };
        return new Command("backup", "Copy the data into one file as of this moment, also while a server runs, and check the copy.") { to, force }.Keeps((options, given, cancel) =>
        {
            RefusePostgres(options);
            var (folder, file) = (Path.GetFullPath(options.Data), Path.GetFullPath(given.GetValue(to)!));
            var found = SqliteBackup.Write(folder, file, given.GetValue(force), cancel);

            var json = Describe(found);
            json.Insert(0, "file", file);
            given.Print(json, $"{file} is a whole copy of '{folder}': {found.Documents} documents, {found.Bytes} bytes.");
            return Task.FromResult(0);
        });
    }

    internal static JsonObject Describe(CheckedFile found) =>
        new() { ["schema"] = found.Schema, ["organizations"] = found.Tenants, ["documents"] = found.Documents, ["bytes"] = found.Bytes };

    /// <exception cref="OptionsException">The data is in PostgreSQL, so what the data folder has is not it.</exception>
    internal static void RefusePostgres(RosterOptions options)
    {
        if (options.Storage.ConnectionString is not null)
            throw new OptionsException("Storage:ConnectionString is set, so the data is in PostgreSQL, whose own tools back it up and restore it: pg_dump, pg_basebackup.");
    }
}
