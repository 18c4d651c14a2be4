using System.Diagnostics;

namespace Roster.Server.Telemetry;

/// <summary>
/// W3C trace context, taken from requests only when the operator says so: whoever may name the parent of a request decides whether it is traced and under which id it
/// is in our log. Baggage is never taken; it would be a stranger's text.
/// </summary>
sealed class IncomingTrace(bool taken) : DistributedContextPropagator
{
    readonly DistributedContextPropagator w3c = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => w3c.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => w3c.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        if (taken)
            w3c.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        else
            (traceId, traceState) = (null, null);
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
