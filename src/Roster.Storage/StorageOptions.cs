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
    /// <summary>The data folder; made when it is not there. It holds <c>roster.db</c> and the files that belong to it.</summary>
    public required string Folder { get; init; }

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

    /// <summary>Live access tokens one client may have; the oldest gives way to the next. 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int TokensPerClient { get; init; } = 1_000;

    /// <summary>Tells when clients and tokens are made, revoked and expired. Resources carry their own time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Sees the text of each statement when it is prepared; for tests.</summary>
    internal Action<string>? SqlPrepared { get; init; }

    /// <summary>How large the file may get, asked whenever the writer connects; for tests, to which it is a full disk.</summary>
    internal Func<long>? MaxPages { get; init; }
}
