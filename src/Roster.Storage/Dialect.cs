using System.Data.Common;
using Roster.Scim;

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

    /// <summary>The connection is gone, or leads to a server that takes no writes any more. On a new one the same may succeed.</summary>
    ConnectionLost,

    /// <summary>Another transaction stood in the way; done again, the same may succeed.</summary>
    Repeatable,

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
    public abstract void BeginWrite(StoreConnection on, WriterBatch batch);

    /// <summary>Begins a transaction whose reads all see one moment.</summary>
    public abstract void BeginRead(StoreConnection on);

    /// <summary>
    /// For how long reads by one connection may go on seeing one moment, provided that this process has committed nothing since; zero where each sees its own. What other processes
    /// committed is seen that much later.
    /// </summary>
    public virtual TimeSpan Stay => TimeSpan.Zero;

    /// <summary>How many times this process has committed, or found that another did, as far as anybody has heard of it.</summary>
    public long Commits => Volatile.Read(ref commits);

    long commits;

    /// <summary>To be called after each commit, and whenever it shows that another process committed, before anybody hears of it.</summary>
    public void Committed() => Interlocked.Increment(ref commits);

    /// <summary>Whether a statement is a way over a network, so that several are better sent together.</summary>
    public virtual bool IsRemote => false;

    /// <summary>Whether a transaction writes for one tenant alone, and several writers work at once.</summary>
    public virtual bool DividesWrites => false;

    /// <summary>Whether after a statement that failed the transaction can only be rolled back.</summary>
    public virtual bool FailureEndsTransaction => false;

    /// <summary>Whether connections get lost, so that it is worth trying again on a new one.</summary>
    public virtual bool LosesConnections => false;

    /// <summary>One more each time connections were given up: those that were opened before lead nowhere.</summary>
    public virtual long Lost => 0;

    /// <summary>To be called when a connection is found to be lost: the others were made when it was.</summary>
    public virtual void ForgetConnections() { }

    /// <summary>Whether a batch whose commit was not answered was committed. Waits until that is certain.</summary>
    /// <exception cref="DbException">It cannot be told now.</exception>
    public virtual bool HasCommitted(WriterBatch batch) => false;

    /// <summary>What binds a statement and the rest of its transaction to the tenant in the parameter <c>@bound</c>, to be sent before it; null where nothing does.</summary>
    public virtual string? BindStatement => null;

    /// <summary>The value of <c>@bound</c>.</summary>
    public virtual string Bound(TenantId? tenant) => "";

    /// <summary>Hears of changes to what caches hold; null when nobody tells.</summary>
    public virtual IAsyncDisposable? Listen(Action changed) => null;

    /// <summary>Keeps what the engine plans by up to date while a server runs; null where nothing need be done.</summary>
    public virtual IAsyncDisposable? KeepStatistics() => null;

    /// <summary>A statement for many runs.</summary>
    /// <param name="pending">What goes with it.</param>
    /// <param name="binds">Whether it brings along what binds it to the connection's tenant.</param>
    /// <param name="ends">Whether it takes the end of the transaction along.</param>
    public virtual EngineStatement Prepare(StoreConnection on, PendingStatements pending, string sql, bool binds, bool ends)
    {
        var command = on.Connection.CreateCommand();
        command.CommandText = (binds ? BindStatement : "") + sql + (ends ? ";\nCOMMIT" : "");
        return new CommandStatement(on, pending, this, command, sql, binds);
    }

    /// <summary>How many members of a large group are read at once while an answer about it is written.</summary>
    public virtual int MembersAtOnce => 2_500;

    /// <summary>Called each time before a command is run that is kept to be run again.</summary>
    public virtual void Ready(DbCommand command)
    {
    }

    /// <summary>Whether text can be stored, and so be equal to something stored.</summary>
    public virtual bool CanHold(string text) => true;

    /// <summary>A parameter's value as the engine takes it.</summary>
    public virtual object Parameter(object value) => value;

    /// <summary>Bytes (UTF-8) of the longest text that can be indexed.</summary>
    public virtual int MaxIndexedBytes => int.MaxValue;

    public abstract Failure Classify(DbException failure);

    /// <summary>
    /// Inserts a row into <c>resource</c> and tells its number; nothing when a unique index has such a row, or the tenant is not there or is being purged.
    /// </summary>
    public abstract string InsertResource { get; }

    /// <summary>A list of values as one parameter, to be unfolded by <see cref="FromList"/>.</summary>
    public abstract object List(IEnumerable<long> values);

    /// <inheritdoc cref="List(IEnumerable{long})"/>
    public abstract object List(IEnumerable<string?> values);

    /// <summary>A table expression with the values of a list parameter in its one column <c>value</c>, in their order.</summary>
    public abstract string FromList(string parameter);

    /// <summary>Whether a column's number is in a list parameter.</summary>
    public virtual string AmongNumbers(string column, string parameter) => $"{column} IN (SELECT value FROM {FromList(parameter)})";

    /// <summary>Whether a column's text is in a list parameter.</summary>
    public virtual string AmongTexts(string column, string parameter) => $"{column} IN (SELECT value FROM {FromList(parameter)})";

    /// <summary>Whether text holds other text, byte for byte; the parameter is what <see cref="Inside"/> made of it.</summary>
    public abstract string Contains(string column, string parameter);

    /// <summary>Whether text ends in other, non-empty text, byte for byte; the parameter is what <see cref="AtEnd"/> made of it.</summary>
    public abstract string EndsWith(string column, string parameter);

    /// <summary>Ends a subquery whose condition is text inside of values, so that it is planned by itself, by an index of such text if there is one.</summary>
    public virtual string Apart => "";

    /// <summary>Whether names stand in <c>resource_name</c> too, with an index of text inside of them.</summary>
    public virtual bool HasNames => false;

    public virtual string Inside(string text) => text;

    public virtual string AtEnd(string text) => text;

    /// <summary>Bytes that the data takes, and bytes that are free for more; null where the engine does not know.</summary>
    public abstract (long Data, long? Free) Space(StoreConnection on);

    /// <summary>A number that is another one after each commit that other connections made.</summary>
    public abstract string DataVersion { get; }
}
