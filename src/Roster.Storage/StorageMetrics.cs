using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Roster.Storage;

/// <summary>What the storage measures about itself, and the spans of its reads and writes. Nothing of what is stored or asked for is in a name, a label or an attribute.</summary>
public static class StorageMetrics
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Roster.Storage";

    static readonly Meter Meter = new(Name);
    static readonly ActivitySource Spans = new(Name);
    static readonly ConcurrentDictionary<Database, bool> Stores = new();

    static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] };

    static readonly Histogram<double> Reads = Meter.CreateHistogram(
        "roster.storage.read.duration", "s", "How long a read took, waiting for a free connection included.", advice: Seconds);

    static readonly Histogram<double> Writes = Meter.CreateHistogram(
        "roster.storage.write.duration", "s", "How long a write took, from being queued until it was durable or refused.", advice: Seconds);

    static readonly Histogram<int> Batches = Meter.CreateHistogram(
        "roster.storage.batch.size", "{write}", "Writes committed together.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    static StorageMetrics()
    {
        Meter.CreateObservableGauge("roster.storage.writer.waiting", () => Stores.Keys.Sum(s => s.Writer.Waiting), "{write}", "Writes that wait for the writer.");
        Meter.CreateObservableGauge(
            "roster.storage.cache.age", () => Stores.Keys.Select(s => s.Administration.Age.TotalSeconds).DefaultIfEmpty().Max(), "s",
            "Time since it was last checked that clients, tokens and settings in memory are those of the data. It grows while nobody asks.");
    }

    internal static void Opened(Database store) => Stores[store] = true;

    internal static void Closed(Database store) => Stores.TryRemove(store, out _);

    /// <summary>A read, until it is disposed.</summary>
    internal static Measured Reading() => new(Reads, Spans.StartActivity("storage.read"));

    /// <summary>A read that waits for others to be read with it, until it is answered.</summary>
    internal static async Task<T> ReadingAsync<T>(Task<T> read)
    {
        using var measured = Reading();
        return await read;
    }

    /// <summary>A write that has been queued, until it is answered.</summary>
    internal static async Task<T> WritingAsync<T>(Task<T> write)
    {
        using var measured = new Measured(Writes, Spans.StartActivity("storage.write"));
        return await write;
    }

    internal static void Committed(int writes) => Batches.Record(writes);

    internal readonly struct Measured(Histogram<double> durations, Activity? span) : IDisposable
    {
        readonly long started = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            durations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            span?.Dispose();
        }
    }
}
