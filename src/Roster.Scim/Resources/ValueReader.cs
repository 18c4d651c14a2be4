using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// Reads a client's JSON value into canonical form, by the attribute's definition: right JSON type, sub-attributes in the schema's spelling,
/// nothing null, empty or read-only left in it. Clients' bad habits end here.
/// </summary>
/// <param name="patching">Whether the value comes in a PATCH, where what does not fit the schema is an error rather than ignored (RFC 7644 section 3.5.2).</param>
sealed class ValueReader(ScimProfile profile, bool patching)
{
    readonly Tolerances tolerances = profile.Tolerances;
    readonly WriteLimits limits = profile.WriteLimits;

    /// <summary>Reads the whole value of an attribute.</summary>
    /// <param name="place">Where the value stands, for the error: <c>emails</c>, <c>Operations[2].value</c>.</param>
    /// <returns>A scalar, an object, or for a multi-valued attribute a non-empty array; null for unassigned.</returns>
    public JsonNode? Read(AttributeDefinition attribute, JsonElement value, Place place)
    {
        if (!attribute.MultiValued)
            return ReadOne(attribute, Unwrap(attribute, value, place), place);

        if (value.IsNothing())
            return null;

        var read = new JsonArray();
        if (value.ValueKind != JsonValueKind.Array)
        {
            RequireBareValues(attribute, place);
            if (!IsUnassigned(value))
                Add(value, 0);
        }
        else
        {
            if (value.GetArrayLength() > limits.Values)
                throw ScimError.InvalidValue($"'{place}' has {value.GetArrayLength()} values; at most {limits.Values} are allowed.").ToException();

            var at = 0;
            foreach (var element in value.EnumerateArray())
                Add(element, at++);
        }

        ElementIdentity.Collapse(attribute, read);
        KeepOnePrimary(attribute, read, place);
        return read.Count == 0 ? null : read;

        void Add(JsonElement element, int index)
        {
            if (ReadElement(attribute, element, place.At(index)) is { } canonical)
                read.Add(canonical);
        }
    }

    /// <summary>Reads one value of a multi-valued attribute; null when there is nothing in it.</summary>
    public JsonNode? ReadElement(AttributeDefinition attribute, JsonElement value, Place place)
    {
        var element = ReadOne(attribute, value, place);
        var empty = tolerances.EmptyMeansUnassigned && element is JsonObject complex && attribute.Sub("value") is not null && !complex.ContainsKey("value")
            && value.ValueKind == JsonValueKind.Object && value.Member("value") is var sent && (sent.ValueKind == JsonValueKind.Null || IsEmptyText(sent));
        return empty ? null : element;
    }

    /// <summary>Whether the value says that there is none: null, or an empty text from a client that means the same.</summary>
    public bool IsUnassigned(JsonElement value) => value.IsNothing() || (tolerances.EmptyMeansUnassigned && IsEmptyText(value));

    /// <summary>Reads one value: the value of a single-valued attribute, or one element.</summary>
    public JsonNode? ReadOne(AttributeDefinition attribute, JsonElement value, Place place)
    {
        if (value.IsNothing() || (IsUnassigned(value) && !attribute.Required))
            return null;

        return attribute.Type switch
        {
            AttributeType.Boolean => ReadBoolean(value, place),
            AttributeType.Integer => ReadInteger(value, place),
            AttributeType.Decimal => JsonBody.Number(Required(value, JsonValueKind.Number, "a number", place)),
            AttributeType.Complex => ReadComplex(attribute, value, place),
            _ => ReadText(attribute, value, place),
        };
    }

    // A PATCH may name one element without its array; elsewhere that is a habit of some clients (roles, entitlements).
    void RequireBareValues(AttributeDefinition attribute, Place place)
    {
        if (!patching && !tolerances.BareValues)
            throw ScimError.InvalidValue($"'{place}' must be an array: '{attribute.Name}' has many values.").ToException();
    }

    JsonElement Unwrap(AttributeDefinition attribute, JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return value;
        if (value.GetArrayLength() == 0)
            return default;
        if (value.GetArrayLength() == 1 && tolerances.OneElementArrays)
            return value[0];

        throw ScimError.InvalidValue($"'{place}' must be one value, not an array: '{attribute.Name}' has one value.").ToException();
    }

    JsonValue ReadBoolean(JsonElement value, Place place)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return JsonValue.Create(value.GetBoolean());

        // Entra ID sends "True" and "False" in PATCH; reading any text as true would keep leavers active.
        if (tolerances.BooleanStrings && bool.TryParse(value.Text(), out var flag))
            return JsonValue.Create(flag);

