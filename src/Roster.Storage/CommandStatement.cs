using System.Data.Common;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>A statement of a driver of ADO.NET. Those that wait go with it.</summary>
/// <param name="command">With what binds it before it, and what ends the transaction after it.</param>
/// <param name="binds">Whether the first result is that of binding it to the connection's tenant.</param>
sealed class CommandStatement(StoreConnection on, PendingStatements pending, Dialect dialect, DbCommand command, string sql, bool binds) : EngineStatement
{
    readonly int limit = command.CommandTimeout;

    public override int Run(ReadOnlySpan<(string Name, object? Value)> values) =>
        Accompanied(values) ? pending.ExecuteNonQuery() : command.ExecuteNonQuery();

    public override Rows Read(ReadOnlySpan<(string Name, object? Value)> values)
    {
        var reader = Accompanied(values) ? pending.ExecuteReader() : command.ExecuteReader();
        if (binds)
            reader.NextResult();
        return new CommandRows(reader);
    }

    bool Accompanied(ReadOnlySpan<(string Name, object? Value)> values)
    {
        var accompanied = pending.Any;
        if (accompanied)
            pending.Add(sql, values);
        else
            Bind(values);
        dialect.Ready(command);
        command.CommandTimeout = pending.Limit(limit);
        return accompanied;
    }

    void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = command.Parameters;
        for (var i = parameters.Count; i < values.Length; i++)
            Add(values[i].Name);
        for (var i = 0; i < values.Length; i++)
            parameters[i].Value = values[i].Value is { } value ? dialect.Parameter(value) : DBNull.Value;

        if (binds)
        {
            if (parameters.Count == values.Length)
                Add("@bound");
            parameters[values.Length].Value = dialect.Bound(on.Tenant);
        }
    }

    void Add(string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
    }

    public override void Dispose() => command.Dispose();

    sealed class CommandRows(DbDataReader reader) : Rows
    {
        public override bool Next() => reader.Read();

        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override long Number(int column) => reader.GetInt64(column);

        public override double Real(int column) => reader.GetDouble(column);

        public override string Text(int column) => reader.GetString(column);

        public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

        protected override ReadOnlyMemory<byte> BytesInto(DocumentMemory memory, int column)
        {
            using var bytes = reader.GetStream(column);
            var room = memory.Take((int)bytes.Length);
            bytes.ReadExactly(room.Span);
            return room;
        }

        public override bool TryBytes(int column, Span<byte> memory, out int length)
        {
            using var bytes = reader.GetStream(column);
            length = (int)bytes.Length;
            if (length > memory.Length)
                return false;
            bytes.ReadExactly(memory[..length]);
            return true;
        }

        public override object Value(int column) => reader.GetValue(column);

        protected override void End() => reader.Dispose();
    }
}
