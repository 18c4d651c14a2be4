using System.Text.Json;
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
    public static ScimValue? Of(JsonValue json, AttributeDefinition attribute) => Of(new NodeView(json), attribute);

    /// <inheritdoc cref="Of(JsonValue, AttributeDefinition)"/>
    public static ScimValue? Of<T>(T json, AttributeDefinition attribute)
        where T : struct, IJsonView<T>, allows ref struct
    {
        switch (attribute.Type, json.Kind)
        {
            case (AttributeType.Boolean, JsonValueKind.True or JsonValueKind.False):
                return new ScimValue.Boolean(json.Kind == JsonValueKind.True);
            case (AttributeType.Integer or AttributeType.Decimal, JsonValueKind.Number):
                return new ScimValue.Number(ScimValue.ParseNumber(json.Digits));
            case (AttributeType.DateTime, JsonValueKind.String):
                return ScimValue.TryParseInstant(json.Text, out var instant) ? new ScimValue.Instant(instant) : null;
            case (not (AttributeType.Boolean or AttributeType.Integer or AttributeType.Decimal or AttributeType.DateTime), JsonValueKind.String):
                return new ScimValue.Text(Folding.For(attribute, json.Text));
            default:
                return null;
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
