using Roster.Probe.Conversations;

namespace Roster.Probe.Checks;

/// <summary>What a check came to.</summary>
public enum Verdict
{
    Pass,

    Fail,

    /// <summary>The server says that it does not offer the feature, which is its right.</summary>
    NotAnnounced,

    /// <summary>It makes no sense here, for the reason given.</summary>
    NotApplicable,

    /// <summary>It was not found out, for the reason given: something that comes before it failed.</summary>
    Unjudged,
}

/// <summary>A request with what came back.</summary>
public sealed record Exchange(ProbeRequest Request, ProbeAnswer? Answer);

/// <summary>What a check came to, and why.</summary>
/// <param name="Reason">Where it neither passed nor failed.</param>
/// <param name="Evidence">The exchange that decided.</param>
public sealed record Finding(Verdict Verdict, Fault? Fault = null, string? Reason = null, Exchange? Evidence = null)
{
    public static Finding Pass { get; } = new(Verdict.Pass);

    public static Finding NotApplicable(string reason) => new(Verdict.NotApplicable, Reason: reason);

    public static Finding Unjudged(string reason, Exchange? evidence = null) => new(Verdict.Unjudged, Reason: reason, Evidence: evidence);

    public static Finding Of(StepResult step, bool prepares)
    {
        var evidence = new Exchange(step.Request, step.Answer);
        return step switch
        {
            { Unplayed: { } why } => Unjudged(why, evidence),
            { Fault: { } fault } when prepares => Unjudged($"what comes before it failed: {step.Request.Line}: {fault}", evidence),
            { Fault: { } fault } => new(Verdict.Fail, fault, Evidence: evidence),
            _ => Pass,
        };
    }
}
