using System.Text.Json.Nodes;
using Roster.Attributes;

namespace Roster.Transfer;

/// <summary>What is to be done for a row, or without one.</summary>
/// <param name="Line">The row's line; 0 for what is not in the file.</param>
/// <param name="Key">What the resource is called by.</param>
abstract record Change(long Line, string Key)
{
    public sealed record Create(long Line, string Key, JsonObject Resource) : Change(Line, Key);

    public sealed record Update(long Line, string Key, string Id, IReadOnlyList<Difference> Differences, JsonObject After) : Change(Line, Key);

    public sealed record Nothing(long Line, string Key) : Change(Line, Key);

    /// <summary>The row refers to what is not there yet, and may be further on in the file.</summary>
    public sealed record Postpone(MappedRow Row, string Key) : Change(Row.Line, Key);

    public sealed record Delete(string Key, string Id) : Change(0, Key);

    /// <param name="Rejections">At least one.</param>
    public sealed record Reject(long Line, string Key, IReadOnlyList<Rejection> Rejections) : Change(Line, Key);

    /// <summary>Compares a row with what is there.</summary>
    /// <param name="present">The resources that have the row's key.</param>
    public static Change For(MappedRow row, string? key, ValuePath match, IReadOnlyList<JsonObject> present, ResourceKind kind, AttributeTypes types)
    {
        if (row.Rejections.Count > 0)
            return new Reject(row.Line, key ?? "", row.Rejections);
        if (key is null)
            return new Reject(row.Line, "", [new(match.Text, $"The row has no {match.Text}, by which it would be found.", $"Give it a {match.Text}, or match by another attribute (--match).")]);
        if (present.Count > 1)
            return new Reject(row.Line, key, [new(match.Text, $"{present.Count} {kind.Endpoint.ToLowerInvariant()} have it.", "Match by an attribute that each resource has for itself (--match), or merge them.")]);

        if (present is [var before])
        {
            var after = (JsonObject)before.DeepClone();
            row.ApplyTo(after, types);
            // The key found the resource: another case of it is not another value.
            match.Set(after, match.Get(before)?.DeepClone(), types);
            var differences = Difference.Between(WithoutMirror(before), WithoutMirror(after));
            return differences.Count == 0 ? new Nothing(row.Line, key) : new Update(row.Line, key, Output.CellText.Of(before["id"]), differences, after);
        }

        var resource = new JsonObject { ["schemas"] = new JsonArray(kind.Schema) };
        row.ApplyTo(resource, types);
        foreach (var extension in resource.Select(p => p.Key).Where(k => k.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)).ToList())
            resource["schemas"]!.AsArray().Add(extension);
        return ValuePath.Find(resource, kind.NameAttribute) is null
            ? new Reject(row.Line, key, [new(kind.NameAttribute, $"There is no {kind.Word} of that {match.Text} yet, and a new one needs a {kind.NameAttribute}.", $"Give the row a {kind.NameAttribute}.")])
            : new Create(row.Line, key, resource);
    }
    /// <summary>Genesys Cloud adds the userName as an e-mail address of type 'other', which it alone changes.</summary>
    static JsonObject WithoutMirror(JsonObject user)
    {
        if (user["emails"] is not JsonArray emails || !emails.Any(IsMirror))
            return user;
        var own = (JsonObject)user.DeepClone();
        own["emails"] = new JsonArray([.. emails.Where(e => !IsMirror(e)).Select(e => e?.DeepClone())]);
        return own;

        bool IsMirror(JsonNode? email) => email is JsonObject address && Output.CellText.Of(address["type"]) is "other"
            && string.Equals(Output.CellText.Of(address["value"]), Output.CellText.Of(user["userName"]), StringComparison.OrdinalIgnoreCase);
    }
}
