namespace Roster.Testing;

/// <summary>
/// What an operation allocates. Unlike the time it takes this is the same on every machine and under any load, so that a test can hold a path to it.
/// </summary>
public static class Allocation
{
    const int Rounds = 5, Operations = 200;

    /// <summary>Bytes for each time, on this thread.</summary>
    public static long Of(Action operation) => Least(operation, GC.GetAllocatedBytesForCurrentThread);

    /// <summary>The same on all threads, where nothing else runs in the process.</summary>
    public static long OfProcess(Action operation) => Least(operation, () => GC.GetTotalAllocatedBytes(precise: true));

    // Once it is warm, and of some rounds the least: the runtime allocates now and then on its own account.
    static long Least(Action operation, Func<long> allocated)
    {
        var least = long.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var before = allocated();
            for (var i = 0; i < Operations; i++)
                operation();
            if (round > 0)
                least = Math.Min(least, allocated() - before);
        }

        return least / Operations;
    }

    /// <summary>What a test says that does not hold.</summary>
    public static string Excess(string operation, long bytes, long bound) =>
        $"{operation} allocates {bytes} bytes; at most {bound} are allowed. Allocations of a hot path are time of every request: do without them, or say in the commit why the bound is raised.";
}
