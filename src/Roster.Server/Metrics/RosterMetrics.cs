using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Roster.Server.Passwords;

namespace Roster.Server.Metrics;

/// <summary>What Roster measures about itself. Names follow OpenTelemetry; no label names a person, a client or an organization, and each has few values.</summary>
sealed class RosterMetrics
{
    public const string MeterName = "Roster";

    // Each class multiplies the series; beyond these the operator's further ones are one.
    const int MostTenantClasses = 16;
    const string OtherTenantClass = "other";

    static readonly string[] StatusClasses = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public RosterMetrics(IMeterFactory meters, PasswordHashing hashing)
    {
        var meter = meters.Create(MeterName);
        requests = meter.CreateHistogram(
            "roster.request.duration", "s", "SCIM requests by operation, surface, class of status and class of organization.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        limited = meter.CreateCounter<long>("roster.requests.limited", "{request}", "Requests that were answered 429.");
        wrongSecrets = meter.CreateCounter<long>("roster.secrets.wrong", "{request}", "Requests for a token, or about one, whose client is not known or has another secret.");
        meter.CreateObservableGauge("roster.passwords.waiting", () => hashing.Waiting, "{password}", "Passwords that wait to be hashed.");
        meter.CreateObservableGauge("roster.tokens.expiring", () => TokensExpiring, "{token}", "Provisioning tokens that end within the time of the warning.");
    }

    readonly Histogram<double> requests;
    readonly Counter<long> limited;
    readonly Counter<long> wrongSecrets;
    readonly ConcurrentDictionary<string, bool> tenantClasses = new(StringComparer.Ordinal);

    /// <summary>Set by whoever looks for expiring tokens.</summary>
    public int TokensExpiring { get; set; }

    public void Answered(string surface, string operation, int status, string tenantClass, TimeSpan took) => requests.Record(
        took.TotalSeconds,
        new("surface", surface), new("operation", operation), new("status", StatusClasses[status is >= 100 and < 600 ? status / 100 : 0]), new("tenant_class", Bounded(tenantClass)));

    /// <param name="surface">A surface's name, or <see cref="MeasuredRoute.Other"/>.</param>
    public void Limited(string surface) => limited.Add(1, new KeyValuePair<string, object?>("surface", surface));

    public void WrongSecret() => wrongSecrets.Add(1);

    string Bounded(string tenantClass) =>
        tenantClasses.ContainsKey(tenantClass) || (tenantClasses.Count < MostTenantClasses && tenantClasses.TryAdd(tenantClass, true)) ? tenantClass : OtherTenantClass;
}
