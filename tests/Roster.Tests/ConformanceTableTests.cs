using System.Text.RegularExpressions;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>
/// Which test holds which line of the standards: every line has a test or a reason, no test names a line that there is not, and
/// <c>docs/conformance.md</c> says so.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed partial class ConformanceTableTests
{
    static readonly IReadOnlyList<Mark> Marks = ConformanceMarks.All();

    static readonly HashSet<string> Lines = ConformanceMarks.Requirements.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Every_line_is_there_once_and_in_one_short_line()
    {
        Assert.Equal(547, Lines.Count);
        Assert.Equal(Lines.Count, ConformanceMarks.Requirements.Count);
        Assert.All(ConformanceMarks.Requirements, r =>
        {
            Assert.Matches(LineId(), r.Id);
            Assert.Contains(r.Level, new[] { "MUST", "SHOULD", "MAY", "DEC" });
            Assert.NotEmpty(r.Source);
            Assert.InRange(r.Says.Split(' ').Length, 6, 18);
        });
    }

    [Fact]
    public void No_mark_names_a_line_that_there_is_not() =>
        Assert.DoesNotContain(Marks, m => !Lines.Contains(m.Id));

    [Fact]
    public void Every_vector_that_holds_a_line_is_there()
    {
        var vectors = new[] { "filters.json", "patches.json" }.SelectMany(file => Corpus.Read("vectors", file)["vectors"]!.AsArray().Select(v => (string)v!["id"]!)).ToHashSet(StringComparer.Ordinal);

        Assert.Subset(vectors, Corpus.Read("vectors", "holds.json").AsObject().SelectMany(line => line.Value!.AsArray().Select(v => (string)v!)).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_held_elsewhere_is_about_lines_that_there_are_and_that_no_test_holds_against_it()
    {
        Assert.All(ConformanceMarks.Elsewhere, row =>
        {
            Assert.Contains(row.Kind, new[] { "overridden", "unshown", "later" });
            Assert.Contains(row.Surface, new[] { "both", "standard", "genesys" });
            Assert.NotEmpty(row.Reason);
            Assert.DoesNotContain(row.Ids, id => !Lines.Contains(id) && !DecisionId().IsMatch(id));
        });

        // What cannot be shown, or is for later, and has a test after all, is a row that was forgotten.
        Assert.Empty(ConformanceMarks.Elsewhere.Where(row => row.Kind != "overridden").SelectMany(row => row.Ids).Intersect(Marks.Select(m => m.Id), StringComparer.Ordinal));
    }

    [Fact]
    public void Every_line_has_a_test_or_a_reason()
    {
        var held = Marks.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var missing = ConformanceMarks.Requirements.Where(r => !held.Contains(r.Id) && !ConformanceMarks.Elsewhere.Any(row => row.Excuses(r.Id))).ToList();

        Assert.True(missing.Count == 0, $"{missing.Count} lines have neither a test nor a row in requirements-elsewhere.json:\n{string.Join('\n', missing.Select(r => $"{r.Id} ({r.Level}, {r.Source}): {r.Says}"))}");
    }

    [Fact]
    public void The_page_says_what_the_marks_say()
    {
        var page = Path.Combine(ConformanceMarks.Root, "docs", "conformance.md");
        var written = ConformancePage.Render(ConformanceMarks.Requirements, Marks, ConformanceMarks.Elsewhere);
        if (File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == written)
            return;

        File.WriteAllText(page, written);
        Assert.Fail("docs/conformance.md was out of date; it has been written anew, look at the difference and commit it.");
    }

    [GeneratedRegex("^[A-Z]{1,3}-[0-9]{2}$", RegexOptions.NonBacktracking)]
    private static partial Regex LineId();

    [GeneratedRegex("^D-[0-9]{2}$", RegexOptions.NonBacktracking)]
    private static partial Regex DecisionId();
}
