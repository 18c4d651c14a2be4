using System.Collections.Frozen;
using System.Diagnostics;

namespace Roster.Server.Telemetry;

/// <summary>What the span of a request tells: the route and never the path.</summary>
static class RequestSpan
{
    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string Status = "http.response.status_code";
    public const string Surface = "roster.surface";
    public const string Operation = "roster.operation";

    // By OpenTelemetry a method that is none of these is told so: it is whatever the client wrote.
    const string OtherMethod = "_OTHER";
    static readonly FrozenSet<string> Methods = new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Describe(this Activity span, string method, string? route, int status, string? surface, string operation)
    {
        var known = Methods.Contains(method) ? method : OtherMethod;
        span.DisplayName = route is null ? known : $"{known} {route}";
        span.SetTag(Method, known);
        span.SetTag(Route, route);
        span.SetTag(Status, status);
        span.SetTag(Surface, surface);
        span.SetTag(Operation, surface is null ? null : operation);
        if (status >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
