using System.Threading.Channels;

namespace Roster.Bench.Ceilings;

/// <summary>Callers wait while what they bring is written together with what the others bring.</summary>
sealed class GroupCommit<T>
{
    readonly Channel<(T Item, TaskCompletionSource Done)> waiting = Channel.CreateUnbounded<(T, TaskCompletionSource)>();

    public Task WriteAsync(T item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Writer.TryWrite((item, done));
        return done.Task;
    }

    public void Complete() => waiting.Writer.Complete();

    /// <summary>Takes what waits and writes it, until <see cref="Complete"/>.</summary>
    public async Task RunAsync(int most, Func<List<T>, Task> write)
    {
        var items = new List<T>();
        var callers = new List<TaskCompletionSource>();
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (items.Count < most && waiting.Reader.TryRead(out var next))
            {
                items.Add(next.Item);
                callers.Add(next.Done);
            }

            if (items.Count == 0)
                continue;
            try
            {
                await write(items).ConfigureAwait(false);
                callers.ForEach(caller => caller.SetResult());
            }
            catch (Exception failed)
            {
                callers.ForEach(caller => caller.SetException(failed));
            }

            items.Clear();
            callers.Clear();
        }
    }
}
