using System.Collections.Concurrent;

namespace Roster.Scim.Bulk;

/// <summary>
/// Threads for what takes a processor in bulk jobs: reading them, and preparing their writes. There is one fewer than there are processors, so that jobs, however many and large, leave one to
/// everybody else, and none of them is the thread pool's, whose few threads answer all other requests.
/// </summary>
public sealed class BulkThreads : TaskScheduler
{
    static readonly BulkThreads All = new(Math.Max(1, Environment.ProcessorCount - 1));

    readonly BlockingCollection<Task> waiting = [];

    BulkThreads(int count)
    {
        for (var i = 0; i < count; i++)
            new Thread(Loop) { Name = "Roster jobs", IsBackground = true }.Start();
    }

    /// <summary>Does a piece of work in the order of asking. It should last a few milliseconds at most and wait for nothing.</summary>
    /// <param name="cancel">Counts until the work begins.</param>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel) =>
        Task.Factory.StartNew(work, cancel, TaskCreationOptions.HideScheduler | TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, All);

    /// <inheritdoc cref="RunAsync{T}(Func{T}, CancellationToken)"/>
    public static Task RunAsync(Action work, CancellationToken cancel) => RunAsync(() => { work(); return true; }, cancel);

    void Loop()
    {
        foreach (var task in waiting.GetConsumingEnumerable())
            TryExecuteTask(task);
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => waiting.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => waiting;
}
