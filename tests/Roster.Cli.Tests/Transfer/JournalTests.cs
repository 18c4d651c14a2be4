using Roster.Server.Options;
using Roster.Transfer;

namespace Roster.Cli.Tests.Transfer;

/// <summary>How far an import is, whatever ended it.</summary>
public sealed class JournalTests : IDisposable
{
    readonly string path = Path.Combine(Directory.CreateTempSubdirectory("roster-journal-").FullName, "j");

    [Fact]
    public void What_was_written_down_last_is_gone_on_from()
    {
        using (var journal = Journal.Open(path, "a"))
        {
            Assert.Equal(new Tally(), journal.Done);
            journal.Append(new Tally(Rows: 500, Created: 500));
            journal.Append(new Tally(Rows: 900, Created: 899, Rejected: 1, RejectedBytes: 77));
        }

        using var again = Journal.Open(path, "a");
        Assert.Equal(new Tally(Rows: 900, Created: 899, Rejected: 1, RejectedBytes: 77), again.Done);
    }

    [Theory]
    [InlineData("{\"rows\":900")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public void A_line_that_is_torn_counts_for_nothing(string torn)
    {
        using (var journal = Journal.Open(path, "a"))
            journal.Append(new Tally(Rows: 500, Created: 500));
        File.AppendAllText(path, torn);

        using (var again = Journal.Open(path, "a"))
        {
            Assert.Equal(500, again.Done.Rows);
            again.Append(new Tally(Rows: 700, Created: 700));
        }

        using var third = Journal.Open(path, "a");
        Assert.Equal(700, third.Done.Rows);
    }

    [Fact]
    public void The_journal_of_another_import_is_not_gone_on_from_but_one_that_holds_nothing_is_none()
    {
        Journal.Open(path, "a").Dispose();
        using (var other = Journal.Open(path, "b"))
            other.Append(new Tally(Rows: 1));

        Assert.Contains("another import", Assert.Throws<OptionsException>(() => Journal.Open(path, "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_held_while_the_import_runs_and_gone_when_it_is_done()
    {
        var journal = Journal.Open(path, "a");
        Assert.Throws<OptionsException>(() => Journal.Open(path, "a"));

        journal.Finish();

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Something_else_is_not_overwritten()
    {
        File.WriteAllText(path, "userName,title\nana,Agent\n");

        Assert.Throws<OptionsException>(() => Journal.Open(path, "a"));
        Assert.StartsWith("userName", File.ReadAllText(path), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
}
