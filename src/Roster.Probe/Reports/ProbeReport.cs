using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;
using Roster.Probe.Ledgers;

namespace Roster.Probe.Reports;

/// <summary>What became of a provider's conversation.</summary>
/// <param name="Unplayed">Why it was not played; null when it was.</param>
public sealed record ConversationResult(Conversation Conversation, IReadOnlyList<StepResult> Steps, string? Unplayed)
{
    public IEnumerable<StepResult> Faults => Steps.Where(s => s.Fault is not null);

    /// <summary>Whether the client would not have gone on.</summary>
    public bool Breaks => Faults.Any(s => s.Fault is { IsLight: false });
}

/// <summary>What became of a check.</summary>
public sealed record CheckResult(Check Check, Finding Finding)
{
    /// <summary>Whether it failed, and the standard says MUST or a provider's work stops.</summary>
    public bool Breaks => Finding.Verdict == Verdict.Fail && (Check.Severity == Severity.Must || Check.Breaks.Count > 0);
}

/// <summary>How a provider gets on with the server.</summary>
public enum ProviderVerdict
{
    Works,

    /// <summary>Provisioning goes on, and something is worse than it could be.</summary>
    WorksWithLimits,

    /// <summary>Provisioning stops, or does something wrong.</summary>
    WouldBreak,

    /// <summary>Nothing of it was played.</summary>
    NotJudged,
}

/// <summary>A provider's verdict with its reasons, the heavier ones first.</summary>
public sealed record ProviderResult(string Provider, ProviderVerdict Verdict, IReadOnlyList<string> Because);

/// <summary>Everything that a probe found out. Texts of the server are shortened and free of secrets when they are written.</summary>
public sealed record ProbeReport
{
    public required Target Target { get; init; }

    /// <summary>The word in the names of all that the run made.</summary>
    public required string Run { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required TimeSpan Took { get; init; }

    public required ProbeOptions Options { get; init; }

    /// <summary><c>standard</c>, or <c>Genesys</c> where the server has the vendor's schemas.</summary>
    public required string Surface { get; init; }

    /// <summary>The service provider configuration; null when it could not be read.</summary>
    public JsonObject? Configuration { get; init; }

    public required IReadOnlyList<ConversationResult> Conversations { get; init; }

    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Resources that were made.</summary>
    public required int Made { get; init; }

    /// <summary>What could not be removed.</summary>
    public required IReadOnlyList<LeftBehind> Left { get; init; }

    /// <summary>The ledger's file, which is there still if something is left.</summary>
    public string? LedgerPath { get; init; }

    public required int Requests { get; init; }

    public required int Throttled { get; init; }

    /// <summary>Why the run ended before its end; null when it did not.</summary>
    public string? Ended { get; init; }

    public bool WasInterrupted { get; init; }

    /// <summary>Takes secrets out of a text.</summary>
    public required Func<string, string> Redact { get; init; }

    /// <summary>Every provider that was asked for, in the order of the alphabet.</summary>
    public IReadOnlyList<ProviderResult> Providers => field ??=
        [.. Conversations.Select(c => c.Conversation.Client).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).Select(Judge)];

    /// <summary>Whether something is broken that the standard says MUST of, or that stops a provider.</summary>
    public bool WouldBreak => Conversations.Any(c => c.Breaks) || Checks.Any(c => c.Breaks);

    /// <summary>A fault in one line.</summary>
    public string Tell(Fault fault) => Clean($"{fault.At}: expected {fault.Expected}, got {Shortened.Of(fault.Actual, 160)}", 400);

    /// <summary>A step's fault in one line, with the request.</summary>
    public string Tell(StepResult step) => string.Create(CultureInfo.InvariantCulture, $"step {step.Number} ({Clean(step.Step.Request, 120)}): {(step.Fault is { } fault ? Tell(fault) : Clean(step.Unplayed ?? "", 300))}")
        + (step.Step.Limit is { } limit ? $" ({limit})" : "")
        + (step is { Fault.Kind: FaultKind.Status, Answer: { Status: >= 400 } answer } && answer["detail"] is { } detail ? $" ({Clean(detail.ToString(), 160)})" : "");

    /// <summary>A text of the server's as it may stand in a report.</summary>
    public string Clean(string text, int most = 600) => Shortened.Of(Redact(text), most);

    ProviderResult Judge(string provider)
    {
        var held = Conversations.Where(c => c.Conversation.Client == provider).ToList();
        var failed = Checks.Where(c => c.Finding.Verdict == Verdict.Fail).ToList();
        var faults = held.SelectMany(c => c.Faults.Select(s => (c.Conversation, Step: s, Light: s.Fault!.IsLight))).OrderBy(f => f.Light).ToList();
        string[] because =
        [
            // What follows from a fault is often its consequence: the first ones tell enough.
            .. faults.GroupBy(f => f.Conversation.Name, StringComparer.Ordinal).SelectMany(g => g.Take(3).Select(f => $"{g.Key}, {Tell(f.Step)}")),
            .. failed.Where(c => c.Check.Breaks.Contains(provider, StringComparer.Ordinal)).Concat(failed.Where(c => c.Check.Limits.Contains(provider, StringComparer.Ordinal))).Select(c => $"check {c.Check.Id}: {c.Check.Title}"),
        ];
        var verdict = faults.Any(f => !f.Light) || failed.Any(c => c.Check.Breaks.Contains(provider, StringComparer.Ordinal)) ? ProviderVerdict.WouldBreak
            : because.Length > 0 ? ProviderVerdict.WorksWithLimits
            : held.All(c => c.Steps.All(s => s.Unplayed is not null)) ? ProviderVerdict.NotJudged
            : ProviderVerdict.Works;
        return new(provider, verdict, because);
    }
}
