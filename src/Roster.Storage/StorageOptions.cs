using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>An attribute whose values get rows of their own in the value index, so that a filter on it need not look through documents.</summary>
/// <param name="ResourceType">The resource type's name: <c>User</c>.</param>
/// <param name="Path">A simple attribute or sub-attribute of the document: <c>emails.value</c>.</param>
public sealed record IndexedAttribute(string ResourceType, AttributePath Path);

/// <summary>Where a directory's data lies and how it is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>The data folder; made when it is not there. Without a <see cref="ConnectionString"/> it holds <c>roster.db</c> and the files that belong to it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Keeps the data in this PostgreSQL database, which any number of processes may use at once; null for the folder. In Npgsql's terms: <c>Host=a,b;Database=roster;Username=roster</c>.
    /// The role must own the database and be neither superuser nor allowed to bypass row-level security.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Into how many parts, by tenant, a PostgreSQL database is divided when it is first opened; 0 for not at all. 0 to 1,000. Later it has no effect.</summary>
    [Range(0, 1_000)]
    public int Partitions { get; init; }

    /// <summary>Every resource type of every door with all its extensions, by name. The store writes and reads no other.</summary>
    public ImmutableArray<ResourceType> ResourceTypes { get; init; } = [];

    /// <summary>
    /// The attributes to index beside the built-in columns (the type's unique attribute, <c>displayName</c>, <c>externalId</c>, <c>active</c>
    /// and the times of <c>meta</c>). Opening builds what is missing and drops what is no longer listed; every listed attribute costs write rate.
    /// Default (not empty) leaves the indexes as they are, for a command that works beside a running server.
    /// </summary>
    public ImmutableArray<IndexedAttribute> Indexed { get; init; }

    /// <summary>Connections that read, which is how many reads run at once.</summary>
    [Range(1, 64)]
    public int Readers { get; init; } = 8;

    /// <summary>
    /// Bytes of memory for the text of indexed attributes in which filters by <c>co</c> and <c>ew</c> look, on SQLite; 0 keeps none, and such a filter goes through an index. 0 to 4,294,967,296.
    /// </summary>
    [Range(0L, 4_294_967_296L)]
    public long KeptTextBytes { get; init; } = 67_108_864;

    /// <summary>Live access tokens one client may have; the oldest gives way to the next. 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int TokensPerClient { get; init; } = 1_000;

    /// <summary>Tells when clients and tokens are made, revoked and expired. Resources carry their own time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Sees the text of each statement that is run; for tests.</summary>
    internal Action<string>? SqlRun { get; init; }

    /// <summary>How large the file may get, asked whenever the writer connects; for tests, to which it is a full disk.</summary>
    internal Func<long>? MaxPages { get; init; }
}
