using System.Data.Common;

namespace Roster.Storage;

/// <summary>Statements whose results nobody waits for. They travel with the next one whose result somebody does: one way over the network for all of them.</summary>
sealed class PendingStatements(DbConnection connection, Dialect dialect)
{
    DbBatch? batch;

    public bool Any => batch is not null;

    /// <summary>Seconds that what is sent may take beyond the limit of the connection.</summary>
    public int FurtherSeconds { get; set; }

    /// <summary>A limit in seconds with what comes on top of it; 0 is none.</summary>
    public int Limit(int seconds) => seconds == 0 ? 0 : seconds + FurtherSeconds;

    /// <summary>Whether the engine takes several statements at once; else they are better run one by one.</summary>
    public bool CanWait { get; } = connection.CanCreateBatch && dialect.IsRemote;

    public void Add(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        batch ??= connection.CreateBatch();
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value is null ? DBNull.Value : dialect.Parameter(value));
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Sends all, and reads the rows of the last.</summary>
    public DbDataReader ExecuteReader() => Take().ExecuteReader();

    /// <returns>How many rows the last one changed.</returns>
    public int ExecuteNonQuery()
    {
        var sent = Take();
        sent.ExecuteNonQuery();
        return sent.BatchCommands[^1].RecordsAffected;
    }

    public void Forget() => batch = null;

    DbBatch Take()
    {
        var taken = batch!;
        batch = null;
        taken.Timeout = Limit(taken.Timeout);
        return taken;
    }
}
