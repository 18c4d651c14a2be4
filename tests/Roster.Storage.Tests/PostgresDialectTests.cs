using Roster.Storage.Postgres;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>How it is found out whether a commit went through whose answer was lost.</summary>
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
}
