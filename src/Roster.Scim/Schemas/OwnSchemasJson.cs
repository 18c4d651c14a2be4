using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;

namespace Roster.Scim.Schemas;

/// <summary>What an organization defines, as JSON in the forms of RFC 7643 sections 6 and 7: read from requests and from the store, and written to both.</summary>
public static class OwnSchemasJson
{
    /// <summary>Reads a schema. Its canonical values and reference types are all that are allowed, where the installation's are suggestions.</summary>
    /// <exception cref="ScimException">400 <c>invalidValue</c>, naming the attribute and the rule.</exception>
    public static Schema ReadSchema(JsonObject json)
    {
        try
        {
            var schema = Schema.FromJson(JsonSerializer.SerializeToElement(json));
            return schema with { Attributes = [.. schema.Attributes.Select(Closed)] };
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw ScimError.InvalidValue(wrong is FormatException ? wrong.Message : "The schema has a value of the wrong JSON type; see RFC 7643 section 7.").ToException();
        }
    }

    public static JsonObject Write(Schema schema)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Resources.Document.WriterOptions))
        {
            writer.WriteStartObject();
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    /// <param name="installed">The installation's types: of one of these only the extensions count that it does not have by itself, which stay whether named or not.</param>
    /// <exception cref="ScimException">400 <c>invalidValue</c>.</exception>
    public static OwnResourceType ReadResourceType(JsonObject json, System.Collections.Immutable.ImmutableArray<ResourceType> installed)
    {
        var name = Text(json, "name") ?? Text(json, "id") ?? throw Invalid("'name' is missing.");
        var extensions = (json["schemaExtensions"] is { } given ? given as JsonArray ?? throw Invalid("'schemaExtensions' must be an array.") : [])
            .Select((e, i) => e is JsonObject extension && Text(extension, "schema") is { } urn
                ? (Schema: urn, Required: Flag(extension, "required", $"schemaExtensions[{i}].required"))
                : throw Invalid($"'schemaExtensions[{i}]' must have 'schema', a URN."))
            .ToList();

        if (installed.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } builtIn)
            return new OwnResourceType(name, Text(json, "endpoint"), Text(json, "description") ?? "", Text(json, "schema") ?? throw Invalid("'schema' is missing."), [.. extensions]);

        if (Text(json, "endpoint") is { } endpoint && !IsName(endpoint, builtIn.Endpoint))
            throw Invalid($"The endpoint of '{builtIn.Name}' cannot be changed.");
        if (Text(json, "schema") is { } schema && !IsName(schema, builtIn.Schema.Id))
            throw Invalid($"The schema of '{builtIn.Name}' cannot be changed.");
        return new OwnResourceType(builtIn.Name, null, "", null, [.. extensions.Where(e => builtIn.Extension(e.Schema) is null)]);
    }

    /// <summary>The stored form; <see cref="ReadStored"/> reads it.</summary>
    public static JsonObject Write(OwnResourceType type)
    {
        var json = new JsonObject { ["name"] = type.Name, ["description"] = type.Description };
        if (type.Schema is not null)
            (json["endpoint"], json["schema"]) = (type.Endpoint, type.Schema);
        json["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(e => new JsonObject { ["schema"] = e.Schema, ["required"] = e.Required })]);
        return json;
    }

    public static OwnResourceType ReadStored(JsonObject json) => new(
        Text(json, "name")!, Text(json, "endpoint"), Text(json, "description") ?? "", Text(json, "schema"),
        [.. json["schemaExtensions"]!.AsArray().Select(e => ((string)e!["schema"]!, (bool)e["required"]!))]);

    static AttributeDefinition Closed(AttributeDefinition attribute) => attribute with { IsClosed = true, SubAttributes = [.. attribute.SubAttributes.Select(Closed)] };

    static string? Text(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Invalid($"'{name}' must be a string."),
    };

    static bool Flag(JsonObject json, string name, string place) => json[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Invalid($"'{place}' must be true or false."),
    };

    static bool IsName(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    static ScimException Invalid(string detail) => ScimError.InvalidValue(detail).ToException();
}
