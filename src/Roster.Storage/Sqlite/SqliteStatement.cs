using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Roster.Scim.Resources;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Roster.Storage.Sqlite;

/// <summary>
/// A statement by SQLite's own interface: values go in and rows come out without a list of parameters, a reader or a copy of anything.
/// https://sqlite.org/cintro.html
/// </summary>
sealed class SqliteStatement : EngineStatement
{
    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Require(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
            throw new ArgumentException($"More than one statement: {sql}", nameof(sql));
        handle = statement.DangerousGetHandle();
        rows = new StatementRows(this);
    }

    readonly sqlite3 database;
    readonly sqlite3_stmt statement;

    // Good as long as the statement is, which is as long as this object: a connection's statements are disposed of with it, and by nobody who uses them.
    readonly nint handle;

    readonly StatementRows rows;

    // The place of each value; 0 for what the statement does not mention.
    int[]? places;

    // What is bound there, if that is a text or a number, or nothing: it stays, and most of a statement's values are those of its last run.
    object?[] bound = [];

    static readonly object Other = new();

    public override int Run(ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        var before = sqlite3_total_changes(database);
        try
        {
            while (Step())
            {
                // What it answers is nobody's concern.
            }

            // Of a statement that changes nothing the engine gives the number of the one before.
            return sqlite3_total_changes(database) == before ? 0 : sqlite3_changes(database);
        }
        finally
        {
            Reset();
        }
    }

    public override long? Insert(ReadOnlySpan<(string Name, object? Value)> values) => Run(values) > 0 ? sqlite3_last_insert_rowid(database) : null;

    public override Rows Read(ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        try
        {
            rows.Begin(Step());
        }
        catch
        {
            Reset();
            throw;
        }

        return rows;
    }

    bool Step() => SqliteNative.Step(handle) switch
    {
        SQLITE_ROW => true,
        SQLITE_DONE => false,
        var failed => throw Failed(failed),
    };

    // What failed has been told by then.
    void Reset() => _ = SqliteNative.Reset(handle);

    void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (places is null)
        {
            places = new int[values.Length];
            bound = new object?[values.Length];
            for (var i = 0; i < values.Length; i++)
                places[i] = sqlite3_bind_parameter_index(statement, values[i].Name);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (places[i] > 0 && !IsSame(bound[i], values[i].Value))
                Bind(i, values[i].Value);
        }
    }

    static bool IsSame(object? bound, object? value) => ReferenceEquals(bound, value) || (bound is long known && value is long number && known == number);

    void Bind(int at, object? value)
    {
        bound[at] = Other;
        Require(BindAt(places![at], value));
        bound[at] = value is null or string or long ? value : Other;
    }

    int BindAt(int place, object? value) => value switch
    {
        null => SqliteNative.BindNull(handle, place),
        string { Length: 0 } => sqlite3_bind_text(statement, place, ""),
        string text => BindText(place, text),
        long number => SqliteNative.BindInt64(handle, place, number),
        int number => SqliteNative.BindInt64(handle, place, number),
        bool truth => SqliteNative.BindInt64(handle, place, truth ? 1 : 0),
        double number => SqliteNative.BindDouble(handle, place, number),
        byte[] { Length: 0 } => sqlite3_bind_zeroblob(statement, place, 0),
        byte[] bytes => sqlite3_bind_blob(statement, place, bytes),
        _ => throw new ArgumentException($"A value of type {value.GetType()} cannot be bound.", nameof(value)),
    };

    const int Short = 256;

    // With its length, so that a NUL character does not end it.
    int BindText(int place, string text)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= Short)
        {
            Span<byte> utf8 = stackalloc byte[Short];
            return sqlite3_bind_text(statement, place, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            return sqlite3_bind_text(statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    void Require(int code)
    {
        if (code != SQLITE_OK)
            throw Failed(code);
    }

    Exception Failed(int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, database);
        }
        catch (SqliteException failure)
        {
            return failure;
        }

        return new InvalidOperationException($"SQLite answered {code} where it should not.");
    }

    public override void Dispose() => statement.Dispose();

    sealed class StatementRows(SqliteStatement owner) : Rows
    {
        readonly nint statement = owner.handle;

        // Whether there is a row after the last, as far as it is known: the first step is made by whoever begins, and after the end the statement would begin again.
        bool? more;

        public void Begin(bool any) => more = any;

        public override bool Next()
        {
            var found = more ?? owner.Step();
            more = found ? null : false;
            return found;
        }

        public override bool IsNull(int column) => SqliteNative.ColumnType(statement, column) == SQLITE_NULL;

        public override long Number(int column) => SqliteNative.ColumnInt64(statement, column);

        public override double Real(int column) => SqliteNative.ColumnDouble(statement, column);

        // As bytes: as text it would end at a NUL character.
        public override string Text(int column) => Encoding.UTF8.GetString(SqliteNative.ColumnBlob(statement, column));

        public override string Text(int column, string known) =>
            SqliteNative.ColumnBlob(statement, column) is var text && Ascii.Equals(text, known) ? known : Encoding.UTF8.GetString(text);

        public override byte[] Bytes(int column) => SqliteNative.ColumnBlob(statement, column).ToArray();

        protected override ReadOnlyMemory<byte> BytesInto(DocumentMemory memory, int column)
        {
            var bytes = SqliteNative.ColumnBlob(statement, column);
            var room = memory.Take(bytes.Length);
            bytes.CopyTo(room.Span);
            return room;
        }

        public override bool TryBytes(int column, Span<byte> memory, out int length)
        {
            var bytes = SqliteNative.ColumnBlob(statement, column);
            length = bytes.Length;
            return bytes.TryCopyTo(memory);
        }

        public override object Value(int column) => SqliteNative.ColumnType(statement, column) switch
        {
            SQLITE_INTEGER => Number(column),
            SQLITE_FLOAT => Real(column),
            SQLITE_TEXT => Text(column),
            SQLITE_BLOB => Bytes(column),
            _ => DBNull.Value,
        };

        protected override void End() => owner.Reset();
    }
}
