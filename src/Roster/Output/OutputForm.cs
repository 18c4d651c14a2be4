namespace Roster.Output;

/// <summary>The forms in which resources are printed.</summary>
enum OutputForm
{
    /// <summary>For people: a table on a terminal, lines with tabs between the columns elsewhere.</summary>
    Table,

    /// <summary>One JSON document: a list is an array.</summary>
    Json,

    /// <summary>One resource a line.</summary>
    Jsonl,

    /// <summary>RFC 4180, with the columns' paths as the first row.</summary>
    Csv,
}
