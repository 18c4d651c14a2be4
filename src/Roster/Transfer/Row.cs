using System.Text.Json.Nodes;

namespace Roster.Transfer;

/// <summary>One entry of a file that is imported. Rows are read one after the other, and none is kept.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
abstract record Row(long Line)
{
    /// <summary>Columns with their values, as CSV and LDIF have them. A name can come several times.</summary>
    public sealed record Cells(long Line, IReadOnlyList<KeyValuePair<string, string>> Fields) : Row(Line);

    /// <summary>A resource as JSON.</summary>
    public sealed record Document(long Line, JsonObject Json) : Row(Line);

    /// <summary>What could not be read.</summary>
    public sealed record Broken(long Line, string Reason, string Remedy) : Row(Line);
}

/// <summary>The forms of files.</summary>
enum FileForm
{
    /// <summary>RFC 4180, the first row names the columns.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>RFC 2849.</summary>
    Ldif,
}
