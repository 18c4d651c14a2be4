using System.Collections.Immutable;

namespace Roster.Storage.Moving;

/// <summary>What a column holds, whatever an engine calls that.</summary>
enum Content
{
    Number,
    Real,
    Text,
    Bytes,
}

sealed record MovedColumn(string Name, Content Content);

/// <summary>A table that a move copies.</summary>
/// <param name="Key">The columns that tell its rows apart. Rows are read, written and hashed in their order.</param>
/// <param name="Columns">All of them, in the order in which they are hashed.</param>
sealed record MovedTable(string Name, ImmutableArray<string> Key, ImmutableArray<MovedColumn> Columns)
{
    /// <summary>Whether an engine may keep each tenant's rows apart from all others', by row-level security or in partitions. There they are read and written tenant by tenant.</summary>
    public bool PerTenant { get; init; }

    /// <summary>The column whose values the engine gives, so that it must go on after the last one; null when there is none.</summary>
    public string? Numbered { get; init; }

    /// <summary>Where a row has its tenant, when it is <see cref="PerTenant"/>.</summary>
    public int TenantColumn { get; } = Columns.IndexOf(new MovedColumn("tenant", Content.Number));

    readonly ImmutableArray<int> keyColumns = [.. Key.Select(name => Columns.Select(c => c.Name).ToList().IndexOf(name))];

    /// <summary>The key's values in a row.</summary>
    public IEnumerable<object?> KeyOf(object?[] row) => keyColumns.Select(i => row[i]);
}
