using System.CommandLine;
using Roster.Server.Admin;

namespace Roster.Commands;

/// <summary><c>roster maintenance</c>: keeps the clients out of the directory while the operator works on it. A running server obeys within a second.</summary>
static class MaintenanceCommand
{
    public static Command Create() => new("maintenance", "Close the directory for maintenance, or open it again.")
    {
        Switch("on", "Answer every SCIM request with 503 until it is switched off, also after a restart.", on: true),
        Switch("off", "Let the clients in again.", on: false),
        Status(),
    };

    static Command Switch(string name, string description, bool on) => new Command(name, description).Administers(async (store, given, cancel) =>
    {
        await store.Maintenance.SwitchAsync(on, cancel);

        given.Print(MaintenanceEndpoint.Describe(on), on ? "The directory is closed for maintenance." : "The directory is open.");
        return 0;
    });

    static Command Status() => new Command("status", "Tell whether the directory is closed for maintenance.").Administers(async (store, given, cancel) =>
    {
        var on = await store.Maintenance.IsOnAsync(cancel);

        given.Print(MaintenanceEndpoint.Describe(on), on ? "The directory is closed for maintenance." : "The directory is open.");
        return 0;
    });
}
