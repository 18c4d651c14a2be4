using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Roster.Testing;

/// <summary>A filter with what it finds in the vectors' data, or the error it ends in.</summary>
/// <param name="Scope"><c>Users</c>, <c>Groups</c> or <c>root</c>, which is both.</param>
/// <param name="Parses">Whether the text follows the grammar, be it meaningless.</param>
public sealed record FilterVector(string Id, string Filter, string Scope, bool Parses, FilterOutcome Outcome, string Note)
{
    public static ImmutableArray<FilterVector> All { get; } =
        [.. Corpus.Read("vectors", "filters.json")["vectors"]!.AsArray().Select(v => new FilterVector(
            (string)v!["id"]!, (string)v["filter"]!, (string)v["scope"]!, (bool)v["parses"]!, FilterOutcome.Read(v), (string)v["note"]!))];

    /// <summary>The vectors that a tolerance decides otherwise, by id, with the outcome under all tolerances.</summary>
    public static ImmutableDictionary<string, FilterOutcome> Tolerated { get; } =
        Corpus.Read("vectors", "tolerated-filters.json").AsArray().ToImmutableDictionary(v => (string)v!["id"]!, v => FilterOutcome.Read(v!), StringComparer.Ordinal);

    /// <summary>The stored resources of a type: <c>User</c> or <c>Group</c>.</summary>
    public static ImmutableArray<JsonObject> Dataset(string type) =>
        [.. Corpus.Read("vectors", "filters.json")["dataset"]![type + "s"]!.AsArray().Select(r => r!.AsObject())];

    public override string ToString() => $"{Id} {Filter}";
}

/// <summary>What a filter comes to, written so that two outcomes compare as text: the ids it finds, in order, or status and <c>scimType</c>.</summary>
public sealed record FilterOutcome(string Text)
{
    public static FilterOutcome Of(IEnumerable<string> ids) => new(string.Join(' ', ids.Order(StringComparer.Ordinal)));

    public static FilterOutcome Of(int status, string? scimType) => new($"error {status} {scimType}");

    internal static FilterOutcome Read(JsonNode vector) => vector["error"] is { } error
        ? Of((int)error["status"]!, (string?)error["scimType"])
        : Of(vector["match"]!.AsArray().Select(id => (string)id!));
}
