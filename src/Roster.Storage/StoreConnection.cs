using System.Data.Common;
using System.Text.RegularExpressions;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>A connection with the statements prepared on it so far. Used by one thread at a time.</summary>
sealed partial class StoreConnection(DbConnection connection, Dialect dialect, Action<string>? watch) : IDisposable
{
    // Filters make new statements; beyond this many they are forgotten together.
    const int MaxStatements = 300;

    readonly Dialect dialect = dialect;
    readonly long lost = dialect.Lost;
    readonly Action<string>? watch = watch;
    readonly PendingStatements pending = new(connection, dialect);
    readonly Dictionary<(string Sql, bool Binds, bool Ends), Statement> statements = [];

    /// <summary>The pool that it belongs to; null for the writer's.</summary>
    public ReaderPool? Pool { get; init; }

    /// <summary>Whether connections were given up since this one was opened.</summary>
    public bool IsStale => dialect.Lost != lost;

    /// <summary>Whose resources the statements may read and write: of no other's, and of nobody's when it is null.</summary>
    public TenantId? Tenant { get; private set; }

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

    public void BeginRead(TenantId? tenant)
    {
        (Indexes, Tenant) = (null, tenant);
        dialect.BeginRead(this);
        (inTransaction, bound) = (true, false);
    }

    public void BeginWrite(WriterBatch batch)
    {
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
        this[sql].Run();
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

            var command = connection.CreateCommand();
            command.CommandText = (binds ? dialect.BindStatement : "") + sql + (ending ? ";\nCOMMIT" : "");
            return statements[(sql, binds, ending)] = new Statement(this, sql, command, binds, ending, ofTenant: Protected().IsMatch(sql));
        }
    }

    [GeneratedRegex(@"\b(FROM|JOIN|UPDATE|INTO)\s+(resource|member|change)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Protected();

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

    /// <summary>SQL with its parameters. Each call names them in the same order.</summary>
    /// <param name="binds">Whether the first result is that of binding it to the tenant.</param>
    /// <param name="ends">Whether the transaction ends with it.</param>
    /// <param name="ofTenant">Whether it touches what belongs to a tenant.</param>
    public sealed class Statement(StoreConnection owner, string sql, DbCommand command, bool binds, bool ends, bool ofTenant) : IDisposable
    {
        public bool InUse { get; private set; }

        /// <summary>Runs a statement that answers no rows.</summary>
        /// <returns>How many rows it changed.</returns>
        public int Run(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            var changed = Send(values, () => owner.pending.ExecuteNonQuery(), command.ExecuteNonQuery);
            owner.HasWritten |= changed > 0;
            return changed;
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

        /// <summary>Runs a statement that writes at most one row and returns a number from it; null when it wrote none.</summary>
        public long? RunReturning(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            var returned = Scalar(values) as long?;
            owner.HasWritten |= returned is not null;
            return returned;
        }

        /// <summary>The first column of the first row; null when there is no row or the value is null.</summary>
        public object? Scalar(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            using var reader = Execute(values);
            return reader.Read() && !reader.IsDBNull(0) ? reader.GetValue(0) : null;
        }

        /// <summary>Runs a statement that writes rows and returns something of each.</summary>
        public Rows ReadWritten(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            owner.HasWritten = true;
            return Read(values);
        }

        public Rows Read(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            InUse = true;
            try
            {
                return new Rows(Execute(values), this);
            }
            catch
            {
                InUse = false;
                throw;
            }
        }

        DbDataReader Execute(ReadOnlySpan<(string Name, object? Value)> values)
        {
            var reader = Send(values, owner.pending.ExecuteReader, command.ExecuteReader);
            if (binds)
                reader.NextResult();
            return reader;
        }

        T Send<T>(ReadOnlySpan<(string Name, object? Value)> values, Func<T> withOthers, Func<T> alone)
        {
            Admit();
            var accompanied = owner.pending.Any;
            if (accompanied)
                owner.pending.Add(sql, values);
            else
                Bind(values);
            try
            {
                var answer = accompanied ? withOthers() : alone();
                owner.bound |= binds && owner.inTransaction;
                if (ends)
                    owner.Ended();
                return answer;
            }
            catch (DbException)
            {
                owner.HasWritten |= owner.dialect.FailureEndsTransaction;
                throw;
            }
        }

        void Admit()
        {
            owner.watch?.Invoke(sql);
            if (ofTenant && owner.Tenant is null)
                throw new InvalidOperationException($"A statement on what belongs to a tenant is bound to none: {sql}");
        }

        internal void Done() => InUse = false;

        void Bind(ReadOnlySpan<(string Name, object? Value)> values)
        {
            var parameters = command.Parameters;
            for (var i = parameters.Count; i < values.Length; i++)
                Add(values[i].Name);
            for (var i = 0; i < values.Length; i++)
                parameters[i].Value = values[i].Value is { } value ? owner.dialect.Parameter(value) : DBNull.Value;

            if (binds)
            {
                if (parameters.Count == values.Length)
                    Add("@bound");
                parameters[values.Length].Value = owner.dialect.Bound(owner.Tenant);
            }
        }

        void Add(string name)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        public void Dispose() => command.Dispose();
    }

    /// <summary>The rows of a running statement.</summary>
    public sealed class Rows(DbDataReader reader, Statement statement) : IDisposable
    {
        public bool Next() => reader.Read();

        public long Number(int column) => reader.GetInt64(column);

        public long? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

        public string Text(int column) => reader.GetString(column);

        public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        public double Real(int column) => reader.GetDouble(column);

        public bool IsNull(int column) => reader.IsDBNull(column);

        public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

        public void Dispose()
        {
            reader.Dispose();
            statement.Done();
        }
    }
}
