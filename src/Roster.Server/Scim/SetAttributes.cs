using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>
/// The attributes that a write names. Those that are returned on request only are shown in its answer, since it set them (RFC 7643 section 7,
/// <c>returned</c>).
/// </summary>
static class SetAttributes
{
    /// <summary>The projection, with what a POST or PUT body names.</summary>
    public static Projection Shown(Projection projection, JsonObject body, ResourceType type) => projection.Showing(Named(body, type), type);

    /// <summary>The projection, with what a PATCH message names.</summary>
    public static Projection ShownByPatch(Projection projection, JsonObject message, ResourceType type)
    {
        var operations = message.FirstOrDefault(m => m.Key.Equals("Operations", StringComparison.OrdinalIgnoreCase)).Value as JsonArray ?? [];
        return projection.Showing(operations.OfType<JsonObject>().SelectMany(o => NamedBy(o, type)), type);
    }

    static IEnumerable<string> NamedBy(JsonObject operation, ResourceType type)
    {
        var path = Member(operation, "path") is JsonValue text && text.TryGetValue(out string? given) ? given : "";
        var value = Member(operation, "value") as JsonObject;
        if (path.Length == 0)
            return value is null ? [] : Named(value, type);
        return type.Extension(path) is { } extension && value is not null ? Below(extension.Schema.Id, value) : [path.Split('[')[0]];
    }

    static IEnumerable<string> Named(JsonObject attributes, ResourceType type) => attributes.SelectMany(m =>
        type.Extension(m.Key) is { } extension && m.Value is JsonObject parts ? Below(extension.Schema.Id, parts) : [m.Key]);

    static IEnumerable<string> Below(string urn, JsonObject parts) => parts.Select(p => $"{urn}:{p.Key}");

    static JsonNode? Member(JsonObject json, string name) => json.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
