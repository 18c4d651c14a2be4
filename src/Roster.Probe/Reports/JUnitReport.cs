using System.Globalization;
using System.Xml.Linq;
using Roster.Probe.Checks;

namespace Roster.Probe.Reports;

/// <summary>
/// The report in the form that build servers read: a suite for each provider's conversations and for each group of checks. A fault that breaks something is a failure; one of less weight,
/// like what was not judged, is skipped with its reason, so that a build fails exactly where the exit code is 1.
/// </summary>
public static class JUnitReport
{
    public static string Write(ProbeReport report)
    {
        var suites = report.Conversations.GroupBy(c => c.Conversation.Client ?? "Conversations", StringComparer.Ordinal).Select(g => Suite(g.Key, g.Select(c => Case(report, c))))
            .Concat(report.Checks.GroupBy(c => c.Check.Group, StringComparer.Ordinal).Select(g => Suite(g.Key, g.Select(c => Case(report, c)))))
            .ToList();
        var root = new XElement("testsuites", new XAttribute("name", $"roster probe {report.Target.Base}"), Counts(suites), new XAttribute("time", Math.Round(report.Took.TotalSeconds, 1).ToString(CultureInfo.InvariantCulture)), suites);
        return new XDeclaration("1.0", "utf-8", null) + "\n" + root + "\n";
    }

    static XElement Suite(string name, IEnumerable<XElement> cases)
    {
        var all = cases.ToList();
        return new("testsuite",
            new XAttribute("name", name),
            new XAttribute("tests", all.Count),
            new XAttribute("failures", all.Count(c => c.Element("failure") is not null)),
            new XAttribute("errors", 0),
            new XAttribute("skipped", all.Count(c => c.Element("skipped") is not null)),
            all);
    }

    static IEnumerable<XAttribute> Counts(List<XElement> suites) =>
        new[] { "tests", "failures", "errors", "skipped" }.Select(count => new XAttribute(count, suites.Sum(s => (int)s.Attribute(count)!)));

    static XElement Case(ProbeReport report, ConversationResult c)
    {
        var faults = c.Faults.ToList();
        var unplayed = c.Steps.FirstOrDefault(s => s.Unplayed is not null);
        return Case($"conversations.{c.Conversation.Name}", c.Conversation.About,
            c.Breaks ? Failure("would break", report.Tell(faults.First(f => f.Fault is { IsLight: false })), string.Join("\n", faults.Select(report.Tell)))
            : faults.Count > 0 ? Skipped($"a limit: {report.Tell(faults[0])}")
            : c.Unplayed is { } why ? Skipped(why)
            : unplayed is not null ? Skipped(report.Tell(unplayed))
            : null);
    }

    static XElement Case(ProbeReport report, CheckResult c) => Case($"checks.{c.Check.Id}", c.Check.Title, c.Finding switch
    {
        { Verdict: Verdict.Pass } => null,
        { Verdict: Verdict.Fail, Fault: { } fault } when c.Breaks =>
            Failure(c.Check.Severity.ToString(), report.Tell(fault), $"{report.Tell(fault)}\nWhy it matters: {c.Check.Why}\nRemedy: {c.Check.Remedy}\nBreaks: {string.Join(", ", c.Check.Breaks)}\nLimits: {string.Join(", ", c.Check.Limits)}"),
        { Verdict: Verdict.Fail, Fault: { } fault } => Skipped($"a limit: {report.Tell(fault)}"),
        var other => Skipped(report.Clean(other.Reason ?? "")),
    });

    static XElement Case(string className, string name, XElement? outcome) => new("testcase", new XAttribute("classname", className), new XAttribute("name", name), new XAttribute("time", "0"), outcome);

    static XElement Failure(string type, string message, string text) => new("failure", new XAttribute("type", type), new XAttribute("message", message), text);

    static XElement Skipped(string why) => new("skipped", new XAttribute("message", why));
}
