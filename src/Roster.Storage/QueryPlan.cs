using System.Collections.Immutable;
using Roster.Scim.Filters;

namespace Roster.Storage;

/// <summary>
/// A condition on <c>resource r</c> that every match of a predicate fulfils, in terms of indexed values.
/// All SQL comes from constants here; every value is a parameter.
/// </summary>
/// <param name="Sql">Null when the indexes say nothing about the predicate.</param>
/// <param name="Exact">Whether the condition says the same as the predicate.</param>
/// <param name="Used">The attributes that an index answers.</param>
/// <param name="Unused">The attributes that only the documents tell.</param>
/// <param name="Scans">Whether a whole index of values must be looked through, for text inside of them.</param>
/// <param name="Keyed">Whether all who fulfil it have a value that it names, so that an index knows them without looking at others.</param>
sealed record QueryPlan(
    string? Sql, bool Exact, ImmutableArray<(string Name, object? Value)> Parameters, ImmutableArray<string> Used, ImmutableArray<string> Unused, bool Scans, bool Keyed)
{
    public static QueryPlan Everything { get; } = new(null, true, [], [], [], Scans: false, Keyed: false);

    /// <summary>
    /// The row number, to order by. With the plus sign the engine does not take the index that is in this order already: for a scan it would
    /// have to fetch each row, with its document, to see a value that lies ready in another index.
    /// </summary>
    public string Row => Scans ? "+r.row_id" : "r.row_id";

    /// <param name="prefix">What its parameters are called, before their numbers.</param>
    /// <param name="inside">Finds text inside of values sooner than going through an index; null where nothing does.</param>
    public static QueryPlan For(Predicate predicate, IndexedType type, Dialect dialect, string prefix = "@p", TextSearch? inside = null) =>
        new Planner(type, dialect, prefix, inside).Plan(predicate);
}
