using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Roster.Server.Options;

namespace Roster.Transfer;

/// <summary>A CSV file as rows; its first row names the columns.</summary>
sealed class CsvRows : IDisposable
{
    // A quote that is never closed would swallow the rest of the file.
    const int LongestField = 1 << 20;

    readonly CsvParser parser;
    bool isBad;

    /// <exception cref="OptionsException">A column has no name, or one that another has.</exception>
    public CsvRows(TextReader input, char delimiter = ',')
    {
        parser = new CsvParser(input, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(), MaxFieldSize = LongestField, BadDataFound = _ => isBad = true, IgnoreBlankLines = true,
        });
        Columns = Next() ? [.. parser.Record!.Select(c => c.Trim())] : [];
        if (Columns.Any(c => c.Length == 0) || Columns.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Columns.Count)
            throw new OptionsException("The first row of a CSV file must name each column, and none twice.");
    }

    public IReadOnlyList<string> Columns { get; }

    public IEnumerable<Row> Read()
    {
        isBad = false;
        for (var line = (long)parser.RawRow + 1; Next(); line = parser.RawRow + 1)
        {
            var cells = parser.Record!;
            if (isBad)
                yield return new Row.Broken(line, "A quote stands where none may be.", "Put the whole field in quotes, and double those within.");
            else if (cells.Length != Columns.Count)
                yield return new Row.Broken(line, $"The row has {cells.Length} fields, the first row names {Columns.Count}.", "Put fields with commas, quotes or line breaks in quotes.");
            else
                yield return new Row.Cells(line, [.. Columns.Zip(cells, KeyValuePair.Create)]);
            isBad = false;
        }
    }

    public void Dispose() => parser.Dispose();

    bool Next()
    {
        var line = parser.RawRow + 1;
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException tooLong)
        {
            throw new OptionsException($"From line {line} on a field has more than {LongestField} characters. Is there a quote that is not closed?", tooLong);
        }
    }
}
