using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>By how many values that it names a condition's resources are known to an index, without a look at others.</summary>
enum Keys
{
    /// <summary>Not by values that it names.</summary>
    None,

    /// <summary>Each has one of several.</summary>
    Several,

    /// <summary>All have the same one, by which the index has them in the order of their rows.</summary>
    One,
}

/// <summary>A value in a condition.</summary>
/// <param name="Source">The comparison whose text it is; null for a value that is none.</param>
/// <param name="Folded">The attribute as whose unique value the text is folded further; null for the text as it is compared.</param>
readonly record struct PlannedParameter(string Name, object? Value, Predicate.Compare? Source = null, AttributeDefinition? Folded = null);

/// <summary>
/// A condition on <c>resource r</c> that every match of a predicate fulfils, in terms of indexed values.
/// All SQL comes from constants here; every value is a parameter.
/// </summary>
/// <param name="Sql">Null when the indexes say nothing about the predicate.</param>
/// <param name="Exact">Whether the condition says the same as the predicate.</param>
/// <param name="Used">The attributes that an index answers.</param>
/// <param name="Unused">The attributes that only the documents tell.</param>
/// <param name="Scans">Whether a whole index of values must be looked through, for text inside of them.</param>
/// <param name="Keys">Whether an index knows all who fulfil it by values that it names.</param>
sealed record QueryPlan(
    string? Sql, bool Exact, ImmutableArray<PlannedParameter> Parameters, ImmutableArray<string> Used, ImmutableArray<string> Unused, bool Scans, Keys Keys)
{
    public static QueryPlan Everything { get; } = new(null, true, [], [], [], Scans: false, Keys.None);

    /// <summary>
    /// The row number, to order by. With the plus sign the engine does not take the index that is in this order already: for a scan it would
    /// have to fetch each row, with its document, to see a value that lies ready in another index.
    /// </summary>
    public string Row => Scans ? "+r.row_id" : "r.row_id";

    /// <summary>What those are asked with who are known by values; null where none are.</summary>
    public KeyedStatements? Statements { get; } = Keys == Keys.None ? null : KeyedStatements.Of(Sql!, Keys);

    /// <param name="prefix">What its parameters are called, before their numbers.</param>
    /// <param name="inside">Finds text inside of values sooner than going through an index; null where nothing does.</param>
    public static QueryPlan For(Predicate predicate, IndexedType type, Dialect dialect, string prefix = "@p", TextSearch? inside = null) =>
        new Planner(type, dialect, prefix, inside).Plan(predicate);
}
