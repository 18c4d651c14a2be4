using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Roster.Server.Telemetry;

/// <summary>
/// Lets through the attributes of a span that are known to hold nothing of a request's own text. What ASP.NET Core may add (the path, the host, the client's program)
/// can hold a name, an address or a token.
/// </summary>
sealed class KnownAttributes : BaseProcessor<Activity>
{
    static readonly FrozenSet<string> Known =
        new[] { RequestSpan.Method, RequestSpan.Route, RequestSpan.Status, RequestSpan.Surface, RequestSpan.Operation }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.Where(t => !Known.Contains(t.Key)).ToList())
            data.SetTag(name, null);
    }
}
