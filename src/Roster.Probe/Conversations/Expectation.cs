using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Roster.Probe.Conversations;

/// <summary>How an answer differs from what was needed.</summary>
/// <param name="At">Where: <c>status</c>, a header's name, <c>body</c>, or a path in the body such as <c>.Resources.0.id</c>.</param>
public sealed record Fault(FaultKind Kind, string At, string Expected, string Actual)
{
    /// <summary>What of a list or a user people read and clients do not act on.</summary>
    static readonly string[] Told = [".itemsPerPage", ".startIndex", ".groups"];

    /// <summary>
    /// Whether the client goes on: it decides by the status of an answer and by the resource in it. How an error is worded, what a page says of itself, memberships derived at a user, and
    /// whether an empty list is shown at all are for people and logs; the few clients that do act on one of these have a check that says so.
    /// </summary>
    public bool IsLight { get; init; } = Kind == FaultKind.Body && Told.Any(t => At.EndsWith(t, StringComparison.Ordinal));

    public override string ToString() => $"{At}: expected {Expected}, got {Actual}";
}

/// <summary>What of the answer it was.</summary>
public enum FaultKind
{
    /// <summary>Nothing came that could be judged.</summary>
    Answer,

    Status,

    Header,

    Body,
}

/// <summary>
/// What an answer must hold at least. Objects may hold more than is expected; null means absent; arrays hold the same number of values in any order;
/// <c>{"$match": "regex"}</c> describes a text, a number or a boolean, <c>{"$count": n}</c> and <c>{"$contains": x}</c> an array,
/// <c>{"$lacks": x}</c> an array without such a value, <c>{"$exactly": {…}}</c> an object that holds nothing else.
/// </summary>
static class Expectation
{
    /// <summary>The difference of <paramref name="actual"/> from <paramref name="expected"/> that weighs most, or null.</summary>
    public static Fault? Difference(JsonNode? expected, JsonNode? actual, string at, FaultKind kind) => Heaviest(Differences(expected, actual, at, kind));

    static Fault? Heaviest(IEnumerable<Fault> faults)
    {
        Fault? light = null;
        foreach (var fault in faults)
        {
            if (!fault.IsLight)
                return fault;
            light ??= fault;
        }

        return light;
    }

    static IEnumerable<Fault> Differences(JsonNode? expected, JsonNode? actual, string at, FaultKind kind) => expected switch
    {
        JsonObject wanted when !wanted.Any(m => m.Key is ['$', >= 'a' and <= 'z', ..] && Patterns.Contains(m.Key, StringComparer.Ordinal)) && actual is JsonObject given =>
            wanted.SelectMany(member => Differences(member.Value, given.TryGetPropertyValue(member.Key, out var value) ? value : null, $"{at}.{member.Key}", kind)),
        _ => Single(expected, actual, at, kind) is { } fault ? [fault] : [],
    };

    static readonly string[] Patterns = ["$match", "$count", "$contains", "$lacks", "$exactly"];

    static Fault? Single(JsonNode? expected, JsonNode? actual, string at, FaultKind kind)
    {
        Fault Not(string wanted) => new(kind, at, wanted, Told(actual));

        switch (expected)
        {
            case null:
                return actual is null ? null : Not("nothing");
            case JsonObject pattern when pattern["$match"] is { } regex:
                return actual is JsonValue && Matches(actual.ToString(), (string)regex!) ? null : Not($"what matches {regex}");
            case JsonObject pattern when pattern["$count"] is { } count:
                return actual is JsonArray counted && counted.Count == (int)count! ? null : Not($"{count} values");
            case JsonObject pattern when pattern["$contains"] is { } element:
                return actual is JsonArray holder && holder.Any(candidate => Difference(element, candidate, at, kind) is null) ? null : Not($"a list with {element.ToJsonString(Plain)}");
            case JsonObject pattern when pattern["$lacks"] is { } unwanted:
                return actual is JsonArray others && others.Any(candidate => Difference(unwanted, candidate, at, kind) is null) ? Not($"a list without {unwanted.ToJsonString(Plain)}") : null;
            case JsonObject pattern when pattern["$exactly"] is { } whole:
                return JsonNode.DeepEquals(whole, actual) ? null : Not(whole.ToJsonString(Plain));
            case JsonObject:
                return Not("an object");
            case JsonArray { Count: 0 } when actual is null:
                return Not("an empty list") with { IsLight = true };
            case JsonArray wanted:
                if (actual is not JsonArray list || list.Count != wanted.Count)
                    return Not(wanted.Count == 0 ? "an empty list" : $"{wanted.Count.ToString(CultureInfo.InvariantCulture)} values: {wanted.ToJsonString(Plain)}");
                var left = list.ToList();
                foreach (var value in wanted)
                {
                    var index = left.FindIndex(candidate => Difference(value, candidate, at, kind) is null);
                    // What differs in a light way only is the value that was meant.
                    var near = index < 0 ? left.FindIndex(candidate => Difference(value, candidate, at, kind) is { IsLight: true }) : -1;
                    if (near >= 0)
                        return Difference(value, left[near], at + "." + near.ToString(CultureInfo.InvariantCulture), kind)! with { IsLight = true };
                    if (index < 0)
                        return Not($"a list with {value?.ToJsonString(Plain)}");
                    left.RemoveAt(index);
                }

                return null;
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : Not(expected.ToJsonString(Plain));
        }
    }

    /// <summary>A part of a body by a path such as <c>Resources.0.id</c>, or null.</summary>
    public static JsonNode? At(JsonNode? node, string path) => path.Split('.').Aggregate(node, (n, name) => n switch
    {
        JsonArray array => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Count ? array[index] : null,
        JsonObject o => o.TryGetPropertyValue(name, out var value) ? value : null,
        _ => null,
    });

    // A plus sign is a plus sign to the reader.
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static bool Matches(string text, string regex) => Regex.IsMatch(text, regex, RegexOptions.NonBacktracking);

    static string Told(JsonNode? actual) => actual is null ? "nothing" : actual.ToJsonString(Plain);
}
