namespace Roster.Scim.Bulk;

/// <summary>
/// A turn at what takes a processor in a bulk job: reading it, and preparing its writes. There is one turn fewer than there are processors, so that jobs, however
/// many and large, leave one to everybody else.
/// </summary>
public sealed class BulkTurn : IDisposable
{
    static readonly SemaphoreSlim Free = new(Math.Max(1, Environment.ProcessorCount - 1));

    BulkTurn() { }

    /// <summary>Waits for a turn, which should last a few milliseconds at most and end before anything else is waited for. Turns go round in the order of asking.</summary>
    public static async ValueTask<BulkTurn> TakeAsync(CancellationToken cancel)
    {
        // Where there is one processor only, what others have waiting comes first.
        await Task.Yield();
        await Free.WaitAsync(cancel).ConfigureAwait(false);
        return new BulkTurn();
    }

    public void Dispose() => Free.Release();
}
