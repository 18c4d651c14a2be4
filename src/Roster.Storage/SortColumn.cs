using System.Diagnostics;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>
/// Stored values that have the order of a sort key. Those of numbers do not, being the nearest floating-point numbers, nor those of attributes with several values.
/// </summary>
/// <param name="Value">The value, in terms of <c>resource r</c>, or of <c>resource_value k</c> where there is an index.</param>
/// <param name="Index">The number of the index in <c>resource_value</c>; null for a column of <c>resource</c>.</param>
/// <param name="Nullable">Whether resources may lack a value.</param>
/// <param name="Kind">String, DateTime or Boolean.</param>
sealed record SortColumn(string Value, long? Index, bool Nullable, AttributeType Kind)
{
    public static SortColumn? Of(SortKey sort, IndexedType type)
    {
        if (!sort.IsStored || sort.Path.MultiValued || sort.Path.Sub?.MultiValued == true || KindOf(sort.Path) is not { } kind)
            return null;

        return Place.Of(sort.Path, type) switch
        {
            Place.Column { FoldsMore: false } column => new SortColumn(column.Name, null, column.Nullable, kind),
            Place.Values(var id) when kind != AttributeType.Boolean => new SortColumn("k." + Place.Field(sort.Path), id, true, kind),
            _ => null,
        };
    }

    /// <summary>Whether an index on the attribute would have its order.</summary>
    public static bool WouldHelp(SortKey sort) =>
        sort.IsStored && !sort.Path.MultiValued && sort.Path.Sub?.MultiValued != true && KindOf(sort.Path) is AttributeType.String or AttributeType.DateTime;

    static AttributeType? KindOf(AttributePath path) => path.Leaf.Type switch
    {
        AttributeType.String or AttributeType.Reference or AttributeType.Binary => AttributeType.String,
        AttributeType.DateTime => AttributeType.DateTime,
        AttributeType.Boolean => AttributeType.Boolean,
        _ => null,
    };

    public bool Holds(ScimValue key) => (key, Kind) is (ScimValue.Text, AttributeType.String) or (ScimValue.Instant, AttributeType.DateTime) or (ScimValue.Boolean, AttributeType.Boolean);

    public static object Parameter(ScimValue key) => key switch
    {
        ScimValue.Text(var text) => text,
        ScimValue.Instant(var instant) => instant.UtcTicks,
        ScimValue.Boolean(var flag) => flag ? 1L : 0L,
        _ => throw new UnreachableException(),
    };

    public ScimValue Read(Rows rows, int column) => Kind switch
    {
        AttributeType.DateTime => new ScimValue.Instant(StoredResource.Time(rows.Number(column))),
        AttributeType.Boolean => new ScimValue.Boolean(rows.Number(column) != 0),
        _ => new ScimValue.Text(rows.Text(column)),
    };
}
