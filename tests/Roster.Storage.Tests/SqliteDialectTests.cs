using System.Globalization;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>
/// The settings on which "answered means durable" rests. A killed process does not show them missing, only a power cut would: with
/// <c>synchronous</c> below FULL a commit is acknowledged from the page cache, and under mmap an I/O error ends the process.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class SqliteDialectTests
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("mmap_size", "0")]
    public void The_writer_flushes_each_commit_to_a_write_ahead_log(string pragma, string expected)
    {
        using var folder = new TestFolder();
        using var connection = new SqliteDialect(Path.Combine(folder.Path, "roster.db")).OpenWriter();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";

        Assert.Equal(expected, Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture));
    }
}
