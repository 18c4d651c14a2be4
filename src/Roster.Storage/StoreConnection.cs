using System.Buffers;
using System.Data.Common;
using System.Diagnostics;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>A connection with the statements prepared on it so far. Used by one thread at a time.</summary>
sealed class StoreConnection(DbConnection connection, Dialect dialect, Action<string>? watch) : IDisposable
{
    // Filters make new statements; beyond this many they are forgotten together.
    const int MaxStatements = 300;

    readonly long lost = dialect.Lost;
    readonly Action<string>? watch = watch;
    readonly PendingStatements pending = new(connection, dialect);
    readonly Dictionary<(string Sql, bool Binds, bool Ends), Statement> statements = new(new SqlComparer());

    /// <summary>The pool that it belongs to; null for the writer's.</summary>
    public ReaderPool? Pool { get; init; }

    /// <summary>Whether connections were given up since this one was opened.</summary>
    public bool IsStale => dialect.Lost != lost;

    /// <summary>Whose resources the statements may read and write: of no other's, and of nobody's when it is null.</summary>
    public TenantId? Tenant { get; private set; }

    public Dialect Dialect => dialect;

    /// <summary>The driver's own, for what only the dialect does.</summary>
    public DbConnection Connection => connection;

    bool inTransaction;

    // Whether the transaction knows its tenant. Alone, a statement brings along what binds it, and so does a transaction's first one.
    bool bound;

    // Whether the next statement takes the end of the transaction along.
    bool ending;

    /// <summary>Whether a statement since <see cref="ForgetWrites"/> changed a row, or ended the transaction by failing.</summary>
    public bool HasWritten { get; private set; }

    public void ForgetWrites() => HasWritten = false;

    /// <summary>The indexes as this transaction sees them, once it has looked; null until then, and again once it changed them.</summary>
    public IndexSnapshot? Indexes { get; set; }

    /// <summary>Makes the next statements, each by itself, those of one tenant.</summary>
    public void Bind(TenantId? tenant) => Tenant = tenant;

    /// <summary>Makes the rest of the transaction one tenant's.</summary>
    public void Enter(TenantId tenant)
    {
        Flush();
        (Tenant, bound) = (tenant, false);
    }

    // Some twenty times as long as they take.
    const int RowsInASecond = 500;

    /// <summary>The rest of the transaction is about so many further rows. Statements about many may take longer than others, which are taken for unanswered by then.</summary>
    public void Expect(int rows)
    {
        expected += rows;
        pending.FurtherSeconds = expected / RowsInASecond;
    }

    int expected;

    void ExpectNothing() => (expected, pending.FurtherSeconds) = (0, 0);

    /// <summary>Whether it goes on seeing the moment of an earlier read (<see cref="Dialect.Stay"/>).</summary>
    public bool Stays { get; private set; }

    long since;

    // The commits when it last read.
    long seen = -1;

    /// <summary>Goes on seeing the moment of the last read where that may be, and begins to where it pays: when nothing has been committed since.</summary>
    public void Settle()
    {
        // Before the moment begins: of a commit in between it may see more than is known here, never less.
        var commits = dialect.Commits;
        if (commits != seen || IsOverdue)
            MoveOn();
        if (commits == seen && !Stays)
        {
            dialect.BeginRead(this);
            (Stays, since) = (true, Stopwatch.GetTimestamp());
        }

        seen = commits;
    }

    /// <summary>Whether it stays for longer than it may.</summary>
    public bool IsOverdue => Stays && Stopwatch.GetElapsedTime(since) > dialect.Stay;

    /// <summary>Lets the next read see its own moment.</summary>
    public void MoveOn()
    {
        if (!Stays)
            return;
        Stays = false;
        this["COMMIT"].Run();
    }

    public void BeginRead(TenantId? tenant)
    {
        ExpectNothing();
        (Indexes, Tenant) = (null, tenant);
        if (!Stays)
            dialect.BeginRead(this);
        (inTransaction, bound) = (true, false);
    }

    public void BeginWrite(WriterBatch batch)
    {
        ExpectNothing();
        (Indexes, Tenant) = (null, batch.Tenant);
        (inTransaction, bound) = (true, true);
        dialect.BeginWrite(this, batch);
    }

    /// <summary>Drops what is queued.</summary>
    public void Forget() => pending.Forget();

    /// <summary>Runs what is queued.</summary>
    public void Flush()
    {
        if (!pending.Any)
            return;
        try
        {
            pending.ExecuteNonQuery();
        }
        catch (DbException)
        {
            HasWritten |= dialect.FailureEndsTransaction;
            throw;
        }
    }

    /// <summary>The next statement is the transaction's last, and ends it on its way where a way is dear. What reads on after that is refused.</summary>
    public void EndWithNext() => ending = inTransaction && dialect.IsRemote;

    public void Commit()
    {
        if (inTransaction)
            End("COMMIT");
    }

    public void Rollback()
    {
        Forget();
        if (inTransaction)
            End("ROLLBACK");
    }

    void End(string sql)
    {
        Ended();
        if (!Stays)
            this[sql].Run();
        ExpectNothing();
    }

    void Ended() => (inTransaction, bound, ending, Tenant) = (false, false, false, null);

