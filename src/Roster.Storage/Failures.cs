using System.Data.Common;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>What callers are told when the database fails.</summary>
static class Failures
{
    /// <summary>The exception to give to the caller whose work met a database failure.</summary>
    public static Exception ForCaller(this Dialect dialect, DbException failure) => dialect.Classify(failure) switch
    {
        Failure.Unavailable or Failure.ConnectionLost or Failure.Repeatable or Failure.DiskError => Unavailable().ToException(),
        Failure.Damaged => new StorageException($"The database file is damaged: {failure.Message} Stop the server, keep a copy of the data folder, and restore a backup.", failure),
        _ => failure,
    };

    public static ScimError Unavailable() =>
        new(503, null, "The directory cannot be read or written at the moment. Try again later.") { RetryAfter = 5, Fault = GatewayFault.Unavailable };

    /// <summary>What neither is done for certain nor left undone.</summary>
    public static ScimError Uncertain() =>
        new(503, null, "The connection to the database was lost while the change was committed, and it cannot be asked now whether it was. Look at the resource before you try again.") { RetryAfter = 5, Fault = GatewayFault.Unavailable };

    public static ScimError TooManyReads() =>
        new(503, null, "Too many reads are waiting. Try again later.") { RetryAfter = 1, Fault = GatewayFault.Unavailable };

    public static ScimError Overloaded() =>
        new(503, null, "Too many writes are waiting; nothing was changed. Try again later.") { RetryAfter = 1, Fault = GatewayFault.Unavailable };
}
