using Microsoft.Extensions.Logging;
using Roster.Storage;

namespace Roster.Server.Health;

enum StorageState
{
    Ok,
    Maintenance,
    Unavailable,
}

/// <summary>
/// Asks the storage whether a write gets through to the disk. Health is open to strangers, so whoever asks while a probe runs gets that probe's answer: asking often
/// writes no more. A storage that hangs is answered for after <see cref="Patience"/>.
/// </summary>
sealed class StorageProbe(RosterStore store, TimeProvider clock, ILogger<StorageProbe> log)
{
    /// <summary>Less than the 5 seconds that those who watch usually wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    readonly Lock gate = new();
    Task<StorageState>? running;

    public async Task<StorageState> AskAsync(CancellationToken cancel)
    {
        try
        {
            return await Probe().WaitAsync(Patience, clock, cancel);
        }
        catch (TimeoutException)
        {
            return StorageState.Unavailable;
        }
    }

    // On a thread of its own: the storage may block rather than wait.
    Task<StorageState> Probe()
    {
        lock (gate)
            return running is { IsCompleted: false } ? running : running = Task.Run(ProbeAsync);
    }

    async Task<StorageState> ProbeAsync()
    {
        try
        {
            if (!await store.IsWritableAsync(CancellationToken.None))
                return StorageState.Unavailable;
            return await store.Maintenance.IsOnAsync(CancellationToken.None) ? StorageState.Maintenance : StorageState.Ok;
        }
#pragma warning disable CA1031 // Whatever it is: the log has it, and a stranger is told no more than that it is so.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.StorageUnavailable(log, failure);
            return StorageState.Unavailable;
        }
    }
}
