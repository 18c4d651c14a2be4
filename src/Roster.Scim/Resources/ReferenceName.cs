using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// The name that references to a resource show (<c>members.display</c>, <c>groups.display</c>, <c>manager.displayName</c>): worked out when it is
/// asked for, so that it is true after every renaming.
/// </summary>
public static class ReferenceName
{
    /// <summary>A resource's <c>displayName</c>; without one its <c>userName</c>, which tells people more than an id; null when it has neither.</summary>
    public static string? Of(ReadOnlySpan<byte> document)
    {
        string? userName = null;
        var reader = new Utf8JsonReader(document);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isDisplayName, isUserName) = (reader.ValueTextEquals("displayName"u8), reader.ValueTextEquals("userName"u8));
            reader.Read();
            if (isDisplayName && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name)
                return name;
            if (isUserName && reader.TokenType == JsonTokenType.String)
                userName = reader.GetString();
            reader.Skip();
        }

        return userName;
    }

    /// <summary>The resources that attributes of the document refer to by <c>value</c>, as far as the reference shows a name: type and id.</summary>
    internal static IEnumerable<(string Type, string Id)> ReferencesIn(JsonObject attributes, ResourceType type)
    {
        foreach (var (container, definitions) in type.Extensions.Select(e => (attributes[e.Schema.Id] as JsonObject, e.Schema.Attributes)).Prepend((attributes, type.Schema.Attributes)))
        {
            foreach (var attribute in definitions.Where(a => a.ReferenceName is not null))
            {
                var values = container?[attribute.Name] is JsonArray array ? array : [container?[attribute.Name]?.DeepClone()];
                foreach (var id in values.OfType<JsonObject>().Select(v => v["value"]).OfType<JsonValue>().Where(v => v.GetValueKind() == JsonValueKind.String))
                    yield return (attribute.Sub("$ref")!.ReferenceTypes is [var only] ? only : "", id.GetValue<string>());
            }
        }
    }
}
