using System.Text.Json;
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
    public static Projection Shown(Projection projection, JsonElement body, ResourceType type) => projection.Showing(Named(body, type), type);

    /// <summary>The projection, with what a PATCH message names.</summary>
    public static Projection ShownByPatch(Projection projection, JsonElement message, ResourceType type) =>
        projection.Showing(message.Member("Operations").Elements().Where(IsObject).SelectMany(o => NamedBy(o, type)), type);

    static IEnumerable<string> NamedBy(JsonElement operation, ResourceType type)
    {
        var path = operation.Member("path").Text() ?? "";
        var value = operation.Member("value");
        if (path.Length == 0)
            return IsObject(value) ? Named(value, type) : [];
        return IsObject(value) && type.Extension(path) is { } extension ? Below(extension.Schema.Id, value) : [path.Split('[')[0]];
    }

    static IEnumerable<string> Named(JsonElement attributes, ResourceType type) => attributes.EnumerateObject().SelectMany(m =>
        IsObject(m.Value) && type.Extension(m.NameOf()) is { } extension ? Below(extension.Schema.Id, m.Value) : [m.NameOf()]);

    static IEnumerable<string> Below(string urn, JsonElement parts) => parts.EnumerateObject().Select(p => $"{urn}:{p.NameOf()}");

    static bool IsObject(JsonElement json) => json.ValueKind == JsonValueKind.Object;
}
