using System.Collections.Immutable;
using System.Text.Json;

namespace Roster.Scim.Schemas;

/// <summary>A schema as published under <c>/Schemas</c> (RFC 7643 section 7).</summary>
public sealed record Schema(string Id, string Name, string Description, ImmutableArray<AttributeDefinition> Attributes)
{
    /// <summary>The attribute of that name in any letter case, or null.</summary>
    public AttributeDefinition? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.OrdinalIgnoreCase))
                return attribute;
        }

        return null;
    }

    /// <summary>Reads a schema in the form of RFC 7643 section 8.7.</summary>
    /// <exception cref="FormatException">The JSON is not a schema; the message names the attribute and the rule.</exception>
    public static Schema FromJson(JsonElement json) => SchemaJson.Read(json);

    /// <summary>Reads a schema from a JSON file embedded in the assembly of <typeparamref name="T"/>.</summary>
    public static Schema FromResource<T>(string fileName)
    {
        var assembly = typeof(T).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith('.' + fileName, StringComparison.Ordinal));
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var json = JsonDocument.Parse(stream);
        return FromJson(json.RootElement);
    }

    /// <summary>Writes the schema in the form of RFC 7643 section 8.7, without <c>schemas</c> and <c>meta</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer) => SchemaJson.Write(writer, this);
}
