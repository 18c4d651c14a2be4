using System.Text.Json.Nodes;

namespace Roster.Transfer;

/// <summary>
/// Resources that are named by something else than their id, which a file from elsewhere cannot know: a <c>value</c> of <c>userName:ana@example.org</c>, <c>externalId:4711</c> or
/// <c>displayName:Care</c> (a group) stands for that resource's id.
/// </summary>
/// <param name="Attribute">userName or externalId of a user, displayName of a group.</param>
sealed record Reference(string Attribute, string Name)
{
    static readonly string[] Attributes = ["userName", "externalId", "displayName"];

    public static Reference? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 && Attributes.Contains(text[..colon], StringComparer.Ordinal) ? new(text[..colon], text[(colon + 1)..]) : null;
    }

    /// <summary>Those by which others may name a resource.</summary>
    public static IEnumerable<Reference> To(JsonObject resource, Roster.Attributes.ResourceKind kind) =>
        (kind == Roster.Attributes.ResourceKind.Groups ? ["displayName"] : new[] { "userName", "externalId" })
            .Select(a => new Reference(a, Output.CellText.Of(resource[a]))).Where(r => r.Name.Length > 0);

    /// <summary>Those in the values of a row.</summary>
    public static IEnumerable<Reference> In(MappedRow row) => row.Assignments.SelectMany(a => a.Path.Sub is "value" && a.Value is JsonValue value ? OfValue(value) : In(a.Value));

    /// <summary>The row with ids in place of references.</summary>
    /// <param name="ids">Null for one that was not found.</param>
    public static MappedRow Resolve(MappedRow row, Func<Reference, string?> ids)
    {
        var (assignments, rejections) = (new List<Attributes.Assignment>(), row.Rejections.ToList());
        foreach (var assignment in row.Assignments)
        {
            var missing = new List<Reference>();
            var value = Resolved(assignment.Value, assignment.Path.Sub is "value", ids, missing);
            assignments.Add(assignment with { Value = value });
            rejections.AddRange(missing.Select(r => new Rejection(
                assignment.Path.Text, $"There is no {(r.Attribute is "displayName" ? "group" : "user")} with the {r.Attribute} '{r.Name}'.", "Import it first, or add it to the file.")));
        }

        return row with { Assignments = assignments, Rejections = rejections };
    }

    static IEnumerable<Reference> In(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(In),
        JsonObject json => json.SelectMany(p => p.Key is "value" && p.Value is JsonValue value ? OfValue(value) : In(p.Value)),
        _ => [],
    };

    static IEnumerable<Reference> OfValue(JsonValue value) => value.TryGetValue<string>(out var text) && Parse(text) is { } reference ? [reference] : [];

    static JsonNode? Resolved(JsonNode? node, bool isValue, Func<Reference, string?> ids, List<Reference> missing)
    {
        switch (node)
        {
            case JsonValue value when isValue && OfValue(value).FirstOrDefault() is { } reference:
                if (ids(reference) is { } id)
                    return id;
                missing.Add(reference);
                return value.DeepClone();
            case JsonArray list:
                return new JsonArray([.. list.Select(e => Resolved(e, false, ids, missing))]);
            case JsonObject json:
                return new JsonObject(json.Select(p => KeyValuePair.Create(p.Key, Resolved(p.Value, p.Key is "value", ids, missing))));
            default:
                return node?.DeepClone();
        }
    }
}
