using System.Globalization;
using System.Text;
using Roster.Probe.Checks;

namespace Roster.Probe.Reports;

/// <summary>The report for people: the providers first, then what failed and what to do about it, then what was not judged.</summary>
public static class TableReport
{
    const int MostNames = 12;

    /// <param name="everything">Also what passed.</param>
    public static string Write(ProbeReport report, bool everything)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Target.Base} ({report.Surface} surface), {report.Requests} requests in {report.Took.TotalSeconds:0} s").AppendLine();
        if (report.Throttled > 0)
            text.Append(CultureInfo.InvariantCulture, $"{report.Throttled} requests were answered 429 and sent again.").AppendLine();
        if (report.Ended is { } ended)
            text.Append("The run ended early: ").Append(report.Clean(ended)).AppendLine(".");
        text.AppendLine();

        foreach (var provider in report.Providers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{provider.Provider,-26}{Told(provider.Verdict)}").AppendLine(provider.Because.Count > 0 ? ", because" : "");
            foreach (var why in provider.Because)
                text.Append("    ").AppendLine(why);
        }

        if (report.Providers.Count > 0)
            text.AppendLine();

        foreach (var conversation in report.Conversations.Where(c => c.Conversation.Client is null && c.Faults.Any()))
        {
            text.Append("conversation ").AppendLine(conversation.Conversation.Name);
            foreach (var step in conversation.Faults)
                text.Append("    ").AppendLine(report.Tell(step));
        }

        foreach (var severity in Enum.GetValues<Severity>())
        {
            foreach (var c in report.Checks.Where(c => c.Finding.Verdict == Verdict.Fail && c.Check.Severity == severity))
            {
                text.Append(CultureInfo.InvariantCulture, $"{Told(severity)}  {c.Check.Id} fails: {c.Check.Title}").AppendLine();
                text.Append("    ").AppendLine(report.Tell(c.Finding.Fault!));
                if (c.Finding.Evidence is { } evidence)
                    text.Append("    at ").AppendLine(report.Clean(evidence.Request.Line, 200));
                text.Append("    ").AppendLine(c.Check.Why);
                text.Append("    ").Append(c.Check.Remedy).Append(" [").AppendJoin(", ", c.Check.Holds).AppendLine("]");
            }
        }

        foreach (var group in Unjudged(report).GroupBy(u => u.Why, StringComparer.Ordinal))
        {
            var names = group.Select(u => u.Name).ToList();
            // A run that only reads passes over most; their names are in the other forms of the report.
            text.Append("not judged: ").Append(names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $"{names.Count} conversations and checks") : string.Join(", ", names)).Append(" (").Append(group.Key).AppendLine(")");
        }

        if (everything)
        {
            foreach (var c in report.Checks.Where(c => c.Finding.Verdict == Verdict.Pass))
                text.Append("pass  ").Append(c.Check.Id).Append(": ").AppendLine(c.Check.Title);
        }

        var counts = report.Checks.CountBy(c => c.Finding.Verdict).ToDictionary();
        text.Append(CultureInfo.InvariantCulture, $"{report.Checks.Count} checks: {counts.GetValueOrDefault(Verdict.Pass)} pass, {counts.GetValueOrDefault(Verdict.Fail)} fail, {counts.GetValueOrDefault(Verdict.NotAnnounced)} not announced, {counts.GetValueOrDefault(Verdict.NotApplicable)} not applicable, {counts.GetValueOrDefault(Verdict.Unjudged)} not judged").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"{report.Made} resources were made, {report.Left.Count} are left").AppendLine(report.Left.Count > 0 ? ":" : ".");
        foreach (var left in report.Left)
            text.Append(CultureInfo.InvariantCulture, $"    {report.Clean(left.Name, 200)}: {report.Clean(left.Why, 300)}").AppendLine();
        if (report.Left.Count > 0 && report.LedgerPath is { } ledger)
            text.Append("Try again with: roster probe --clean-up ").AppendLine(ledger);
        return text.ToString();
    }

    static IEnumerable<(string Name, string Why)> Unjudged(ProbeReport report) =>
        report.Conversations.Where(c => c.Unplayed is not null).Select(c => (c.Conversation.Name, c.Unplayed!))
            .Concat(report.Conversations.SelectMany(c => c.Steps.Where(s => s.Unplayed is not null).Take(1).Select(s => ($"{c.Conversation.Name} from step {s.Number.ToString(CultureInfo.InvariantCulture)}", report.Clean(s.Unplayed!, 200)))))
            .Concat(report.Checks.Where(c => c.Finding.Verdict is Verdict.Unjudged or Verdict.NotApplicable or Verdict.NotAnnounced).Select(c => (c.Check.Id, report.Clean(c.Finding.Reason ?? "", 300))));

    static string Told(ProviderVerdict verdict) => verdict switch
    {
        ProviderVerdict.Works => "works",
        ProviderVerdict.WorksWithLimits => "works with limits",
        ProviderVerdict.WouldBreak => "would break",
        _ => "not judged",
    };

    static string Told(Severity severity) => severity switch
    {
        Severity.Must => "MUST  ",
        Severity.Should => "SHOULD",
        _ => "NEED  ",
    };
}
