using System.Diagnostics.Metrics;

namespace Roster.Server.Metrics;

/// <summary>What Roster measures about itself beside requests. Names follow OpenTelemetry; no label names a person, a client or an organization.</summary>
sealed class RosterMetrics
{
    public const string MeterName = "Roster";

    public RosterMetrics(IMeterFactory meters) => meters.Create(MeterName)
        .CreateObservableGauge("roster.tokens.expiring", () => TokensExpiring, "{token}", "Provisioning tokens that end within the time of the warning.");

    /// <summary>Set by whoever looks for expiring tokens.</summary>
    public int TokensExpiring { get; set; }
}
