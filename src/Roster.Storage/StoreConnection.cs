using System.Data.Common;

namespace Roster.Storage;

/// <summary>A connection with the statements prepared on it so far. Used by one thread at a time.</summary>
sealed class StoreConnection(DbConnection connection, Action<string>? prepared) : IDisposable
{
    // Filters make new statements; beyond this many they are forgotten together.
    const int MaxStatements = 300;

    readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    /// <summary>The pool that it belongs to; null for the writer's.</summary>
    public ReaderPool? Pool { get; init; }

    /// <summary>Whether a statement since <see cref="ForgetWrites"/> changed a row.</summary>
    public bool HasWritten { get; private set; }

    public void ForgetWrites() => HasWritten = false;

    /// <summary>The indexes as this transaction sees them, once it has looked; null until then, and again once it changed them.</summary>
    public IndexSnapshot? Indexes { get; set; }

    public void Begin(string sql)
    {
        Indexes = null;
        this[sql].Run();
    }

    /// <summary>The statement with that text, prepared once.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (statements.TryGetValue(sql, out var known))
                return known;

            if (statements.Count >= MaxStatements)
                Forget();

            prepared?.Invoke(sql);
            var command = connection.CreateCommand();
            command.CommandText = sql;
            return statements[sql] = new Statement(this, command);
        }
    }

    void Forget()
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
    public sealed class Statement(StoreConnection owner, DbCommand command) : IDisposable
    {
        public bool InUse { get; private set; }

        /// <summary>Runs a statement that answers no rows.</summary>
        /// <returns>How many rows it changed.</returns>
        public int Run(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Bind(values);
            var changed = command.ExecuteNonQuery();
            owner.HasWritten |= changed > 0;
            return changed;
        }

        /// <summary>Runs a statement that writes at most one row and returns a number from it; null when it wrote none.</summary>
        public long? RunReturning(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Bind(values);
            var returned = command.ExecuteScalar();
            owner.HasWritten |= returned is long;
            return returned as long?;
        }

        /// <summary>The first column of the first row; null when there is no row or the value is null.</summary>
        public object? Scalar(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Bind(values);
            return command.ExecuteScalar() is { } value and not DBNull ? value : null;
        }

        public Rows Read(params ReadOnlySpan<(string Name, object? Value)> values)
        {
            Bind(values);
            InUse = true;
            try
            {
                return new Rows(command.ExecuteReader(), this);
            }
            catch
            {
                InUse = false;
                throw;
            }
        }

        internal void Done() => InUse = false;

        void Bind(ReadOnlySpan<(string Name, object? Value)> values)
        {
            var parameters = command.Parameters;
            for (var i = parameters.Count; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = values[i].Name;
                parameters.Add(parameter);
            }

            for (var i = 0; i < values.Length; i++)
                parameters[i].Value = values[i].Value ?? DBNull.Value;
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
