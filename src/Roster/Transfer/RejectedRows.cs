using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Roster.Transfer;

/// <summary>The report of rows that were not taken over: a CSV file of line, key, attribute, reason and remedy. Without a file the first few are told on standard error.</summary>
sealed class RejectedRows : IDisposable
{
    const int ToldAtMost = 10;

    readonly FileStream? file;
    int told;

    /// <param name="length">How much of the file is of runs before, which is kept.</param>
    public RejectedRows(string? path, long length)
    {
        if (path is null)
            return;
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(Math.Min(length, file.Length));
        file.Seek(0, SeekOrigin.End);
        if (file.Length == 0)
            Write(["line", "key", "attribute", "reason", "remedy"]);
    }

    public long Length => file?.Length ?? 0;

    public void Add(Change.Reject row, Action<string> tell)
    {
        foreach (var (attribute, reason, remedy) in row.Rejections)
        {
            var line = row.Line.ToString(CultureInfo.InvariantCulture);
            Write([line, row.Key, attribute, reason, remedy]);
            if (file is null && told++ < ToldAtMost)
                tell($"{(row.Line > 0 ? $"Line {line}" : row.Key)}{(attribute.Length > 0 ? $", {attribute}" : "")}: {reason} {remedy}");
        }

        if (file is null && told > ToldAtMost && told - row.Rejections.Count <= ToldAtMost)
            tell("Further rejected rows are counted; --rejected <file> writes down all of them.");
    }

    public void Dispose() => file?.Dispose();

    void Write(IEnumerable<string> fields)
    {
        if (file is null)
            return;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }))
        {
            foreach (var field in fields)
                csv.WriteField(field);
            csv.NextRecord();
        }

        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        file.Flush();
    }
}
