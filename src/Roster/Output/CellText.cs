using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Output;

/// <summary>JSON values as text.</summary>
static class CellText
{
    /// <summary>As JSON that people can read: letters stay letters.</summary>
    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>A value as one cell: of a list its elements' values with semicolons between them, of other things that have parts their JSON.</summary>
    public static string Of(JsonNode? value) => value switch
    {
        null => "",
        JsonValue simple when simple.GetValueKind() is JsonValueKind.String => simple.GetValue<string>(),
        JsonArray elements when elements.All(e => e is JsonObject { } o && o.ContainsKey("value") && o["value"] is JsonValue) => string.Join(';', elements.Select(e => Of(e!["value"]))),
        JsonArray elements when elements.All(e => e is JsonValue) => string.Join(';', elements.Select(Of)),
        _ => value.ToJsonString(Compact),
    };

    /// <summary>A text for a terminal or a line: what could move the cursor, change colours or end the line is shown as a blank.</summary>
    public static string Shown(string text) => text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') < 0
        ? text
        : string.Create(text.Length, text, (shown, given) =>
        {
            for (var i = 0; i < given.Length; i++)
                shown[i] = char.IsControl(given[i]) ? ' ' : given[i];
        });
}
