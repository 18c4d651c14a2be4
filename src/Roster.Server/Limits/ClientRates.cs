using System.Collections.Concurrent;

namespace Roster.Server.Limits;

/// <summary>A client's use of its minute, the request at hand included.</summary>
/// <param name="Count">Requests in this minute.</param>
/// <param name="Allowed">Requests a minute may have.</param>
/// <param name="ResetSeconds">Whole seconds until the minute is over, at least 1.</param>
readonly record struct RateUse(int Count, int Allowed, int ResetSeconds)
{
    public bool Exceeded => Count > Allowed;
}

/// <summary>
/// Counts requests per client in fixed minutes, each beginning with the client's first request: what the vendor's headers describe.
/// Only clients with a good token are counted, and minutes that are over are dropped, so memory is bounded.
/// </summary>
sealed class ClientRates(int perMinute, TimeProvider clock)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    long sweptAt = clock.GetTimestamp();
    readonly ConcurrentDictionary<string, Window> windows = new(StringComparer.Ordinal);

    /// <summary>How many clients are remembered.</summary>
    public int Remembered => windows.Count;

    /// <param name="requests">How many requests are made at once. Several are taken together or not at all.</param>
    public RateUse Take(string clientId, int requests = 1)
    {
        if (clock.GetElapsedTime(Volatile.Read(ref sweptAt)) >= SweepEvery)
            Sweep();

        var window = windows.GetOrAdd(clientId, static (_, c) => new Window(c.GetTimestamp()), clock);
        lock (window)
        {
            var passed = clock.GetElapsedTime(window.Start);
            if (passed >= Minute)
            {
                window.Start = clock.GetTimestamp();
                window.Count = 0;
                passed = TimeSpan.Zero;
            }

            // A client that goes on when it is over the limit does not push the count up for ever.
            var count = Math.Min(window.Count + requests, perMinute + 1);
            if (requests == 1 || count <= perMinute)
                window.Count = count;
            return new RateUse(count, perMinute, Math.Max(1, (int)Math.Ceiling((Minute - passed).TotalSeconds)));
        }
    }

    // Not at each request: with many clients about it would cost more than the requests.
    void Sweep()
    {
        Volatile.Write(ref sweptAt, clock.GetTimestamp());
        foreach (var (client, window) in windows)
        {
            if (clock.GetElapsedTime(window.Start) >= Minute)
                windows.TryRemove(KeyValuePair.Create(client, window));
        }
    }

    sealed class Window(long start)
    {
        public long Start { get; set; } = start;
        public int Count { get; set; }
    }
}
