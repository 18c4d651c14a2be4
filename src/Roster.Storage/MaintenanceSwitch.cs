using System.Globalization;
using System.Runtime.CompilerServices;

namespace Roster.Storage;

/// <summary>Whether the operator keeps the directory's clients out. It is kept with the data, so a restart changes nothing, and a command beside a server works it.</summary>
public sealed class MaintenanceSwitch
{
    internal MaintenanceSwitch(Database database)
    {
        this.database = database;
        database.Administration.Changed += (_, _) => known = new(null);
    }

    readonly Database database;

    // Replaced as a whole, so that what was read before a change is not kept after it.
    volatile StrongBox<bool?> known = new(null);

    const string FindSql = "SELECT maintenance FROM administration WHERE id = 1";

    public async ValueTask<bool> IsOnAsync(CancellationToken cancel)
    {
        await database.Administration.CheckAsync();
        var current = known;
        return current.Value ??= await database.Readers.ReadAsync(on => Convert.ToInt64(on[FindSql].Scalar(), CultureInfo.InvariantCulture) == 1, cancel);
    }

    const string SwitchSql = "UPDATE administration SET maintenance = @on WHERE id = 1";

    public Task SwitchAsync(bool on, CancellationToken cancel) => database.AdministerAsync(connection => connection[SwitchSql].Run(("@on", on ? 1L : 0L)), cancel);
}
