using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>A statement as its engine prepared it, run with other values each time. Each call names them in the same order.</summary>
abstract class EngineStatement : IDisposable
{
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="System.Data.Common.DbException">The engine refused or failed.</exception>
    public abstract int Run(ReadOnlySpan<(string Name, object? Value)> values);

    /// <returns>The number of the row that it inserted, or null.</returns>
    /// <exception cref="System.Data.Common.DbException">The engine refused or failed.</exception>
    public virtual long? Insert(ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var rows = Read(values);
        return rows.Next() ? rows.Number(0) : null;
    }

    /// <summary>Runs it up to its first row. The rows are the statement's own: they end with the next run.</summary>
    /// <exception cref="System.Data.Common.DbException">The engine refused or failed.</exception>
    public abstract Rows Read(ReadOnlySpan<(string Name, object? Value)> values);

    public abstract void Dispose();
}

/// <summary>The rows of a running statement, one after the other. Columns count from 0.</summary>
abstract class Rows : IDisposable
{
    /// <summary>Goes to the next row, which is the first at the beginning.</summary>
    public abstract bool Next();

    public abstract bool IsNull(int column);

    public abstract long Number(int column);

    public abstract double Real(int column);

    public abstract string Text(int column);

    /// <summary>The text; where it is the one that is known already, that one, so that a thousand rows with the same text do not make it a thousand times.</summary>
    public virtual string Text(int column, string known) => Text(column) is var text && string.Equals(text, known, StringComparison.Ordinal) ? known : text;

    public abstract byte[] Bytes(int column);

    /// <summary>The bytes, read into <paramref name="memory"/> where there is one.</summary>
    public ReadOnlyMemory<byte> Bytes(int column, DocumentMemory? memory) => memory is null ? Bytes(column) : BytesInto(memory, column);

    protected abstract ReadOnlyMemory<byte> BytesInto(DocumentMemory memory, int column);

    /// <summary>Reads bytes into memory that is there already.</summary>
    /// <returns>False when there is too little of it, and none was read.</returns>
    public abstract bool TryBytes(int column, Span<byte> memory, out int length);

    /// <summary>The value as what the engine has it.</summary>
    public abstract object Value(int column);

    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose()
    {
        End();
        Ended?.Invoke();
    }

    /// <summary>What is to be done when whoever reads is done.</summary>
    public Action? Ended { get; set; }

    protected abstract void End();
}
