using System.Reflection;
using Roster.Probe.Checks;
using Roster.Probe.Reports;

namespace Roster.Probe.Tests;

/// <summary>Probes as the tests of this project do: quickly, without asking, and with the ledger in memory unless it is what is tested.</summary>
static class Probing
{
    public static readonly ProbeOptions Quick = new() { Timeout = TimeSpan.FromSeconds(20), CleanUpPause = TimeSpan.FromMilliseconds(10), CleanUpTime = TimeSpan.FromSeconds(20) };

    /// <summary>The top of the source tree.</summary>
    public static string Root => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static async Task<ProbeReport> RunAsync(string address, string? token, ProbeOptions? options = null, Action<string>? progress = null, CancellationToken cancel = default) => await ServerProbe.RunAsync(
        await Target.FindAsync(address, cancel), token is null ? ProbeCredential.None : ProbeCredential.Token(token), options ?? Quick, _ => true, progress, cancel);

    public static IEnumerable<string> Failed(this ProbeReport report) => report.Checks.Where(c => c.Finding.Verdict == Verdict.Fail).Select(c => c.Check.Id);

    /// <summary>Everything that is wrong, in words.</summary>
    public static IEnumerable<string> Troubles(this ProbeReport report) =>
        report.Checks.Where(c => c.Finding.Verdict is Verdict.Fail or Verdict.Unjudged).Select(c => $"{c.Check.Id}: {c.Finding.Fault?.ToString() ?? c.Finding.Reason}")
            .Concat(report.Conversations.SelectMany(c => c.Faults.Select(s => $"{c.Conversation.Name}, {report.Tell(s)}")))
            .Concat(report.Left.Select(l => $"{l.Name} is left: {l.Why}"))
            .Concat(report.Ended is null ? [] : [report.Ended]);
}
