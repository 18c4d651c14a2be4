using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Roster.Server.Scim;

/// <summary>A version in an address (RFC 7644 section 3.13): <c>v</c> and a number.</summary>
static class VersionSegment
{
    public static bool Is(ReadOnlySpan<char> segment) =>
        segment.Length > 1 && segment[0] is 'v' or 'V' && decimal.TryParse(segment[1..], NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether the first segment of a path below <paramref name="under"/> is one.</summary>
    public static bool Begins(PathString path, string under)
    {
        if (!path.StartsWithSegments(under, StringComparison.OrdinalIgnoreCase, out var rest) || rest.Value is not { Length: > 1 } segments)
            return false;

        var first = segments.AsSpan(1);
        return Is(first.IndexOf('/') is var end and >= 0 ? first[..end] : first);
    }

    /// <summary>In a route's pattern: a segment that is none.</summary>
    public sealed class Not : IRouteConstraint
    {
        public const string Name = "unversioned";

        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values.TryGetValue(routeKey, out var segment) && segment is string text && !Is(text);
    }
}
