using System.Collections.Immutable;

namespace Roster.Storage.Moving;

/// <summary>A database that is moved from or to, with what a move must know of its engine. All else is SQL that every engine understands.</summary>
public abstract class MoveEnd
{
    /// <summary>What an operator knows it by: <c>/var/lib/roster</c>. Nothing secret.</summary>
    public abstract string Name { get; }

    /// <summary>The keys of the configuration with which a server uses it, and their values; null is a key to remove.</summary>
    public abstract ImmutableArray<(string Key, string? Value)> Configuration { get; }

    /// <summary>Whether there is anything at all.</summary>
    internal abstract bool Exists { get; }

    /// <summary>Keeps servers from running on it until it is given back.</summary>
    /// <exception cref="StorageException">One runs on it.</exception>
    internal abstract IDisposable Hold();

    /// <summary>Brings the schema up to date; a database that is new gets one.</summary>
    internal abstract void Migrate();

    internal abstract StoreConnection Connect();

    /// <summary>The last number that was given in the table's numbered column; 0 when none was.</summary>
    internal abstract long LastNumber(StoreConnection on, MovedTable table);

    /// <summary>Makes the table go on after a number. It has no rows with a greater one.</summary>
    internal abstract void GoOnAfter(StoreConnection on, MovedTable table, long number);

    /// <summary>Has the engine look at what its tables hold now, so that it plans well from the first request on. Most engines need not.</summary>
    internal virtual void LookAtTables(StoreConnection on) { }
}
