using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Client;

namespace Roster.Transfer;

/// <summary>One attribute that is not what it is to be.</summary>
/// <param name="Path">Its path; an extension's attribute with the schema before it.</param>
/// <param name="Before">Null when it has no value.</param>
/// <param name="After">Null when it is to have none.</param>
sealed record Difference(string Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>
    /// Where two forms of a resource differ, as far as a client may write it. What a server adds to elements by itself (<c>$ref</c>, a display name) is no difference, and a password, which no server
    /// tells, is compared with nothing.
    /// </summary>
    public static IReadOnlyList<Difference> Between(JsonObject before, JsonObject after) =>
        [.. Names(before, after).Where(n => n is not ("id" or "meta" or "schemas" or "groups" or "password")).SelectMany(name =>
            name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)
                ? OfParts(name, ':', before[name] as JsonObject ?? [], after[name] as JsonObject ?? []).SelectMany(d => OfComplex(d.Path, d.Before, d.After))
                : OfComplex(name, before[name], after[name]))];

    /// <summary>The change as operations. Elements of <c>members</c> are added and removed one by one, since a list of them may be long and others change it too.</summary>
    public void AddTo(ScimPatch patch)
    {
        if (Path is not "members")
        {
            patch.Replace(ScimPath.Of(Path), After?.DeepClone());
            return;
        }

        var (before, after) = (Ids(Before), Ids(After));
        foreach (var gone in before.Except(after, StringComparer.Ordinal))
            patch.Remove(ScimPath.Of("members").Where(ScimFilter.Equal("value", gone)));
        if (after.Except(before, StringComparer.Ordinal).ToList() is { Count: > 0 } come)
            patch.Add("members", new JsonArray([.. come.Select(id => new JsonObject { ["value"] = id })]));
    }

    static IEnumerable<Difference> OfComplex(string path, JsonNode? before, JsonNode? after) =>
        Same(before, after) ? [] : before is JsonObject or null && after is JsonObject or null && (before ?? after) is JsonObject
            ? OfParts(path, '.', before as JsonObject ?? [], after as JsonObject ?? [])
            : [new(path, before, after)];

    static IEnumerable<Difference> OfParts(string path, char separator, JsonObject before, JsonObject after) =>
        Names(before, after).Where(n => !Same(before[n], after[n])).Select(n => new Difference($"{path}{separator}{n}", before[n], after[n])).Where(d => !d.Path.EndsWith(".$ref", StringComparison.Ordinal));

    static IEnumerable<string> Names(JsonObject before, JsonObject after) => before.Select(p => p.Key).Union(after.Select(p => p.Key), StringComparer.Ordinal);

    static bool Same(JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (null, null) => true,
        (JsonArray { Count: 0 }, null) or (null, JsonArray { Count: 0 }) => true,
        (null, _) or (_, null) => false,
        (JsonArray a, JsonArray b) => SameElements(a, b),
        // What is to be says what matters; the rest is the server's.
        (JsonObject a, JsonObject b) => b.All(p => Same(a[p.Key], p.Value)) && a.All(p => b.ContainsKey(p.Key) || p.Key is "$ref" or "display" or "displayName" or "type" or "primary"),
        (JsonValue a, JsonValue b) => SameValue(a, b),
        _ => false,
    };

    static bool SameElements(JsonArray before, JsonArray after)
    {
        if (before.Count != after.Count)
            return false;
        // Long lists are lists of members, which their ids tell apart.
        if (before.Count > 50 && before.All(HasId) && after.All(HasId))
            return Ids(before).ToHashSet(StringComparer.Ordinal).SetEquals(Ids(after));

        var left = before.ToList();
        foreach (var element in after)
        {
            var at = left.FindIndex(e => Same(e, element));
            if (at < 0)
                return false;
            left.RemoveAt(at);
        }

        return true;
    }

    static bool SameValue(JsonValue a, JsonValue b) => a.GetValueKind() == b.GetValueKind() && a.GetValueKind() switch
    {
        JsonValueKind.String => string.Equals(a.GetValue<string>(), b.GetValue<string>(), StringComparison.Ordinal),
        JsonValueKind.Number => decimal.TryParse(a.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var y)
            ? x == y : JsonNode.DeepEquals(a, b),
        _ => true,
    };

    static bool HasId(JsonNode? element) => element is JsonObject json && json["value"] is JsonValue;

    static IReadOnlyList<string> Ids(JsonNode? members) => members is JsonArray list ? [.. list.OfType<JsonObject>().Select(m => Output.CellText.Of(m["value"]))] : [];
}
