using Roster.Output;

namespace Roster.Transfer;

/// <summary>Prints what would be done, attribute by attribute: + is new, ~ changes, - goes.</summary>
static class DryRunPrinter
{
    public static void Print(TextWriter output, IEnumerable<Change> changes)
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case Change.Create create:
                    output.WriteLine($"+ {CellText.Shown(create.Key)} (line {create.Line})");
                    foreach (var difference in Difference.Between([], create.Resource))
                        output.WriteLine($"    {difference.Path}: {Value(difference.After)}");
                    if (create.Resource.ContainsKey("password"))
                        output.WriteLine("    password: (not shown)");
                    break;
                case Change.Update update:
                    output.WriteLine($"~ {CellText.Shown(update.Key)}{(update.Line > 0 ? $" (line {update.Line})" : " (in no row)")}");
                    foreach (var difference in update.Differences)
                        output.WriteLine($"    {difference.Path}: {Value(difference.Before)} -> {Value(difference.After)}");
                    break;
                case Change.Delete delete:
                    output.WriteLine($"- {CellText.Shown(delete.Key)} (in no row)");
                    break;
            }
        }
    }

    static string Value(System.Text.Json.Nodes.JsonNode? value) => value is null ? "(none)" : CellText.Shown(value.ToJsonString(CellText.Compact));
}