        throw ScimError.InvalidValue($"'{place}' must be true or false.").ToException();
    }

    static JsonValue ReadInteger(JsonElement value, Place place)
    {
        var number = Required(value, JsonValueKind.Number, "a whole number", place);
        return number.TryGetInt64(out _)
            ? JsonBody.Number(number)
            : throw ScimError.InvalidValue($"'{place}' must be a whole number of at most 64 bits.").ToException();
    }

    JsonValue ReadText(AttributeDefinition attribute, JsonElement value, Place place)
    {
        var text = Required(value, JsonValueKind.String, "a string", place).GetString()!;
        if (text.Length == 0 && attribute.Required)
            throw ScimError.InvalidValue($"'{place}' must not be empty: '{attribute.Name}' is required.").ToException();

        var maximum = attribute.Type == AttributeType.Binary ? int.MaxValue : limits.TextLength;
        if (text.Length > maximum || Folding.Exact(text).Length > maximum)
            throw ScimError.InvalidValue($"'{place}' has more than {maximum} characters.").ToException();

        switch (attribute.Type)
        {
            case AttributeType.DateTime when !ScimValue.TryParseInstant(text, out _):
                throw ScimError.InvalidValue($"'{place}' must be a date and time such as 2026-01-31T08:00:00Z.").ToException();
            case AttributeType.DateTime when !HasOffset(text):
                // RFC 7643 2.3.5 lets the offset be left out; answers always carry one.
                return JsonValue.Create(text + "Z");
            case AttributeType.Binary when !Base64.IsValid(text):
                throw ScimError.InvalidValue($"'{place}' must be base64 (RFC 4648 section 4).").ToException();
            default:
                break;
        }

        if (!tolerances.LooseFormats && !ValueFormats.Fits(attribute.Format, text))
            throw ScimError.InvalidValue($"'{place}' must be {ValueFormats.Describe(attribute.Format)}.").ToException();
        if (attribute.Uniqueness != Uniqueness.None)
            RequirePlainName(text, place);
        if (attribute.IsClosed && !attribute.CanonicalValues.IsEmpty && !IsCanonical(attribute, text))
            throw ScimError.InvalidValue($"'{place}' must be one of {string.Join(", ", attribute.CanonicalValues)}.").ToException();

        return JsonValue.Create(text);
    }

    static bool IsCanonical(AttributeDefinition attribute, string text)
    {
        var folded = Folding.For(attribute, text);
        return attribute.CanonicalValues.Any(v => Folding.For(attribute, v) == folded);
    }

    JsonObject? ReadComplex(AttributeDefinition attribute, JsonElement value, Place place)
    {
        var read = new JsonObject();
        if (value.ValueKind == JsonValueKind.Object)
            ReadParts(attribute, tolerances.BareValues && value.GetPropertyCount() == 1 && Wrapped(value.Member("value")) is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : value, place, read);
        else if (!tolerances.BareValues || value.ValueKind == JsonValueKind.Array || attribute.Sub("value") is not { } bare)
            throw ScimError.InvalidValue($"'{place}' must be an object with the parts of '{attribute.Name}'.").ToException();
        else if (Wrapped(value) is { ValueKind: JsonValueKind.Object } parts)
            return ReadComplex(attribute, parts, place);
        else
            ReadPart(bare, value, place, read);

        return read.Count == 0 ? null : read;
    }

    void ReadParts(AttributeDefinition attribute, JsonElement parts, Place place, JsonObject read)
    {
        var computed = attribute.ComputedReference;
        foreach (var part in parts.EnumerateObject())
        {
            var name = part.NameOf();
            var sub = attribute.Sub(name) ?? Leftover(attribute, name);
            if (sub is null && patching && !tolerances.UnknownInPatchValues)
                throw ScimError.InvalidSyntax($"'{place}' has '{ScimError.Quote(name)}', which is not a sub-attribute of '{attribute.Name}'.").ToException();

            // The server computes references to resources from 'value' (one source of truth).
            if (sub is not null && !ReferenceEquals(sub, computed))
                ReadPart(sub, part.Value, place, read);
        }
    }

    void ReadPart(AttributeDefinition sub, JsonElement part, Place place, JsonObject read)
    {
        if (sub.Mutability == Mutability.ReadOnly)
        {
            if (patching && !part.IsNothing() && !tolerances.ReadOnlyInPatchValues)
                throw ScimError.Mutability($"'{place}.{sub.Name}' is read-only.").ToException();
            return;
        }

        if (Read(sub, part, place.Of(sub.Name)) is { } canonical)
            read[sub.Name] = canonical;
    }

    // Entra ID wraps a role's parts as JSON in a string. A string that only looks like it is a value like any other.
    static JsonElement Wrapped(JsonElement value) =>
        value.Text() is ['{', .., '}'] text && JsonBody.TryParseText(text) is { ValueKind: JsonValueKind.Object } parts && parts.Member("value").ValueKind != JsonValueKind.Undefined ? parts : default;

    // SCIM 1 spelled a manager's id 'managerId'; OneLogin's templates still do.
    AttributeDefinition? Leftover(AttributeDefinition attribute, string name) =>
        tolerances.BareValues && IsName(name, attribute.Name + "Id") ? attribute.Sub("value") : null;

    void KeepOnePrimary(AttributeDefinition attribute, JsonArray elements, Place place)
    {
        if (attribute.Sub("primary") is null)
            return;

        var seen = false;
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i] is not JsonObject element || !ElementIdentity.IsPrimary(element))
                continue;
            if (seen && !tolerances.FirstPrimaryWins)
                throw ScimError.InvalidValue($"'{place}' has more than one primary value.").ToException();
            if (seen)
                element["primary"] = false;
            seen = true;
        }
    }

    // Names that people and programs must tell apart: no characters that cannot be seen, no blanks at the ends.
    static void RequirePlainName(string text, Place place)
    {
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            throw ScimError.InvalidValue($"'{place}' must not begin or end with a blank.").ToException();

        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                throw ScimError.InvalidValue($"'{place}' has the invisible character U+{rune.Value:X4}; take it out.").ToException();
        }
    }

    static JsonElement Required(JsonElement value, JsonValueKind kind, string expected, Place place) =>
        value.ValueKind == kind ? value : throw ScimError.InvalidValue($"'{place}' must be {expected}.").ToException();

    static bool HasOffset(string instant) => instant[^1] is 'Z' or 'z' || instant.IndexOfAny(['+', '-'], instant.IndexOf('T', StringComparison.Ordinal)) >= 0;

    static bool IsEmptyText(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8);

    static bool IsName(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
