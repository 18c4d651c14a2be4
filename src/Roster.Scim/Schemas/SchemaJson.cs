using System.Collections.Immutable;
using System.Text.Json;

namespace Roster.Scim.Schemas;

/// <summary>A schema's JSON form (RFC 7643 section 7), both ways.</summary>
static class SchemaJson
{
    public static Schema Read(JsonElement json)
    {
        var id = Text(json, "id") ?? throw new FormatException("A schema needs an 'id'.");
        if (!json.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Array)
            throw new FormatException($"Schema '{id}' needs 'attributes', an array.");

        return new Schema(id, Text(json, "name") ?? id, Text(json, "description") ?? "", ValueFormats.Give(id, ReadAttributes(attributes, id, DepthOf(id))));
    }

    // The schema of schemas alone breaks RFC 7643 section 2.3.8: its attributes have subAttributes, which are complex too.
    static int DepthOf(string schema) => string.Equals(schema, Messages.Urn.Schema, StringComparison.OrdinalIgnoreCase) ? 2 : 1;

    static ImmutableArray<AttributeDefinition> ReadAttributes(JsonElement json, string owner, int depth)
    {
        var attributes = ImmutableArray.CreateBuilder<AttributeDefinition>();
        foreach (var element in json.EnumerateArray())
        {
            var attribute = ReadAttribute(element, owner, depth);
            if (depth == 0 && attribute.IsComplex)
                throw new FormatException($"'{attribute.Name}' of '{owner}' is complex inside a complex attribute, which RFC 7643 section 2.3.8 does not allow.");
            if (attributes.Any(a => string.Equals(a.Name, attribute.Name, StringComparison.OrdinalIgnoreCase)))
                throw new FormatException($"'{owner}' defines '{attribute.Name}' twice.");
            attributes.Add(attribute);
        }

        return attributes.ToImmutable();
    }

    static AttributeDefinition ReadAttribute(JsonElement json, string owner, int depth)
    {
        var name = Text(json, "name");
        if (name is null || !IsName(name))
            throw new FormatException($"'{name}' in '{owner}' is not an attribute name: a letter or '$', then letters, digits, '-' and '_' (RFC 7643 section 2.1).");

        return new AttributeDefinition
        {
            Name = name,
            Type = Enumerated<AttributeType>(json, "type", name),
            MultiValued = Flag(json, "multiValued"),
            Description = Text(json, "description") ?? "",
            Required = Flag(json, "required"),
            CaseExact = Flag(json, "caseExact"),
            Mutability = Enumerated<Mutability>(json, "mutability", name),
            Returned = Enumerated<Returned>(json, "returned", name),
            Uniqueness = Enumerated<Uniqueness>(json, "uniqueness", name),
            CanonicalValues = Texts(json, "canonicalValues"),
            ReferenceTypes = Texts(json, "referenceTypes"),
            SubAttributes = json.TryGetProperty("subAttributes", out var subs) ? ReadAttributes(subs, name, depth - 1) : [],
        };
    }

    public static void Write(Utf8JsonWriter writer, Schema schema)
    {
        writer.WriteString("id", schema.Id);
        writer.WriteString("name", schema.Name);
        writer.WriteString("description", schema.Description);
        WriteAttributes(writer, "attributes", schema.Attributes);
    }

    static void WriteAttributes(Utf8JsonWriter writer, string member, ImmutableArray<AttributeDefinition> attributes)
    {
        writer.WriteStartArray(member);
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attribute.Name);
            writer.WriteString("type", CamelCase(attribute.Type));
            writer.WriteBoolean("multiValued", attribute.MultiValued);
            writer.WriteString("description", attribute.Description);
            writer.WriteBoolean("required", attribute.Required);
            if (attribute.Type is AttributeType.String or AttributeType.Reference or AttributeType.Binary)
                writer.WriteBoolean("caseExact", attribute.ComparesExactly);
            WriteTexts(writer, "canonicalValues", attribute.CanonicalValues);
            WriteTexts(writer, "referenceTypes", attribute.ReferenceTypes);
            writer.WriteString("mutability", CamelCase(attribute.Mutability));
            writer.WriteString("returned", CamelCase(attribute.Returned));
            if (!attribute.IsComplex || attribute.Uniqueness != Uniqueness.None)
                writer.WriteString("uniqueness", CamelCase(attribute.Uniqueness));
            if (attribute.IsComplex)
                WriteAttributes(writer, "subAttributes", attribute.SubAttributes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteTexts(Utf8JsonWriter writer, string member, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
            return;

        writer.WriteStartArray(member);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    static string CamelCase<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static T Enumerated<T>(JsonElement json, string member, string attribute) where T : struct, Enum
    {
        if (Text(json, member) is not { } text)
            return default;

        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{text}' is not a {member} (attribute '{attribute}').");
    }

    static bool Flag(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.True;

    static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static ImmutableArray<string> Texts(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetString()!)]
            : [];

    static bool IsName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '$') &&
        name.AsSpan(1).IndexOfAnyExcept(NameCharacters) < 0;

    static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$");
}
