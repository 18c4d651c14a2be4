using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Client;

namespace Roster.Attributes;

/// <summary>Which types attributes have on a server, so that a text becomes the right kind of JSON. What the server does not tell is as the standard has it.</summary>
sealed class AttributeTypes
{
    // RFC 7643 sections 4.1.2 and 4.2.
    static readonly HashSet<string> Lists = new(
        ["schemas", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509Certificates", "members", "routingSkills", "routingLanguages", "externalIds"],
        StringComparer.OrdinalIgnoreCase);

    readonly ResourceKind kind;
    readonly IReadOnlyList<ScimV2SchemaDefinition> schemas;

    AttributeTypes(ResourceKind kind, IReadOnlyList<ScimV2SchemaDefinition> schemas) => (this.kind, this.schemas) = (kind, schemas);

    /// <summary>The standard's, for a server that tells none.</summary>
    public static AttributeTypes Standard(ResourceKind kind) => new(kind, []);

    public static AttributeTypes Of(ResourceKind kind, IReadOnlyList<ScimV2SchemaDefinition> schemas) => new(kind, schemas);

    /// <summary>The server's, or the standard's when it does not tell.</summary>
    public static async Task<AttributeTypes> ReadAsync(ScimService service, ResourceKind kind, CancellationToken cancel)
    {
        try
        {
            return new(kind, (await service.GetSchemasAsync(cancel)).Value.Resources);
        }
        catch (ScimException untold) when (untold.Status is (>= 200 and < 300) or 403 or 404 or 405 or 501)
        {
            return Standard(kind);
        }
    }

    /// <summary>Whether the server has the attribute; true for all when it tells none.</summary>
    public bool Has(ValuePath path) => schemas.Count == 0 || path.Attribute is "externalId" or "id" or "schemas" or "meta" || (Find(path) is { } found && (path.Sub is null || Part(found, path.Sub) is not null));

    /// <summary>Whether the server told its schemas.</summary>
    public bool Tells => schemas.Count > 0;

    public bool IsMultiValued(ValuePath path) => Find(path)?.MultiValued ?? Lists.Contains(path.Attribute);

    public bool IsComplex(ValuePath path) => Find(path)?.Type is { } type ? type is "complex" : path.Attribute is not "schemas";

    /// <summary>The name of the type that a value at the path has, as schemas call it.</summary>
    public string TypeOf(ValuePath path)
    {
        var found = Find(path);
        var told = path.Sub is { } sub ? Part(found, sub)?.Type : found?.Type is "complex" && found.MultiValued is true ? Part(found, "value")?.Type : found?.Type;
        return told ?? ((path.Sub ?? path.Attribute) is "active" or "primary" ? "boolean" : (path.Sub is "proficiency") ? "decimal" : "string");
    }

    /// <summary>A text as the JSON value that the attribute takes.</summary>
    /// <exception cref="FormatException">It is no value of the attribute's type.</exception>
    public JsonNode Value(ValuePath path, string text) => Value(TypeOf(path), text);

    /// <exception cref="FormatException">It is no value of the type.</exception>
    public static JsonNode Value(string type, string text) => type switch
    {
        "boolean" => bool.TryParse(text, out var truth) ? truth : throw new FormatException($"'{text}' is not true or false."),
        "integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw new FormatException($"'{text}' is not a whole number."),
        "decimal" => decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is not a number."),
        "complex" => Json(text),
        _ => text,
    };

    /// <exception cref="FormatException">It is no JSON.</exception>
    public static JsonNode Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) ?? throw new FormatException("null is no value; a value is taken away by leaving it empty.");
        }
        catch (JsonException bad)
        {
            throw new FormatException($"'{text}' is not JSON: {bad.Message}", bad);
        }
    }

    ScimV2SchemaAttribute? Find(ValuePath path) =>
        schemas.FirstOrDefault(s => path.Schema is { } urn ? Same(s.Id, urn) : Same(s.Id, kind.Schema) || s.Id?.EndsWith($":core:2.0:{kind.Type}", StringComparison.OrdinalIgnoreCase) is true)
            ?.Attributes?.FirstOrDefault(a => Same(a.Name, path.Attribute));

    static ScimV2SchemaAttribute? Part(ScimV2SchemaAttribute? attribute, string name) => attribute?.SubAttributes?.FirstOrDefault(a => Same(a.Name, name));

    static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
