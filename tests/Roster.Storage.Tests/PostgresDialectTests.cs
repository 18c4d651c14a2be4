using Roster.Storage.Postgres;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>How it is found out whether a commit went through whose answer was lost, and which statements the database keeps prepared.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class PostgresDialectTests : IAsyncLifetime
{
    PostgresDatabase database = null!;
    PostgresDialect dialect = null!;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        dialect = new PostgresDialect(database.ConnectionString);
        PostgresMigrations.Apply(dialect.Source, partitions: 0);
    }

    public async ValueTask DisposeAsync()
    {
        dialect.Dispose();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task A_commit_that_is_still_under_way_is_waited_for_be_it_the_writers_first_or_not(int batches, bool commits)
    {
        using var on = new StoreConnection(dialect.OpenWriter(), dialect, null);
        var batch = new WriterBatch(Guid.NewGuid(), 1, null);
        for (on.BeginWrite(batch); batch.Number < batches; on.BeginWrite(batch))
        {
            on.Commit();
            batch = batch with { Number = batch.Number + 1 };
        }

        var asked = Task.Run(() => dialect.HasCommitted(batch));
        await Task.Delay(300);
        Assert.False(asked.IsCompleted);
        if (commits)
            on.Commit();
        else
            on.Rollback();

        Assert.Equal(commits, await asked);
    }

    [Fact]
    public async Task Of_a_node_that_has_gone_silent_the_tenants_right_to_write_is_taken_before_others_have_waited_too_long()
    {
        using var silent = new StoreConnection(dialect.OpenWriter(), dialect, null);
        using var other = new StoreConnection(dialect.OpenWriter(), dialect, null);
        silent.BeginWrite(new WriterBatch(Guid.NewGuid(), 1, new(1)));

        await Task.Run(() => other.BeginWrite(new WriterBatch(Guid.NewGuid(), 1, new(1))));
        other.Commit();

        var lost = Assert.ThrowsAny<System.Data.Common.DbException>(silent.Commit);
        Assert.Equal(Failure.ConnectionLost, dialect.Classify(lost));
    }

    [Fact]
    public void A_statement_is_prepared_though_what_goes_along_with_it_was_prepared_sooner()
    {
        using var on = new StoreConnection(dialect.OpenReader(), dialect, null);
        Ask("SELECT 'one'", "SELECT 'two'");
        for (var i = 0; i < 3; i++)
            Ask("SELECT 'first'", "SELECT 'last'");

        Assert.Equal(["SELECT 'first'", "SELECT 'last'"], Prepared("SELECT 'first'", "SELECT 'last'"));

        void Ask(string first, string last)
        {
            on.BeginRead(new(1));
            Assert.NotNull(on[first].Scalar());
            on.EndWithNext();
            Assert.NotNull(on[last].Scalar());
        }

        IEnumerable<string> Prepared(params string[] statements)
        {
            using var rows = on["SELECT statement FROM pg_prepared_statements WHERE statement = ANY (@statements) ORDER BY statement"].Read(("@statements", statements));
            var found = new List<string>();
            while (rows.Next())
                found.Add(rows.Text(0));
            return found;
        }
    }
}
