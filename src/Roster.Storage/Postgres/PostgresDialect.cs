using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Npgsql;
using Roster.Scim;

namespace Roster.Storage.Postgres;

/// <summary>PostgreSQL: any number of nodes on one database.</summary>
sealed class PostgresDialect : Dialect, IDisposable
{
    // A lost connection is noticed, and told to the client, within five seconds; a statement of ours never takes so long. Where the network swallows what is sent,
    // a statement takes both together: the driver opens a connection to cancel it, and that is swallowed too.
    const int ConnectSeconds = 1;
    const int StatementSeconds = 3;

    /// <exception cref="StorageException">The connection string cannot be understood.</exception>
    public PostgresDialect(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            Default(settings, "Timeout", () => settings.Timeout = ConnectSeconds);
            Default(settings, "Command Timeout", () => settings.CommandTimeout = StatementSeconds);
            // A statement that took too long ends its connection; its cancellation is not waited for.
            Default(settings, "Cancellation Timeout", () => settings.CancellationTimeout = -1);
            // Its negotiation would take as long again of a swallowed statement.
            Default(settings, "GSS Encryption Mode", () => settings.GssEncryptionMode = GssEncryptionMode.Disable);
            Default(settings, "Max Auto Prepare", () => settings.MaxAutoPrepare = 200);
            Default(settings, "Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
            Default(settings, "Application Name", () => settings.ApplicationName = "Roster");
            Default(settings, "Maximum Pool Size", () => settings.MaxPoolSize = 200);
            // Of several hosts the one that takes writes.
            if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            {
                Default(settings, "Target Session Attributes", () => settings.TargetSessionAttributes = "read-write");
                // Otherwise a standby that has become the leader is taken for a standby for ten seconds more.
                Default(settings, "Host Recheck Seconds", () => settings.HostRecheckSeconds = 1);
            }

            Source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }
        catch (ArgumentException wrong)
        {
            throw new StorageException($"Storage:ConnectionString cannot be understood: {wrong.Message}", wrong);
        }
    }

    static void Default(NpgsqlConnectionStringBuilder settings, string key, Action set)
    {
        if (!settings.ShouldSerialize(key))
            set();
    }

    public NpgsqlDataSource Source { get; }

    public override DbConnection OpenWriter() => Source.OpenConnection();

    public override DbConnection OpenReader() => Source.OpenConnection();

    public override bool DividesWrites => true;

    public override bool FailureEndsTransaction => true;

    public override bool LosesConnections => true;

    long lost;

    public override long Lost => Volatile.Read(ref lost);

    // The driver forgets those that were reset, but keeps the ones beside a statement that was not answered in time.
    public override void ForgetConnections()
    {
        Interlocked.Increment(ref lost);
        Source.Clear();
    }

    public override bool IsRemote => true;

    // The lock makes the writers of all nodes take turns on a tenant, as one writer's transactions do by themselves: what it looks up stays true until it commits.
    // What is no tenant's takes turns on number 0. The row tells afterwards whether the commit went through. A node that the database hears no more of
    // holds up the others for two seconds, which is less than they wait.
    const string BeginWriteSql = """
        SELECT set_config(@setting, @bound, true), set_config(@idle, @limit, true), pg_advisory_xact_lock(@tenant);
        INSERT INTO writer (id, batch, at) VALUES (@writer, @batch, now()) ON CONFLICT (id) DO UPDATE SET batch = @batch, at = now()
        """;

    public override void BeginWrite(StoreConnection on, WriterBatch batch)
    {
        on.Connection.BeginTransaction(IsolationLevel.ReadCommitted);
        on[BeginWriteSql].Run(
            ("@setting", Setting), ("@bound", Bound(batch.Tenant)), ("@idle", IdleSetting), ("@limit", IdleLimit),
            ("@tenant", batch.Tenant?.Value ?? 0), ("@writer", batch.Writer), ("@batch", batch.Number));
    }

    const string IdleSetting = "idle_in_transaction_session_timeout";
    const string IdleLimit = "2s";

    // Sent along with the first statement.
    public override void BeginRead(StoreConnection on) => on.Connection.BeginTransaction(IsolationLevel.RepeatableRead);

    const string Setting = "roster.tenant";

    // In one message with the statement, so that both are one transaction.
    const string BindSql = $"SELECT set_config('{Setting}', @bound, true), set_config('{IdleSetting}', '{IdleLimit}', true);\n";

    public override string? BindStatement => BindSql;

    public override string Bound(TenantId? tenant) => tenant?.Value.ToString(CultureInfo.InvariantCulture) ?? "";

    // The driver prepares what has been run before. But as soon as one statement of a command is prepared it takes them all for it, and would have the others parsed
    // and planned each time; with a text that was set anew it looks again.
    public override void Ready(DbCommand command)
    {
        if (command is NpgsqlCommand { IsPrepared: false })
            command.CommandText = command.CommandText;
    }

