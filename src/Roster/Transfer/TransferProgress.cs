using System.Diagnostics;
using System.Globalization;
using Roster.Output;
using Spectre.Console;

namespace Roster.Transfer;

/// <summary>Tells on standard error how far a transfer is: by a bar with rate and remaining time on a terminal, by a line every few seconds elsewhere.</summary>
static class TransferProgress
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    /// <param name="work">Is given what to call with the rows done by this run and, where that is known, how much that is of all, 0 to 1.</param>
    public static async Task<T> ShowAsync<T>(string title, Func<Action<long, double?>, Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        if (!Screen.ShowsProgress)
        {
            var next = Between;
            return await work((rows, fraction) =>
            {
                if (watch.Elapsed < next)
                    return;
                next = watch.Elapsed + Between;
                Console.Error.WriteLine($"{title}: {Line(rows, fraction, watch.Elapsed)}");
            });
        }

        return await Screen.Errors().Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                task.IsIndeterminate = true;
                return await work((rows, fraction) =>
                {
                    task.IsIndeterminate = fraction is null;
                    task.Value = fraction ?? 0;
                    task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{title}: {rows:N0} rows, {Rate(rows, watch.Elapsed):N0}/s"));
                });
            });
    }

    public static string Line(long rows, double? fraction, TimeSpan elapsed)
    {
        var known = fraction is > 0 and <= 1 ? string.Create(CultureInfo.InvariantCulture, $", {fraction * 100:0} %") : "";
        var left = fraction is > 0 and < 1 ? string.Create(CultureInfo.InvariantCulture, $", {elapsed.TotalSeconds * (1 - fraction.Value) / fraction.Value:0} s remaining") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows{known}, {Rate(rows, elapsed):N0} rows/s{left}");
    }

    static double Rate(long rows, TimeSpan elapsed) => elapsed.TotalSeconds > 0 ? rows / elapsed.TotalSeconds : 0;
}
