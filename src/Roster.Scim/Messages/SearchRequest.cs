using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Scim.Messages;

/// <summary>What a client asks of a list, as a message (RFC 7644 section 3.4.3, RFC 9865 section 3). A query string says the same.</summary>
public sealed record SearchRequest
{
    public ImmutableArray<string> Attributes { get; init; } = [];

    public ImmutableArray<string> ExcludedAttributes { get; init; } = [];

    public string? Filter { get; init; }

    public string? SortBy { get; init; }

    public bool Descending { get; init; }

    public int? StartIndex { get; init; }

    public int? Count { get; init; }

    /// <summary>Null without a cursor; empty for the first page by cursor.</summary>
    public string? Cursor { get; init; }

    /// <exception cref="ScimException"><c>invalidSyntax</c> without the message's schema; otherwise what is wrong with which member.</exception>
    public static SearchRequest Parse(JsonObject body)
    {
        var members = body.Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!, StringComparer.OrdinalIgnoreCase);
        if (members.GetValueOrDefault("schemas") is not JsonArray schemas || !schemas.Any(IsOurs))
            throw ScimError.InvalidSyntax($"A search is a message with \"schemas\": [\"{Urn.SearchRequest}\"].").ToException();

        var cursor = Text(members, "cursor");
        var filter = Text(members, "filter");
        var sortBy = Text(members, "sortBy");
        return new SearchRequest
        {
            Attributes = Names(members, "attributes"),
            ExcludedAttributes = Names(members, "excludedAttributes"),
            Filter = string.IsNullOrWhiteSpace(filter) && filter is not null ? throw ScimError.InvalidFilter("The filter is empty.").ToException() : filter,
            SortBy = SortName(sortBy),
            Descending = IsDescending(sortBy, Text(members, "sortOrder")),
            StartIndex = Number(members, "startIndex", ScimError.InvalidValue),
            Count = Number(members, "count", cursor is null ? ScimError.InvalidValue : ScimError.InvalidCount),
            Cursor = cursor,
        };
    }

    /// <exception cref="ScimException"><c>invalidPath</c> when it names nothing.</exception>
    public static string? SortName(string? sortBy) => sortBy is not null && string.IsNullOrWhiteSpace(sortBy) ? throw ScimError.InvalidPath("'sortBy' is empty; it names an attribute.").ToException() : sortBy;

    /// <summary>Reads <c>sortOrder</c>, which says nothing without <c>sortBy</c>.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>.</exception>
    public static bool IsDescending(string? sortBy, string? sortOrder) => sortBy is not null && sortOrder is not null
        && (sortOrder.Equals("descending", StringComparison.OrdinalIgnoreCase) || (sortOrder.Equals("ascending", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw ScimError.InvalidValue("'sortOrder' is 'ascending' or 'descending'.").ToException()));

    /// <summary>Reads a whole number. One that no page has means the last or the first page there is.</summary>
    /// <returns>Null when the text is none.</returns>
    public static int? WholeNumber(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return null;

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : text.StartsWith('-') ? int.MinValue
            : int.MaxValue;
    }

    static bool IsOurs(JsonNode? schema) => schema is JsonValue value && value.TryGetValue(out string? urn) && urn.Equals(Urn.SearchRequest, StringComparison.OrdinalIgnoreCase);

    static string? Text(Dictionary<string, JsonNode> members, string name) => members.GetValueOrDefault(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw ScimError.InvalidValue($"'{name}' must be a string.").ToException(),
    };

    static int? Number(Dictionary<string, JsonNode> members, string name, Func<string, ScimError> error)
    {
        if (members.GetValueOrDefault(name) is not { } value)
            return null;

        return (value.GetValueKind() == JsonValueKind.Number ? WholeNumber(value.ToJsonString()) : null)
            ?? throw error($"'{name}' must be a whole number, without quotes.").ToException();
    }

    static ImmutableArray<string> Names(Dictionary<string, JsonNode> members, string name) => members.GetValueOrDefault(name) switch
    {
        null => [],
        JsonArray array => [.. array.Select(n => n is JsonValue value && value.TryGetValue(out string? text) ? text : throw NotNames(name))],
        _ => throw NotNames(name),
    };

    static ScimException NotNames(string name) => ScimError.InvalidValue($"'{name}' must be an array of strings.").ToException();
}
