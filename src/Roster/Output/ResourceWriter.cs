using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Roster.Attributes;
using Spectre.Console;

namespace Roster.Output;

/// <summary>Writes resources one after the other in an <see cref="OutputForm"/>. All but a table on a terminal are written as they come.</summary>
abstract class ResourceWriter : IDisposable
{
    /// <param name="columns">Paths, for the forms that have columns.</param>
    public static ResourceWriter Open(OutputForm form, TextWriter output, IReadOnlyList<ValuePath> columns) => form switch
    {
        OutputForm.Json => new JsonArrayForm(output),
        OutputForm.Jsonl => new JsonLines(output),
        OutputForm.Csv => new CsvForm(output, columns),
        _ when ReferenceEquals(output, Console.Out) && Screen.IsTerminal => new ScreenTable(columns),
        _ => new TabbedLines(output, columns),
    };

    public abstract void Write(JsonObject resource);

    /// <summary>Writes what is still to be written.</summary>
    public abstract void Finish();

    public virtual void Dispose()
    {
    }

    sealed class JsonArrayForm(TextWriter output) : ResourceWriter
    {
        int count;

        public override void Write(JsonObject resource)
        {
            output.Write(count++ == 0 ? "[\n" : ",\n");
            output.Write(resource.ToJsonString(CellText.Indented));
        }

        public override void Finish() => output.WriteLine(count == 0 ? "[]" : "\n]");
    }

    sealed class JsonLines(TextWriter output) : ResourceWriter
    {
        public override void Write(JsonObject resource) => output.WriteLine(resource.ToJsonString(CellText.Compact));

        public override void Finish() => output.Flush();
    }

    sealed class CsvForm : ResourceWriter
    {
        readonly CsvWriter csv;
        readonly IReadOnlyList<ValuePath> columns;

        public CsvForm(TextWriter output, IReadOnlyList<ValuePath> columns)
        {
            csv = new CsvWriter(output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
            this.columns = columns;
        }

        public override void Write(JsonObject resource)
        {
            Head();
            foreach (var column in columns)
                csv.WriteField(CellText.Of(column.Get(resource)));
            csv.NextRecord();
        }

        public override void Finish()
        {
            Head();
            csv.Flush();
        }

        public override void Dispose()
        {
            csv.Dispose();
            base.Dispose();
        }

        // Not before the first answer: what is refused has no head either.
        void Head()
        {
            if (csv.Row > 1)
                return;
            foreach (var column in columns)
                csv.WriteField(column.Text);
            csv.NextRecord();
        }
    }

    sealed class TabbedLines(TextWriter output, IReadOnlyList<ValuePath> columns) : ResourceWriter
    {
        bool hasHead;

        public override void Write(JsonObject resource)
        {
            Head();
            output.WriteLine(string.Join('\t', columns.Select(c => CellText.Shown(CellText.Of(c.Get(resource))))));
        }

        public override void Finish()
        {
            Head();
            output.Flush();
        }

        void Head()
        {
            if (!hasHead)
                output.WriteLine(string.Join('\t', columns.Select(c => c.Text)));
            hasHead = true;
        }
    }

    sealed class ScreenTable(IReadOnlyList<ValuePath> columns) : ResourceWriter
    {
        readonly Table table = NewTable(columns.Select(c => c.Text));

        public override void Write(JsonObject resource) => table.AddRow(columns.Select(c => new Text(CellText.Shown(CellText.Of(c.Get(resource))))));

        public override void Finish() => Screen.Output().Write(table);
    }

    internal static Table NewTable(IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))) { NoWrap = column is "id" });
        return table;
    }
}
