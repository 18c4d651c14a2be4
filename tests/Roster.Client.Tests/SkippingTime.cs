using System.Collections.Concurrent;

namespace Roster.Client.Tests;

/// <summary>A clock on which waits between attempts take no time and are written down, and can be moved on. Timeouts, which are longer, run as they do.</summary>
sealed class SkippingTime : TimeProvider
{
    static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(25);

    long skipped;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public void Advance(TimeSpan by) => Interlocked.Add(ref skipped, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref skipped));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= ShortestTimeout || dueTime < TimeSpan.Zero)
            return base.CreateTimer(callback, state, dueTime, period);

        Waits.Enqueue(dueTime);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
