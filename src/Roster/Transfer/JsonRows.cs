using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Transfer;

/// <summary>JSON Lines as rows.</summary>
static class JsonRows
{
    public static IEnumerable<Row> Read(TextReader input)
    {
        for (var line = 1L; input.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return Parse(line, text);
        }
    }

    static Row Parse(long line, string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject json ? new Row.Document(line, json)
                : new Row.Broken(line, "The line is JSON, but no object.", "Write one resource, in braces, on each line.");
        }
        catch (JsonException bad)
        {
            return new Row.Broken(line, $"The line is not JSON: {bad.Message}", "Write one resource, in braces, on each line.");
        }
    }
}
