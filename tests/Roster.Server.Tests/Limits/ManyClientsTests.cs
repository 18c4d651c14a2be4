using Microsoft.Extensions.Time.Testing;
using Roster.Server.Limits;
using Roster.Server.Tests.Metrics;
using Xunit;

namespace Roster.Server.Tests.Limits;

[Collection(ProcessFigures.Name)]
public sealed class ManyClientsTests
{
    [Fact]
    public void Many_clients_at_once_take_little_memory_and_little_time()
    {
        const int clients = 100_000;
        var clock = new FakeTimeProvider();
        var rates = new ClientRates(300, clock);
        var names = Enumerable.Range(0, clients).Select(i => $"client {i}").ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        for (var round = 0; round < 5; round++)
        {
            foreach (var name in names)
                Assert.False(rates.Take(name).Exceeded);
            clock.Advance(TimeSpan.FromSeconds(11));
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(clients, rates.Remembered);
        Assert.True(bytes < 40_000_000, $"{bytes} bytes");
        // Half a million requests; a sweep of all clients at each would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        GC.KeepAlive(names);
    }
}
