using System.Globalization;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>One part of a query, planned: its condition and its order, as SQL.</summary>
/// <param name="number">Which part it is, as its parameters are named by it.</param>
/// <param name="inside">Finds text inside of values sooner than going through an index; null where nothing does.</param>
sealed class TypePlan(TypeQuery query, int number, IndexedType type, Dialect dialect, TextSearch? inside = null)
{
    /// <summary>The number of a part that is the only one.</summary>
    public const int Only = 0;

    /// <summary>What the parameter with the type of such a part is called.</summary>
    public static readonly string OnlyType = Named("type", Only);

    /// <summary>The only part of a question that may be answered by one statement, planned; null where it is no such question.</summary>
    /// <param name="known">The indexes that it is planned by.</param>
    public static TypePlan? OfOnly(ResourceQuery query, TenantId tenant, Dialect dialect, IndexSnapshot known)
    {
        if (query.Sorted || query.Take == 0 || query.Parts is not [var only] || only.Load.IncludesMembers())
            return null;

        try
        {
            return new TypePlan(only, Only, known.Of(tenant, only.Type.Name), dialect);
        }
        catch (SchemaChangedException)
        {
            // Whoever asks by the indexes of the moment finds out.
            return null;
        }
    }

    public TypeQuery Query => query;

    public QueryPlan Condition { get; } = query.Narrow is null
        ? QueryPlan.Everything
        : type.Plans.Of(query.Narrow, number, dialect, inside);

    /// <summary>Where the order of the sort key is stored; null when it is not, or there is none.</summary>
    public SortColumn? Column { get; } = query.Sort is null ? null : SortColumn.Of(query.Sort, type);

    /// <summary>Whether nothing can match, so that nothing need be looked at.</summary>
    public bool IsEmpty => query.Narrow is Predicate.Constant(false);

    /// <summary>Whether the indexes know the matches.</summary>
    public bool IsCertain => query.Judge is null || (query.Narrow is not null && Condition.Exact && query.NarrowIsExact);

    /// <summary>Whether the indexes know the order of a sorted answer. Resources without the attribute are all alike.</summary>
    public bool IsOrdered => query.Sort is null || Column is not null;

    public IReadOnlyList<(string Name, object? Value)> Parameters => parameters ??= [(Named("type"), query.Type.Name), (Named("key"), Column?.Index), .. Condition.Parameters.Select(p => (p.Name, p.Value))];

    (string Name, object? Value)[]? parameters;

    /// <summary>What stands for a parameter of the only part, by its name.</summary>
    public object? Value(string parameter)
    {
        foreach (var known in Condition.Parameters)
        {
            if (string.Equals(known.Name, parameter, StringComparison.Ordinal))
                return known.Value;
        }

        return string.Equals(parameter, OnlyType, StringComparison.Ordinal) ? query.Type.Name : throw new ArgumentException($"A parameter without a value: {parameter}", nameof(parameter));
    }

    /// <summary>All matches that the condition finds.</summary>
    public string Matches(string columns) => Matches(columns, number, Condition.Sql);

    /// <inheritdoc cref="Matches(string)"/>
    /// <remarks>The text depends on nothing else.</remarks>
    public static string Matches(string columns, int number, string? condition) => $"SELECT {columns}\n  FROM resource r\n WHERE {Living(number, condition)}";

    /// <summary>How many they are, as <c>n</c>; not counted where that is known.</summary>
    public string Number => Kept is { } kept ? $"SELECT CAST(coalesce(sum(p.living), 0) AS BIGINT) AS n FROM {kept}" : Matches("count(*) AS n");

    /// <summary>How many they are in each block of row numbers, as <c>block</c> and <c>living</c>, some blocks more than once. Null where that is not known.</summary>
    public string? Blocks => Kept is { } kept ? $"SELECT p.block AS block, p.living AS living FROM {kept}" : null;

    /// <summary>Where the numbers of those that match are kept by blocks of row numbers, some blocks more than once, as <c>population p</c>; null where they are not.</summary>
    public string? Kept => Known is { } condition ? $"population p WHERE p.tenant = @tenant AND p.type = {Named("type")}{condition}" : null;

    // The numbers are kept apart by whether resources are active.
    string? Known => query.Narrow switch
    {
        _ when Condition.Sql is null => "",
        Predicate.Constant(true) => "",
        Predicate.Compare({ Extension: null, Sub: null } path, Comparison.Eq, ScimValue.Boolean(var active)) when path.Attribute.Name == type.Active?.Name => active ? " AND p.active = 1" : " AND p.active = 0",
        _ => null,
    };

    /// <summary>Those that have a sort key, as <c>row_id</c>, <c>sort_key</c> and <c>tie</c>, by which in this order an index has them. Null when none has.</summary>
    /// <param name="after">A further condition on the key and the row number.</param>
    public string? Assigned(Func<string, string, string>? after) => Column switch
    {
        null => null,
        { Index: null, Value: var value } => $"""
            SELECT r.row_id AS row_id, {value} AS sort_key, r.tombstone AS tie
              FROM resource r
             WHERE {WhereInOrder} AND {value} IS NOT NULL{after?.Invoke(value, "r.row_id")}
            """,
        { Value: var value } => $"""
            SELECT k.resource AS row_id, {value} AS sort_key, k.element AS tie
              FROM resource_value k JOIN resource r ON r.row_id = k.resource
             WHERE k.tenant = @tenant AND k.path = {Named("key")} AND k.element = 0 AND {value} IS NOT NULL{after?.Invoke(value, "k.resource")} AND {Where}
            """,
    };

    /// <summary>Those without a sort key, as <c>row_id</c>. Null when all have one.</summary>
    public string? Unassigned(string after) => Column switch
    {
        null => Matches("r.row_id AS row_id") + after,
        { Nullable: false } => null,
        { Index: null, Value: var value } => $"{Matches("r.row_id AS row_id")} AND {value} IS NULL{after}",
        { Value: var value } => $"""
            {Matches("r.row_id AS row_id")}{after}
               AND NOT EXISTS (SELECT 1 FROM resource_value k WHERE k.tenant = @tenant AND k.resource = r.row_id AND k.path = {Named("key")} AND {value} IS NOT NULL)
            """,
    };

    string Where => Living(number, Condition.Sql);

    /// <summary>That <c>resource r</c> is a living one of the type and fulfils the condition.</summary>
    public static string Living(int number, string? condition) => Living("r.tombstone", number, condition);

    // With the plus sign the engine does not take the tie for a constant, which it would leave out of the order; and then it would not see that the index has that order.
    string WhereInOrder => Living("+r.tombstone", number, Condition.Sql);

    static string Living(string tombstone, int number, string? condition) => $"r.tenant = @tenant AND r.type = {Named("type", number)} AND {tombstone} = 0{(condition is null ? "" : " AND " + condition)}";

    string Named(string name) => Named(name, number);

    /// <summary>What a part's parameter is called.</summary>
    public static string Named(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"@{name}{number}");
}
