using System.Globalization;

namespace Roster.Transfer;

/// <summary>How far an import is, and what came of it.</summary>
/// <param name="Rows">Rows that are dealt with, whatever came of them.</param>
/// <param name="RejectedBytes">How long the report of rejected rows is.</param>
/// <param name="Postponed">Rows among them that refer to later ones and are still to be taken up again.</param>
sealed record Tally(long Rows = 0, long Created = 0, long Updated = 0, long Unchanged = 0, long Deleted = 0, long Deactivated = 0, long Rejected = 0, long RejectedBytes = 0, long Postponed = 0)
{
    public override string ToString()
    {
        var parts = new (long Count, string Word)[] { (Created, "created"), (Updated, "updated"), (Unchanged, "unchanged"), (Deactivated, "deactivated"), (Deleted, "deleted"), (Rejected, "rejected") };
        return string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows: {string.Join(", ", parts.Where(p => p.Count > 0 || p.Word is "created" or "updated" or "unchanged").Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count:N0} {p.Word}")))}");
    }
}
