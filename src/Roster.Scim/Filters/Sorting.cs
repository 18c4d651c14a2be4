using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>What sorting means (RFC 7644 section 3.4.2.3), on resources as they are shown; every store must agree with it.</summary>
public static class Sorting
{
    /// <summary>
    /// Finds the attribute that a client wants to sort by, for each of the types of one question. A type that lacks it gets null: there it is unassigned.
    /// </summary>
    /// <exception cref="ScimException"><c>invalidPath</c> when no type knows the name, <c>invalidValue</c> when it has no values that could be compared.</exception>
    public static IReadOnlyList<AttributePath?> Bind(string name, IReadOnlyList<ResourceType> types, Tolerances tolerances)
    {
        var resolutions = types.Select(type => new PathResolver(type, tolerances).Resolve(name)).ToList();
        if (resolutions.OfType<PathResolution.Found>().Any())
            return [.. resolutions.Select(r => r is PathResolution.Found(var path) ? Sortable(path) : null)];

        var reason = resolutions.OfType<PathResolution.Unknown>().FirstOrDefault()?.Reason ?? "it is a schema and no attribute";
        throw ScimError.InvalidPath($"'sortBy' names '{ScimError.Quote(name)}', which is unknown: {reason}.").ToException();
    }

    static AttributePath Sortable(AttributePath path)
    {
        if (path.Leaf.IsComplex)
        {
            path = path.Attribute.Sub("value") is { IsComplex: false } value
                ? path.With(value)
                : throw ScimError.InvalidValue($"'sortBy' names '{path}', which is complex and has no 'value'; name one of its sub-attributes.").ToException();
        }

        // The order would tell the values.
        return path.Attribute.Returned == Returned.Never || path.Leaf.Returned == Returned.Never
            ? throw ScimError.InvalidValue($"'sortBy' names '{path}', which is never returned and cannot be sorted by.").ToException()
            : path;
    }

    /// <summary>The value that a resource is sorted by: of several the primary one, else the first. Null when there is none that fits the attribute's type.</summary>
    public static ScimValue? KeyOf(AttributePath path, JsonObject resource)
    {
        var container = path.Extension is null ? resource : resource[path.Extension] as JsonObject;
        var value = Chosen(container?[path.Attribute.Name]);
        if (path.Sub is not null)
            value = Chosen((value as JsonObject)?[path.Sub.Name]);
        return value is JsonValue simple ? FilterValue.Of(simple, path.Leaf) : null;
    }

    static JsonNode? Chosen(JsonNode? value)
    {
        if (value is not JsonArray values)
            return value;

        var first = values.Count == 0 ? null : values[0];
        foreach (var element in values)
        {
            if (element is JsonObject complex && complex["primary"] is JsonValue primary && primary.TryGetValue(out bool chosen) && chosen)
                return element;
        }

        return first;
    }

    /// <summary>The ascending order of keys. What is unassigned comes last.</summary>
    public static int Compare(ScimValue? left, ScimValue? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (ScimValue.Text(var l), ScimValue.Text(var r)) => Folding.CompareCodePoints(l, r),
        (ScimValue.Number(var l), ScimValue.Number(var r)) => l.CompareTo(r),
        (ScimValue.Instant(var l), ScimValue.Instant(var r)) => l.CompareTo(r),
        (ScimValue.Boolean(var l), ScimValue.Boolean(var r)) => l.CompareTo(r),
        // Two types may have attributes of one name and different types.
        _ => Kind(left).CompareTo(Kind(right)),
    };

    static int Kind(ScimValue value) => value switch
    {
        ScimValue.Boolean => 0,
        ScimValue.Number => 1,
        ScimValue.Instant => 2,
        _ => 3,
    };
}
