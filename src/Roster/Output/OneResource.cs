using System.Text.Json.Nodes;
using Roster.Attributes;
using Spectre.Console;

namespace Roster.Output;

/// <summary>One resource, printed.</summary>
static class OneResource
{
    /// <summary>For people each attribute is a line, by the path that names it.</summary>
    public static void Print(OutputForm form, JsonObject resource, IReadOnlyList<ValuePath> columns)
    {
        switch (form)
        {
            case OutputForm.Json:
                Console.WriteLine(resource.ToJsonString(CellText.Indented));
                break;
            case OutputForm.Table when Screen.IsTerminal:
                var table = ResourceWriter.NewTable(["attribute", "value"]);
                foreach (var (path, value) in Lines(resource, ""))
                    table.AddRow(new Text(path), new Text(CellText.Shown(value)));
                Screen.Output().Write(table);
                break;
            case OutputForm.Table:
                foreach (var (path, value) in Lines(resource, ""))
                    Console.WriteLine($"{path}\t{CellText.Shown(value)}");
                break;
            default:
                using (var writer = ResourceWriter.Open(form, Console.Out, columns))
                {
                    writer.Write(resource);
                    writer.Finish();
                }

                break;
        }
    }

    static IEnumerable<(string Path, string Value)> Lines(JsonObject json, string prefix)
    {
        foreach (var (name, value) in json)
        {
            if (value is JsonObject parts)
            {
                foreach (var line in Lines(parts, $"{prefix}{name}{(name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) ? ':' : '.')}"))
                    yield return line;
            }
            else if (value is JsonArray elements && elements.Any(e => e is JsonObject))
            {
                foreach (var element in elements)
                    yield return ($"{prefix}{name}", element?.ToJsonString(CellText.Compact) ?? "");
            }
            else
            {
                yield return ($"{prefix}{name}", CellText.Of(value));
            }
        }
    }
}
