using Roster.Scim.Bulk;
using Xunit;

namespace Roster.Scim.Tests.Bulk;

/// <summary>The threads that read and prepare jobs: where work is done, and what comes of it.</summary>
public sealed class BulkThreadsTests
{
    static readonly AsyncLocal<string> Asking = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_is_done_beside_the_thread_pool_and_goes_on_in_it()
    {
        var (inside, scheduler, after) = await ObserveAsync();

        // What is begun there must not wait for such a thread again.
        Assert.Equal((false, TaskScheduler.Default, true), (inside, scheduler, after));

        static async Task<(bool, TaskScheduler, bool)> ObserveAsync()
        {
            var (pool, scheduler) = await BulkThreads.RunAsync(() => (Thread.CurrentThread.IsThreadPoolThread, TaskScheduler.Current), Cancel).ConfigureAwait(false);
            return (pool, scheduler, Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    [Fact]
    public async Task Work_is_done_when_the_pool_has_no_thread_left()
    {
        using var release = new ManualResetEventSlim();
        var taken = Enumerable.Range(0, 200).Select(_ => Task.Run(release.Wait, Cancel)).ToList();
        using var done = new ManualResetEventSlim();
        var work = BulkThreads.RunAsync(done.Set, Cancel);

        var inTime = done.Wait(TimeSpan.FromSeconds(20), Cancel);
        var left = taken.Count(task => task.Status == TaskStatus.WaitingToRun);
        release.Set();
        await Task.WhenAll(taken);
        await work;

        Assert.True(inTime);
        Assert.InRange(left, 1, 200);
    }

    [Fact]
    public async Task Work_has_the_surroundings_of_whoever_asks()
    {
        Asking.Value = "a request";

        Assert.Equal("a request", await BulkThreads.RunAsync(() => Asking.Value, Cancel));
    }

    [Fact]
    public async Task A_failure_is_that_of_whoever_asked()
    {
        await Assert.ThrowsAsync<IOException>(() => BulkThreads.RunAsync(() => throw new IOException("disk"), Cancel));

        Assert.Equal(1, await BulkThreads.RunAsync(() => 1, Cancel));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_begun()
    {
        var begun = false;
        using var gone = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => BulkThreads.RunAsync(release.Wait, Cancel)).ToList();
        var late = BulkThreads.RunAsync(() => begun = true, gone.Token);

        await gone.CancelAsync();
        release.Set();
        await Task.WhenAll(busy);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.False(begun);
    }
}
