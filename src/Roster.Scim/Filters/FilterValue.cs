using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>What a literal says for an attribute of a given type.</summary>
static class FilterValue
{
    /// <summary>The literal in comparison form; null when it does not fit the attribute's type.</summary>
    public static ScimValue? Of(FilterLiteral literal, AttributeDefinition attribute, Tolerances tolerances) => Json(literal, attribute, tolerances) switch
    {
        null => null,
        { } json => Of(json, attribute),
    };

    /// <summary>The literal as the JSON value that a resource would hold, text as the client wrote it; null when it does not fit the attribute's type.</summary>
    public static JsonValue? Json(FilterLiteral literal, AttributeDefinition attribute, Tolerances tolerances) => attribute.Type switch
    {
        AttributeType.Boolean => literal switch
        {
            FilterLiteral.Boolean(var value, _) => JsonValue.Create(value),
            FilterLiteral.Bare(var text, _) => BooleanOf(text),
            FilterLiteral.Quoted(var text, _) when tolerances.BooleanStrings => BooleanOf(text),
            _ => null,
        },
        AttributeType.Integer or AttributeType.Decimal => literal is FilterLiteral.Number(var text, _) ? JsonNode.Parse(text)!.AsValue() : null,
        AttributeType.DateTime => TextOf(literal, tolerances) is { } text && ScimValue.TryParseInstant(text, out _) ? JsonValue.Create(text) : null,
        AttributeType.Complex => null,
        _ => TextOf(literal, tolerances) is { } text ? JsonValue.Create(text) : null,
    };

    /// <summary>A value of a resource in comparison form; null when it does not fit the attribute's type.</summary>
    public static ScimValue? Of(JsonValue json, AttributeDefinition attribute)
    {
        switch (attribute.Type)
        {
            case AttributeType.Boolean:
                return json.TryGetValue(out bool flag) ? new ScimValue.Boolean(flag) : null;
            case AttributeType.Integer or AttributeType.Decimal:
                return json.GetValueKind() == System.Text.Json.JsonValueKind.Number ? new ScimValue.Number(ScimValue.ParseNumber(json.ToJsonString())) : null;
            case AttributeType.DateTime:
                return json.TryGetValue(out string? time) && ScimValue.TryParseInstant(time, out var instant) ? new ScimValue.Instant(instant) : null;
            default:
                return json.TryGetValue(out string? text) ? new ScimValue.Text(Folding.For(attribute, text)) : null;
        }
    }

    // Without quotes `employeeNumber eq 1001` looks like a number and `division eq true` like a boolean; the attribute knows better.
    static string? TextOf(FilterLiteral literal, Tolerances tolerances) => literal switch
    {
        FilterLiteral.Quoted(var text, _) => text,
        FilterLiteral.Bare(var text, _) => text,
        FilterLiteral.Number(var text, _) when tolerances.BareFilterValues => text,
        FilterLiteral.Boolean(var value, _) when tolerances.BareFilterValues => value ? "true" : "false",
        _ => null,
    };

    static JsonValue? BooleanOf(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) ? JsonValue.Create(true)
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? JsonValue.Create(false)
        : null;
}
