using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Attributes;
using Roster.Output;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>How resources are printed, and which attributes of them are asked for.</summary>
static class OutputOption
{
    public static Option<OutputForm> Form { get; } = new("--output", "-o") { Description = "table (tabs between the columns when it is not a terminal), json, jsonl or csv." };

    public static Option<string?> Attributes { get; } = new("--attributes") { Description = "Ask for these attributes alone, separated by commas; they are the columns too." };

    public static Option<string?> Excluded { get; } = new("--excluded-attributes") { Description = "Do not ask for these attributes, separated by commas." };

    static OutputOption()
    {
        Form.CompletionSources.Clear();
        Form.CompletionSources.Add([.. Enum.GetNames<OutputForm>().Select(n => n.ToLowerInvariant())]);
    }

    public static IReadOnlyList<string>? List(this ParseResult given, Option<string?> option) =>
        given.GetValue(option)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="OptionsException">An attribute that is asked for is none.</exception>
    public static IReadOnlyList<ValuePath> Columns(this ParseResult given, ResourceKind kind)
    {
        try
        {
            return [.. (given.List(Attributes)?.Prepend("id").Distinct(StringComparer.OrdinalIgnoreCase) ?? (given.GetValue(Form) is OutputForm.Csv ? kind.FileColumns.Prepend("id") : kind.Columns)).Select(ValuePath.Parse)];
        }
        catch (FormatException bad)
        {
            throw new OptionsException($"--attributes: {bad.Message}", bad);
        }
    }

    /// <summary>Tells what a write did: for people in a sentence, else by the resource as it is now.</summary>
    public static void Tell(this ParseResult given, ResourceKind kind, JsonObject? resource, string sentence)
    {
        if (given.GetValue(Form) is OutputForm.Table || resource is null)
            Console.WriteLine(CellText.Shown(sentence));
        else
            OneResource.Print(given.GetValue(Form), resource, given.Columns(kind));
    }
}
