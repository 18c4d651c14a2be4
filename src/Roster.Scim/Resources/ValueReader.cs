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
    public JsonNode? Read(AttributeDefinition attribute, JsonNode? value, Place place)
    {
        RefusePacked(value, place);
        if (!attribute.MultiValued)
            return ReadOne(attribute, Unwrap(attribute, value, place), place);

        if (value is null)
            return null;

        var elements = value as JsonArray ?? Single(value, attribute, place);
        var maximum = limits.Values;
        if (elements.Count > maximum)
            throw ScimError.InvalidValue($"'{place}' has {elements.Count} values; at most {maximum} are allowed.").ToException();

        var read = new JsonArray();
        for (var i = 0; i < elements.Count; i++)
        {
            if (ReadElement(attribute, elements[i], place.At(i)) is { } element)
                read.Add(element);
        }

        ElementIdentity.Collapse(attribute, read);
        KeepOnePrimary(attribute, read, place);
        return read.Count == 0 ? null : read;
    }

    /// <summary>Reads one value of a multi-valued attribute; null when there is nothing in it.</summary>
    public JsonNode? ReadElement(AttributeDefinition attribute, JsonNode? value, Place place)
    {
        var element = ReadOne(attribute, value, place);
        var empty = tolerances.EmptyMeansUnassigned && element is JsonObject complex && attribute.Sub("value") is not null && !complex.ContainsKey("value")
            && value is JsonObject sent && sent.Any(m => IsName(m.Key, "value") && (m.Value is null || IsEmptyText(m.Value)));
        return empty ? null : element;
    }

    /// <summary>Whether the value says that there is none: null, or an empty text from a client that means the same.</summary>
    public bool IsUnassigned(JsonNode? value) => value is null || (tolerances.EmptyMeansUnassigned && IsEmptyText(value));

    /// <summary>Reads one value: the value of a single-valued attribute, or one element.</summary>
    public JsonNode? ReadOne(AttributeDefinition attribute, JsonNode? value, Place place)
    {
        if (value is null)
            return null;
        RefusePacked(value, place);
        if (IsUnassigned(value) && !attribute.Required)
            return null;

        return attribute.Type switch
        {
            AttributeType.Boolean => ReadBoolean(value, place),
            AttributeType.Integer => ReadInteger(value, place),
            AttributeType.Decimal => Required(value, JsonValueKind.Number, "a number", place).DeepClone(),
            AttributeType.Complex => ReadComplex(attribute, value, place),
            _ => ReadText(attribute, value, place),
        };
    }

    void RefusePacked(JsonNode? value, Place place)
    {
        if (PackedArray.In(value) is { } packed)
            throw ScimError.InvalidValue($"'{place}' has {packed.Count} values; at most {limits.Values} are allowed.").ToException();
    }

    JsonArray Single(JsonNode value, AttributeDefinition attribute, Place place)
    {
        // A PATCH may name one element without its array; elsewhere that is a habit of some clients (roles, entitlements).
        if (patching || tolerances.BareValues)
            return IsUnassigned(value) ? [] : new JsonArray(value.DeepClone());

        throw ScimError.InvalidValue($"'{place}' must be an array: '{attribute.Name}' has many values.").ToException();
    }

    JsonNode? Unwrap(AttributeDefinition attribute, JsonNode? value, Place place)
    {
        if (value is not JsonArray array)
            return value;
        if (array.Count == 0)
            return null;
        if (array.Count == 1 && tolerances.OneElementArrays)
            return array[0];

        throw ScimError.InvalidValue($"'{place}' must be one value, not an array: '{attribute.Name}' has one value.").ToException();
    }

    JsonValue ReadBoolean(JsonNode value, Place place)
    {
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return JsonValue.Create(value.GetValue<bool>());

        // Entra ID sends "True" and "False" in PATCH; reading any text as true would keep leavers active.
        if (tolerances.BooleanStrings && value.GetValueKind() == JsonValueKind.String && bool.TryParse(value.GetValue<string>(), out var flag))
            return JsonValue.Create(flag);

        throw ScimError.InvalidValue($"'{place}' must be true or false.").ToException();
    }

    static JsonNode ReadInteger(JsonNode value, Place place)
    {
        var number = Required(value, JsonValueKind.Number, "a whole number", place);
        return long.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? number.DeepClone()
            : throw ScimError.InvalidValue($"'{place}' must be a whole number of at most 64 bits.").ToException();
    }

    JsonValue ReadText(AttributeDefinition attribute, JsonNode value, Place place)
    {
        var text = Required(value, JsonValueKind.String, "a string", place).GetValue<string>();
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

    JsonNode? ReadComplex(AttributeDefinition attribute, JsonNode value, Place place)
    {
        if (value is not JsonObject members)
            return ReadOne(attribute, BareValue(attribute, value, place), place);

        if (tolerances.BareValues && members.Count == 1 && IsName(members.First().Key, "value") && Wrapped(members.First().Value) is { } wrapped)
            members = wrapped;

        var read = new JsonObject();
        var computed = attribute.ComputedReference;
        foreach (var (name, part) in members)
        {
            var sub = attribute.Sub(name) ?? Leftover(attribute, name);
            if (sub is null)
            {
                if (patching && !tolerances.UnknownInPatchValues)
                    throw ScimError.InvalidSyntax($"'{place}' has '{ScimError.Quote(name)}', which is not a sub-attribute of '{attribute.Name}'.").ToException();
                continue;
            }

            // The server computes references to resources from 'value' (one source of truth).
            if (ReferenceEquals(sub, computed))
                continue;

            if (sub.Mutability == Mutability.ReadOnly)
            {
                if (patching && part is not null && !tolerances.ReadOnlyInPatchValues)
                    throw ScimError.Mutability($"'{place}.{sub.Name}' is read-only.").ToException();
                continue;
            }

            if (Read(sub, part, place.Of(sub.Name)) is { } canonical)
                read[sub.Name] = canonical;
        }

        return read.Count == 0 ? null : read;
    }

    JsonObject BareValue(AttributeDefinition attribute, JsonNode value, Place place)
    {
        if (tolerances.BareValues && value is JsonValue && attribute.Sub("value") is not null)
        {
            if (value.GetValueKind() != JsonValueKind.String)
                return new JsonObject { ["value"] = value.DeepClone() };

            return Wrapped(value) ?? new JsonObject { ["value"] = value.GetValue<string>() };
        }

        throw ScimError.InvalidValue($"'{place}' must be an object with the parts of '{attribute.Name}'.").ToException();
    }

    // Entra ID wraps a role's parts as JSON in a string. A string that only looks like it is a value like any other.
    static JsonObject? Wrapped(JsonNode? value)
    {
        if (value is not JsonValue || value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() is not ['{', .., '}'] text)
            return null;

        return JsonBody.TryParseText(Encoding.UTF8.GetBytes(text)) is { } parts && parts.ContainsKey("value") ? parts : null;
    }

    // SCIM 1 spelled a manager's id 'managerId'; OneLogin's templates still do.
    AttributeDefinition? Leftover(AttributeDefinition attribute, string name) =>
        tolerances.BareValues && IsName(name, attribute.Name + "Id") ? attribute.Sub("value") : null;

    void KeepOnePrimary(AttributeDefinition attribute, JsonArray elements, Place place)
    {
        if (attribute.Sub("primary") is null)
            return;

        var seen = false;
        foreach (var element in elements.OfType<JsonObject>().Where(ElementIdentity.IsPrimary))
        {
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

    static JsonNode Required(JsonNode value, JsonValueKind kind, string expected, Place place) =>
        value.GetValueKind() == kind ? value : throw ScimError.InvalidValue($"'{place}' must be {expected}.").ToException();

    static bool HasOffset(string instant) => instant[^1] is 'Z' or 'z' || instant.IndexOfAny(['+', '-'], instant.IndexOf('T', StringComparison.Ordinal)) >= 0;

    static bool IsEmptyText(JsonNode? value) => value is JsonValue && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0;

    static bool IsName(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
