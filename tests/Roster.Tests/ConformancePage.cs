using System.Globalization;
using System.Text;

namespace Roster.Tests;

/// <summary>Writes <c>docs/conformance.md</c> from the lines, the marks and what is held elsewhere. The same input gives the same text everywhere.</summary>
static class ConformancePage
{
    const int Named = 3;

    static readonly (string Section, string Title)[] Sections =
    [
        ("S", "Resources and schemas"), ("X", "Resource types and further schemas"), ("DI", "Discovery"), ("C", "Create"), ("R", "Read"), ("Q", "Lists and filters"), ("SO", "Sorting"),
        ("IX", "Pages by index"), ("CU", "Pages by cursor"), ("PJ", "Projection"), ("SE", "Search by POST"), ("RP", "Replace"), ("PA", "PATCH: message, mutability, result"),
        ("T", "PATCH: operation, path, target and value"), ("DE", "Delete"), ("V", "Versions"), ("B", "Bulk"), ("E", "Errors"), ("H", "HTTP, media types and the caller's own address"),
        ("A", "Authentication and tokens"), ("SEC", "Security and privacy"), ("MT", "Organizations"), ("EV", "Events and asynchronous requests"), ("G", "The Genesys surface"),
    ];

    static readonly (string Kind, string Title, string About)[] Kinds =
    [
        ("overridden", "Overridden", "What is done instead, and because of whom. Where a test is named above, it shows the line with the tolerance switched off, or on the other surface, or what is done instead."),
        ("unshown", "Not shown by a test", "Lines that ask for nothing here, or for what no stable test can show."),
        ("later", "Later", "Lines about what Roster does not offer yet and does not announce."),
    ];

    public static string Render(IReadOnlyList<Requirement> requirements, IReadOnlyList<Mark> marks, IReadOnlyList<Elsewhere> elsewhere)
    {
        var heldBy = marks.ToLookup(m => m.Id, m => m.Kind == MarkKind.Vector ? m.By : $"`{m.By}`", StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Append("""
            # Conformance

            Every line of our checklist of RFC 7643, RFC 7644, RFC 9865, RFC 9967 and of what they rest upon, in one line of our own words, and what would fail if it were broken: a test, a recorded
            conversation of `tests/corpus/conversations`, or a vector of `tests/corpus/vectors`. It speaks for the standard surface (`/scim/v2`) and the Genesys surface (`/api/v2/scim`) alike; where one of them
            rightly does otherwise, the tables at the end say so. The page is written by `ConformanceTableTests` from the marks in the tests: change those, not the page. Levels are the standards'; DEC is a
            decision of ours where they leave a choice, and D-14 is the name of such a decision. Whether the marks can be believed was tried on [forty lines drawn by chance](conformance-sample.md).


            """.ReplaceLineEndings("\n"));

        foreach (var section in requirements.GroupBy(r => r.Section, StringComparer.Ordinal))
        {
            text.Append("## ").Append(Sections.Single(s => s.Section == section.Key).Title).Append("\n\n| id | level | what | held by |\n|---|---|---|---|\n");
            foreach (var line in section)
                text.Append("| ").Append(line.Id).Append(" | ").Append(line.Level).Append(" | ").Append(Cell(line.Says)).Append(" | ").Append(HeldBy([.. heldBy[line.Id]], line, elsewhere)).Append(" |\n");
            text.Append('\n');
        }

        foreach (var (kind, title, about) in Kinds)
        {
            text.Append("## ").Append(title).Append("\n\n").Append(about).Append("\n\n| id | surface | what and why |\n|---|---|---|\n");
            foreach (var row in elsewhere.Where(e => e.Kind == kind))
                text.Append("| ").Append(Ranges(row.Ids)).Append(" | ").Append(row.Surface).Append(" | ").Append(Cell(row.Reason)).Append(" |\n");
            text.Append('\n');
        }

        return text.Append(Totals(requirements, marks, elsewhere)).ToString();
    }

    static string HeldBy(IReadOnlyList<string> holders, Requirement line, IReadOnlyList<Elsewhere> elsewhere)
    {
        if (holders.Count == 0)
            return elsewhere.FirstOrDefault(e => e.Excuses(line.Id)) is { } row ? $"*{Kinds.Single(k => k.Kind == row.Kind).Title.ToLowerInvariant()}*" : "**nothing yet**";

        var named = string.Join(", ", holders.Take(Named));
        return holders.Count <= Named ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {holders.Count - Named} more");
    }

    /// <summary>Lines of one section that follow each other, told as from and to.</summary>
    static string Ranges(IReadOnlyList<string> ids)
    {
        var told = new List<string>();
        for (int from = 0, to; from < ids.Count; from = to)
        {
            for (to = from + 1; to < ids.Count && Follows(ids[to - 1], ids[to]); to++)
            {
            }

            told.AddRange(to - from > 2 ? [$"{ids[from]} to {ids[to - 1]}"] : ids.Skip(from).Take(to - from));
        }

        return string.Join(", ", told);
    }

    static bool Follows(string id, string next)
    {
        var (a, b) = (id.Split('-'), next.Split('-'));
        return a[0] == b[0] && int.Parse(b[1], CultureInfo.InvariantCulture) == int.Parse(a[1], CultureInfo.InvariantCulture) + 1;
    }

    static string Totals(IReadOnlyList<Requirement> requirements, IReadOnlyList<Mark> marks, IReadOnlyList<Elsewhere> elsewhere)
    {
        var held = marks.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        int Without(string kind) => requirements.Count(r => !held.Contains(r.Id) && elsewhere.FirstOrDefault(e => e.Excuses(r.Id))?.Kind == kind);
        int Holders(MarkKind kind) => marks.Where(m => m.Kind == kind).Select(m => m.By).Distinct(StringComparer.Ordinal).Count();

        FormattableString totals =
            $"Of {requirements.Count} lines {requirements.Count(r => held.Contains(r.Id))} are held by {Holders(MarkKind.Test)} tests, {Holders(MarkKind.Conversation)} conversations and {Holders(MarkKind.Vector)} vectors; {Without("overridden")} are overridden and have no test of their own, {Without("unshown")} are not shown, {Without("later")} are for later.";

        return $"## Totals\n\n{totals.ToString(CultureInfo.InvariantCulture)}\n";
    }

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
