using System.Data.Common;

namespace Roster.Storage;

/// <summary>What a write may meet that is not its own fault.</summary>
enum Failure
{
    /// <summary>The statement itself failed; other statements are not concerned.</summary>
    Other,

    /// <summary>A unique index refused the row.</summary>
    UniqueViolation,

    /// <summary>The disk is full or read-only, a lock was not to be had in time: it may pass.</summary>
    Unavailable,

    /// <summary>The disk failed, so what the connection holds in memory is not to be trusted any more.</summary>
    DiskError,

    /// <summary>The file is damaged.</summary>
    Damaged,
}

/// <summary>All that differs between database engines. Everything else is SQL that both understand.</summary>
abstract class Dialect
{
    public abstract DbConnection OpenWriter();

    public abstract DbConnection OpenReader();

    /// <summary>Begins a transaction that holds the right to write from the start, so that it cannot fail half-way for want of it.</summary>
    public abstract string BeginWrite { get; }

    /// <summary>Begins a transaction whose reads all see one moment.</summary>
    public abstract string BeginRead { get; }

    public abstract Failure Classify(DbException failure);

    /// <summary>A list of values as one parameter, to be unfolded by <see cref="InList"/>.</summary>
    public abstract object List(IEnumerable<long> values);

    /// <inheritdoc cref="List(IEnumerable{long})"/>
    public abstract object List(IEnumerable<string> values);

    /// <summary>A table expression with the values of a list parameter in its one column <c>value</c>, in their order.</summary>
    public abstract string FromList(string parameter);

    public string InList(string parameter) => $"(SELECT value FROM {FromList(parameter)})";

    /// <summary>Whether text holds other text, byte for byte.</summary>
    public abstract string Contains(string column, string parameter);

    /// <summary>Whether text ends in other, non-empty text, byte for byte.</summary>
    public abstract string EndsWith(string column, string parameter);

    /// <summary>A number that is another one after each commit that other connections made.</summary>
    public abstract string DataVersion { get; }
}