    // Waits for whoever still holds the row, which is the commit in question if it is not over. So does a row that it is about to be the first to write.
    const string CommittedSql = """
        INSERT INTO writer (id, batch, at) VALUES (@writer, 0, now()) ON CONFLICT (id) DO UPDATE SET at = now() RETURNING batch
        """;

    public override bool HasCommitted(WriterBatch batch)
    {
        using var on = new StoreConnection(OpenWriter(), this, null);
        return on[CommittedSql].Scalar(("@writer", batch.Writer)) is long last && last == batch.Number;
    }

    const string ForgetWritersSql = "DELETE FROM writer WHERE at < now() - interval '1 day'";

    public void ForgetOldWriters()
    {
        using var command = Source.CreateCommand(ForgetWritersSql);
        command.ExecuteNonQuery();
    }

    // The driver's list lacks it.
    const string IdleInTransactionSessionTimeout = "25P03";

    // Codes of https://www.postgresql.org/docs/15/errcodes-appendix.html
    public override Failure Classify(DbException failure) => failure switch
    {
        NpgsqlOperationInProgressException => Failure.Other,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => Failure.UniqueViolation,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable } => Failure.Repeatable,
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => Failure.Damaged,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionSessionTimeout } => Failure.ConnectionLost,
        PostgresException { SqlState: [.. "57P", _, _] or [.. "08", _, _, _] } => Failure.ConnectionLost,
        PostgresException { SqlState: [.. "53", _, _, _] or [.. "58", _, _, _] or PostgresErrorCodes.QueryCanceled } => Failure.Unavailable,
        PostgresException => Failure.Other,
        NpgsqlException => Failure.ConnectionLost,
        _ => Failure.Other,
    };

    public override string InsertResource => """
        INSERT INTO resource (tenant, type, id, tombstone, version, created, modified, unique_value, display_name, external_id, active, checksum, password_hash, document)
        SELECT @tenant, @type, @id, 0, 1, @at, @at, @unique, @name, @external, CAST(@active AS BIGINT), @checksum, @password, @document
         WHERE EXISTS (SELECT 1 FROM tenant WHERE id = @tenant AND purge_begun IS NULL)
        ON CONFLICT DO NOTHING
        RETURNING row_id
        """;

    public override object List(IEnumerable<long> values) => values.ToArray();

    public override object List(IEnumerable<string?> values) => values.Select(text => text is null ? null : Storable(text)).ToArray();

    // From within a subquery, so that no plan is made for its length: of such plans a new one would be made each time, which takes longer than what it does.
    public override string FromList(string parameter) => $"unnest((SELECT {parameter})) AS list (value)";

    // Looked up one by one in an index, whatever the database knows of the table: a join with the list is planned as a walk through all of a table that it has not looked at yet.
    public override string AmongNumbers(string column, string parameter) => $"{column} = ANY ((SELECT {parameter})::BIGINT[])";

    public override string AmongTexts(string column, string parameter) => $"{column} = ANY ((SELECT {parameter})::TEXT[])";

    // They come as one text. A longer one would be a large object to the runtime, which is only freed by a look at everything.
    public override int MembersAtOnce => 1_000;

    public override string Contains(string column, string parameter) => $"{column} LIKE {parameter}";

    public override string EndsWith(string column, string parameter) => $"{column} LIKE {parameter}";

    // The planner puts conditions of row-level security first wherever they can come by way of a join; what is not sure to keep what it sees to itself, as LIKE, then uses no index.
    public override string Apart => " OFFSET 0";

    public override bool HasNames => hasNames;

    bool hasNames;

    const string NamesSql = "SELECT to_regclass('resource_name') IS NOT NULL";

    /// <summary>Finds out what this database has that another may not have.</summary>
    public void Look()
    {
        using var command = Source.CreateCommand(NamesSql);
        hasNames = (bool)command.ExecuteScalar()!;
    }

    public override string Inside(string text) => $"%{Escaped(text)}%";

    public override string AtEnd(string text) => $"%{Escaped(text)}";

    // What LIKE would take for something else.
    static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    const string SizeSql = "SELECT pg_database_size(current_database())";

    public override (long Data, long? Free) Space(StoreConnection on) => ((long)on[SizeSql].Scalar()!, null);

    public override string DataVersion => "SELECT generation FROM administration WHERE id = 1";

    public override bool CanHold(string text) => !text.Contains('\0', StringComparison.Ordinal) && (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 || string.Equals(WellFormed(text), text, StringComparison.Ordinal));

    // What cannot be stored is equal to nothing that is; it only has to get there.
    public override object Parameter(object value) => value is string text ? Storable(text) : value;

    string Storable(string text) => CanHold(text) ? text : WellFormed(text.Replace('\0', '\uFFFD'));

    // Half of a surrogate pair becomes U+FFFD on the way.
    static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    // A third of a page, less what else is in the key.
    public override int MaxIndexedBytes => 2_500;

    public override IAsyncDisposable? Listen(Action changed) => new PostgresListener(Source, changed);

    public override IAsyncDisposable? KeepStatistics() => new PostgresStatistics(Source);

    public void Dispose() => Source.Dispose();
}