    /// <summary>The statement with that text, prepared once.</summary>
    public Statement this[string sql]
    {
        get
        {
            var binds = !bound && Tenant is not null && dialect.BindStatement is not null;
            if (statements.TryGetValue((sql, binds, ending), out var known))
                return known;

            if (statements.Count >= MaxStatements)
                Close();

            var prepared = dialect.Prepare(this, pending, sql, binds, ending);
            return statements[(sql, binds, ending)] = new Statement(this, sql, prepared, binds, ending, ofTenant: IsOfTenant(sql));
        }
    }

    /// <summary>Whether a statement is about rows that belong to tenants.</summary>
    internal static bool IsOfTenant(ReadOnlySpan<char> sql)
    {
        var afterKeyword = false;
        foreach (var range in sql.SplitAny(Blanks))
        {
            var word = sql[range];
            if (word.IsEmpty)
                continue;
            if (afterKeyword && Name(word) is "resource" or "member" or "change")
                return true;
            afterKeyword = word[(word.LastIndexOfAnyExcept(NameCharacters) + 1)..] is "FROM" or "JOIN" or "UPDATE" or "INTO";
        }

        return false;

        static ReadOnlySpan<char> Name(ReadOnlySpan<char> word) => word.IndexOfAnyExcept(NameCharacters) is var end and >= 0 ? word[..end] : word;
    }

    static readonly SearchValues<char> Blanks = SearchValues.Create(" \n\r\t\f\v");
    static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");

    void Close()
    {
        foreach (var (text, statement) in statements.Where(s => !s.Value.InUse).ToList())
        {
            statements.Remove(text);
            statement.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    // Texts of statements are long and the same few objects again and again: to look at all of one for its hash would take longer than to find it.
    sealed class SqlComparer : IEqualityComparer<(string Sql, bool Binds, bool Ends)>
    {
        public bool Equals((string Sql, bool Binds, bool Ends) x, (string Sql, bool Binds, bool Ends) y) =>
            x.Binds == y.Binds && x.Ends == y.Ends && string.Equals(x.Sql, y.Sql, StringComparison.Ordinal);

        public int GetHashCode((string Sql, bool Binds, bool Ends) key) =>
            HashCode.Combine(key.Sql.Length, key.Sql[key.Sql.Length / 4], key.Sql[key.Sql.Length / 2], key.Sql[^1], key.Binds, key.Ends);
    }

    /// <summary>SQL with its parameters. Each call names them in the same order.</summary>
    /// <param name="binds">Whether the first result is that of binding it to the tenant.</param>
    /// <param name="ends">Whether the transaction ends with it.</param>
    /// <param name="ofTenant">Whether it touches what belongs to a tenant.</param>
    public sealed class Statement(StoreConnection owner, string sql, EngineStatement prepared, bool binds, bool ends, bool ofTenant) : IDisposable
    {
        Action? done;

        public bool InUse { get; private set; }

        /// <summary>Runs a statement that answers no rows.</summary>
        /// <returns>How many rows it changed.</returns>
        public int Run(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Admit();
            try
            {
                var changed = prepared.Run(values);
                owner.HasWritten |= changed > 0;
                Sent();
                return changed;
            }
            catch (DbException)
            {
                owner.HasWritten |= owner.Dialect.FailureEndsTransaction;
                throw;
            }
        }

        /// <summary>Runs a statement whose outcome nobody needs to know, with the next one at the latest. What is wrong with it may come to light there.</summary>
        public void Queue(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            if (!owner.pending.CanWait || binds)
            {
                Run(values);
                return;
            }

            Admit();
            owner.pending.Add(sql, values);
            owner.HasWritten = true;
        }

        /// <summary>Runs a statement that inserts at most one row. Where the engine does not know the row's number by itself, the statement returns it.</summary>
        /// <returns>The row's number; null when there is none.</returns>
        public long? Insert(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Admit();
            try
            {
                var row = prepared.Insert(values);
                owner.HasWritten |= row is not null;
                Sent();
                return row;
            }
            catch (DbException)
            {
                owner.HasWritten |= owner.Dialect.FailureEndsTransaction;
                throw;
            }
        }

        /// <summary>The first column of the first row; null when there is no row or the value is null.</summary>
        public object? Scalar(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            using var rows = Read(values);
            return rows.Next() && !rows.IsNull(0) ? rows.Value(0) : null;
        }

        /// <summary>Runs a statement that writes rows and returns something of each.</summary>
        public Rows ReadWritten(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            owner.HasWritten = true;
            return Read(values);
        }

        public Rows Read(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Admit();
            try
            {
                var rows = prepared.Read(values);
                Sent();
                InUse = true;
                rows.Ended = done ??= () => InUse = false;
                return rows;
            }
            catch (DbException)
            {
                owner.HasWritten |= owner.Dialect.FailureEndsTransaction;
                throw;
            }
        }

        void Sent()
        {
            owner.bound |= binds && owner.inTransaction;
            if (ends)
                owner.Ended();
        }

        void Admit()
        {
            owner.watch?.Invoke(sql);
            if (ofTenant && owner.Tenant is null)
                throw new InvalidOperationException($"A statement on what belongs to a tenant is bound to none: {sql}");
            if (InUse)
                throw new InvalidOperationException($"The rows of a statement are still being read: {sql}");
        }

        public void Dispose() => prepared.Dispose();
    }
}
