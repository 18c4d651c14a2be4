using System.Diagnostics;
using System.Text;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>Turns one predicate into one condition.</summary>
/// <param name="prefix">What its parameters are called, before their numbers.</param>
/// <param name="inside">Finds text inside of values sooner than going through an index; null where nothing does.</param>
sealed class Planner(IndexedType type, Dialect dialect, string prefix, TextSearch? inside)
{
    readonly List<PlannedParameter> parameters = [];
    readonly SortedSet<string> used = new(StringComparer.Ordinal);
    readonly SortedSet<string> unused = new(StringComparer.Ordinal);

    bool scans;

    // The comparison that is being planned.
    Predicate.Compare? current;

    /// <param name="Keys">By how many values that it names those who fulfil it are known.</param>
    sealed record Condition(string Sql, bool Exact, Keys Keys = Keys.None);

    public QueryPlan Plan(Predicate predicate)
    {
        var condition = Of(predicate, negated: false);
        return new QueryPlan(condition?.Sql, condition?.Exact ?? false, [.. parameters], [.. used], [.. unused], scans, condition?.Keys ?? Keys.None);
    }

    // Negation is carried down to the comparisons, where it is clear what unassigned attributes mean, rather than left to SQL's NOT and NULL.
    Condition? Of(Predicate predicate, bool negated) => predicate switch
    {
        Predicate.And(var left, var right) => negated ? Either(left, right, negated) : Both(left, right, negated),
        Predicate.Or(var left, var right) => negated ? Both(left, right, negated) : Either(left, right, negated),
        Predicate.Not(var operand) => Of(operand, !negated),
        Predicate.Constant(var value) => new Condition(value != negated ? "1 = 1" : "1 = 0", true),
        Predicate.Present(var path) => Noted(path, Present(path, negated)),
        Predicate.Compare compare => Noted(compare.Path, Compare(compare, negated)),
        Predicate.Element(var path, var condition) => Element(path, condition, negated),
        _ => throw new UnreachableException(),
    };

    Condition? Both(Predicate left, Predicate right, bool negated) => (Of(left, negated), Of(right, negated)) switch
    {
        ({ } l, { } r) => new Condition($"({l.Sql} AND {r.Sql})", l.Exact && r.Exact, l.Keys > r.Keys ? l.Keys : r.Keys),
        ({ } one, null) => one with { Exact = false },
        (null, { } one) => one with { Exact = false },
        _ => null,
    };

    Condition? Either(Predicate left, Predicate right, bool negated) => (Of(left, negated), Of(right, negated)) switch
    {
        ({ } l, { } r) => new Condition($"({l.Sql} OR {r.Sql})", l.Exact && r.Exact, Any(l, r)),
        _ => null,
    };

    static Keys Any(Condition one, Condition other) => one.Keys == Keys.None || other.Keys == Keys.None ? Keys.None : Keys.Several;

    Condition? Noted(AttributePath path, Condition? condition)
    {
        (condition is null ? unused : used).Add(path.ToString());
        if (condition is { Exact: false })
            unused.Add(path.ToString());
        return condition;
    }

    Place? PlaceOf(AttributePath path) => Place.Of(path, type);

    Condition? Present(AttributePath path, bool negated)
    {
        var not = negated ? "NOT " : "";
        switch (PlaceOf(path))
        {
            case Place.Column { Nullable: false }:
                return new Condition(negated ? "1 = 0" : "1 = 1", true);
            // RFC 7644 3.4.2.2: a non-empty value. The empty text is assigned, but empty.
            case Place.Column { Name: var column } when path.Leaf.Type is AttributeType.Boolean or AttributeType.DateTime:
                return new Condition(negated ? $"{column} IS NULL" : $"{column} IS NOT NULL", true);
            case Place.Column { Name: var column }:
                return new Condition(negated ? $"({column} IS NULL OR {column} = '')" : $"({column} IS NOT NULL AND {column} <> '')", true);
            case Place.Values(var id):
                var filled = Place.Field(path) == "text" ? " AND v.text <> ''" : "";
                return new Condition($"{not}EXISTS ({OwnValues(id)}{filled})", true);
            case Place.Links links:
                return new Condition($"{not}EXISTS ({OwnLinks(links)})", true);
            default:
                return null;
        }
    }

    Condition? Compare(Predicate.Compare compare, bool negated)
    {
        current = compare;
        return Compare(compare.Path, compare.Operator, compare.Value, negated);
    }

    Condition? Compare(AttributePath path, Comparison comparison, ScimValue value, bool negated)
    {
        if (PlaceOf(path) is not { } place)
            return null;

        if (value is ScimValue.Null)
            return comparison switch
            {
                Comparison.Eq => Assigned(place, negated),
                Comparison.Ne => Assigned(place, !negated),
                _ => null,
            };

        // `ne` holds when some value differs or there is none: for a single value that is the negation of `eq`, for several it is not.
        if (comparison == Comparison.Ne)
            return path.MultiValued ? null : Compare(path, Comparison.Eq, value, !negated);

        switch (place)
        {
            case Place.Column column:
                return CompareColumn(column, path, comparison, value, negated);

            case Place.Values(var id):
                if (Match("v." + Place.Field(path), path, comparison, value) is not { } match || (negated && !match.Exact))
                    return null;
                if (negated)
                    return new Condition($"NOT EXISTS ({OwnValues(id)} AND {match.Sql})", true);
                var among = Found(place, comparison, value) is { } found ? " AND " + found("v.resource") : "";
                return new Condition($"r.row_id IN (SELECT v.resource FROM resource_value v WHERE v.tenant = @tenant AND v.path = {Parameter(id)} AND {match.Sql}{among}{Apart(comparison)})", match.Exact, match.Keys);

            case Place.Links(var self, var other):
                // Ids are lower case, so that folded and exact comparison agree.
                if (comparison != Comparison.Eq || value is not ScimValue.Text(var linked))
                    return null;
                return new Condition(
                    $"r.row_id {(negated ? "NOT IN" : "IN")} (SELECT m.{self} FROM resource o JOIN member m ON m.{other} = o.row_id " +
                    $"WHERE m.tenant = @tenant AND o.tenant = @tenant AND o.id = {Equal(linked)})",
                    true);

            default:
                return null;
        }
    }

    Condition? Assigned(Place place, bool assigned)
    {
        var not = assigned ? "" : "NOT ";
        return place switch
        {
            Place.Column { Nullable: false } => new Condition(assigned ? "1 = 1" : "1 = 0", true),
            Place.Column column => new Condition($"{column.Name} IS {(assigned ? "NOT " : "")}NULL", true),
            Place.Values(var id) => new Condition($"{not}EXISTS ({OwnValues(id)})", true),
            Place.Links links => new Condition($"{not}EXISTS ({OwnLinks(links)})", true),
            _ => null,
        };
    }

    Condition? CompareColumn(Place.Column column, AttributePath path, Comparison comparison, ScimValue value, bool negated)
    {
        if (column.FoldsMore)
        {
            if (comparison != Comparison.Eq || negated || value is not ScimValue.Text(var text))
                return null;
            return new Condition($"{column.Name} = {Equal(Folding.Unique(path.Leaf, text), path.Leaf)}", false, Keys.One);
        }

        var named = Named(column, comparison, value);
        if (Match(named ?? column.Name, path, comparison, value) is not { } match || (negated && !match.Exact))
            return null;
        if (!negated && Found(column, comparison, value) is { } found)
            return match with { Sql = $"({found("r.row_id")} AND {match.Sql})" };
        if (named is not null)
            match = match with { Sql = $"r.row_id IN (SELECT n.resource FROM resource_name n WHERE n.tenant = @tenant AND {match.Sql}{Apart(comparison)})" };
        else
            scans |= IsInside(comparison);
        if (!negated)
            return match with { Keys = column.Tells ? match.Keys : Keys.None };
        return new Condition(column.Nullable ? $"({column.Name} IS NULL OR NOT ({match.Sql}))" : $"NOT ({match.Sql})", true);
    }

    static bool IsInside(Comparison comparison) => comparison is Comparison.Co or Comparison.Ew;

    /// <summary>That a row is one of those in which text was found; null where it was not looked for, or found in too many.</summary>
    Func<string, string>? Found(Place place, Comparison comparison, ScimValue value)
    {
        if (inside is null || !IsInside(comparison) || value is not ScimValue.Text({ Length: > 0 } text) || inside(type.Type.Name, place, text, comparison == Comparison.Ew) is not { } rows)
            return null;
        var list = Parameter(dialect.List(rows));
        return row => dialect.AmongNumbers(row, list);
    }

    string Apart(Comparison comparison) => IsInside(comparison) ? dialect.Apart : "";

    // Shorter text has no three letters in a row to be found by.
    const int Trigram = 3;

    /// <summary>The column of <c>resource_name n</c> in which text inside of a name is found by an index; null where it is not.</summary>
    string? Named(Place.Column column, Comparison comparison, ScimValue value) =>
        dialect.HasNames && IsInside(comparison) && value is ScimValue.Text({ Length: >= Trigram })
            ? column.Name switch { "r.unique_value" => "n.unique_value", "r.display_name" => "n.display_name", _ => null }
            : null;

    /// <summary>A condition on one stored value; it never holds for NULL.</summary>
    Condition? Match(string column, AttributePath path, Comparison comparison, ScimValue value) => (value, path.Leaf.Type) switch
    {
        (ScimValue.Text(var text), not (AttributeType.Boolean or AttributeType.DateTime or AttributeType.Integer or AttributeType.Decimal)) =>
            MatchText(column, comparison, text),
        (ScimValue.Boolean(var flag), AttributeType.Boolean) when comparison == Comparison.Eq =>
            new Condition($"{column} = {Parameter(flag ? 1L : 0L)}", true),
        (ScimValue.Instant(var instant), AttributeType.DateTime) when Ordering(comparison) is { } ordering =>
            new Condition($"{column} {ordering} {Parameter(instant.UtcTicks)}", true),
        (ScimValue.Number(var number), AttributeType.Integer or AttributeType.Decimal) => MatchNumber(column, comparison, (double)number),
        _ => null,
    };

    Condition? MatchText(string column, Comparison comparison, string text)
    {
        if (!dialect.CanHold(text))
            return null;
        if (text.Length == 0 && comparison is Comparison.Co or Comparison.Sw or Comparison.Ew)
            return new Condition($"{column} IS NOT NULL", true);

        switch (comparison)
        {
            case Comparison.Sw:
                var from = Parameter(text);
                return new Condition(
                    PrefixEnd(text) is { } end ? $"({column} >= {from} AND {column} < {Parameter(end)})" : $"{column} >= {from}", true);
            // IS NOT NULL is implied, but lets the engine see that a partial index will do.
            case Comparison.Co:
                return new Condition($"({column} IS NOT NULL AND {dialect.Contains(column, Parameter(dialect.Inside(text)))})", true);
            case Comparison.Ew:
                return new Condition($"({column} IS NOT NULL AND {dialect.EndsWith(column, Parameter(dialect.AtEnd(text)))})", true);
            case Comparison.Eq:
                return new Condition($"{column} = {Equal(text)}", true, Keys.One);
            default:
                return Ordering(comparison) is { } ordering ? new Condition($"{column} {ordering} {Parameter(text)}", true) : null;
        }
    }

    // Stored as the nearest floating-point number: near the bound the documents decide.
    Condition? MatchNumber(string column, Comparison comparison, double number)
    {
        string AtLeast() => $"{column} >= {Parameter(double.BitDecrement(double.BitDecrement(number)))}";
        string AtMost() => $"{column} <= {Parameter(double.BitIncrement(double.BitIncrement(number)))}";

        return comparison switch
        {
            Comparison.Eq => new Condition($"({AtLeast()} AND {AtMost()})", false),
            Comparison.Gt or Comparison.Ge => new Condition(AtLeast(), false),
            Comparison.Lt or Comparison.Le => new Condition(AtMost(), false),
            _ => null,
        };
    }

    static string? Ordering(Comparison comparison) => comparison switch
    {
        Comparison.Eq => "=",
        Comparison.Gt => ">",
        Comparison.Ge => ">=",
        Comparison.Lt => "<",
        Comparison.Le => "<=",
        _ => null,
    };

    /// <summary>The least text, by code points, that comes after everything that begins with <paramref name="prefix"/>; null when there is none.</summary>
    internal static string? PrefixEnd(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0 && runes[^1].Value == 0x10FFFF)
            runes.RemoveAt(runes.Count - 1);
        if (runes.Count == 0)
            return null;

        var last = runes[^1].Value;
        runes[^1] = new Rune(last == 0xD7FF ? 0xE000 : last + 1);
        return string.Concat(runes);
    }

    Condition? Element(AttributePath path, Predicate condition, bool negated)
    {
        // Some element satisfies a or b: some element satisfies a, or some element satisfies b.
        if (condition is Predicate.Or(var left, var right))
        {
            var (l, r) = (Element(path, left, negated), Element(path, right, negated));
            return (l, r, negated) switch
            {
                ({ }, { }, false) => new Condition($"({l.Sql} OR {r.Sql})", l.Exact && r.Exact, Any(l, r)),
                ({ }, { }, true) => new Condition($"({l.Sql} AND {r.Sql})", l.Exact && r.Exact),
                ({ }, null, true) => l with { Exact = false },
                (null, { }, true) => r with { Exact = false },
                _ => null,
            };
        }

        var start = parameters.Count;
        var terms = new List<Predicate>();
        Flatten(condition, terms);
        var planned = OneElement(terms);
        if (planned is { Exact: false } && negated)
            planned = null;
        if (planned is null)
            parameters.RemoveRange(start, parameters.Count - start);

        foreach (var inner in terms.SelectMany(term => term.Paths))
            (planned is null ? unused : used).Add(inner.ToString());
        if (planned is { Exact: false })
            unused.Add(path.ToString());
        return planned is null ? null : new Condition($"r.row_id {(negated ? "NOT IN" : "IN")} ({planned.Sql})", planned.Exact, negated ? Keys.None : planned.Keys);
    }

    /// <summary>The rows with an element that satisfies all the terms: found by one of them, and the same element tried on the others.</summary>
    Condition? OneElement(List<Predicate> terms)
    {
        var anchor = terms.FindIndex(t => t is Predicate.Compare { Operator: not Comparison.Ne, Value: not ScimValue.Null } compare && PlaceOf(compare.Path) is Place.Values or Place.Links);
        if (anchor < 0)
            return null;

        var first = (Predicate.Compare)terms[anchor];
        current = first;
        if (PlaceOf(first.Path) is Place.Links(var self, var other))
        {
            if (first.Operator != Comparison.Eq || first.Value is not ScimValue.Text(var linked))
                return null;
            return new Condition(
                $"SELECT m.{self} FROM resource o JOIN member m ON m.{other} = o.row_id WHERE m.tenant = @tenant AND o.tenant = @tenant AND o.id = {Equal(linked)}",
                terms.Count == 1);
        }

        if (Match("v." + Place.Field(first.Path), first.Path, first.Operator, first.Value) is not { } match)
            return null;

        var place = (Place.Values)PlaceOf(first.Path)!;
        var sql = new StringBuilder($"SELECT v.resource FROM resource_value v WHERE v.tenant = @tenant AND v.path = {Parameter(place.Path)} AND {match.Sql}");
        if (Found(place, first.Operator, first.Value) is { } found)
            sql.Append(" AND ").Append(found("v.resource"));
        var exact = match.Exact;
        for (var i = 0; i < terms.Count; i++)
        {
            if (i == anchor)
                continue;
            if (SameElement(terms[i], negated: false) is { } also)
            {
                sql.Append(" AND ").Append(also.Sql);
                exact &= also.Exact;
            }
            else
            {
                exact = false;
            }
        }

        return new Condition(sql.Append(Apart(first.Operator)).ToString(), exact, match.Keys);
    }

    /// <summary>A further condition on the element that <c>resource_value v</c> belongs to.</summary>
    Condition? SameElement(Predicate term, bool negated)
    {
        if (term is Predicate.Not(var operand))
            return SameElement(operand, !negated);
        if (term is not Predicate.Compare(var path, var comparison, var value) compare || PlaceOf(path) is not Place.Values(var id))
            return null;

        current = compare;

        // Within one element an attribute has one value, so here `ne` is the negation of `eq`.
        if (comparison == Comparison.Ne)
            (comparison, negated) = (Comparison.Eq, !negated);

        Condition? match;
        if (value is ScimValue.Null)
            (match, negated) = (new Condition("1 = 1", true), !negated);
        else
            match = Match("w." + Place.Field(path), path, comparison, value);
        if (match is null || (negated && !match.Exact))
            return null;

        return new Condition(
            $"{(negated ? "NOT " : "")}EXISTS (SELECT 1 FROM resource_value w WHERE w.tenant = @tenant AND w.resource = v.resource AND w.path = {Parameter(id)} AND w.element = v.element AND {match.Sql})",
            match.Exact);
    }

    static void Flatten(Predicate predicate, List<Predicate> terms)
    {
        if (predicate is Predicate.And(var left, var right))
        {
            Flatten(left, terms);
            Flatten(right, terms);
        }
        else
        {
            terms.Add(predicate);
        }
    }

    string OwnValues(long id) =>
        $"SELECT 1 FROM resource_value v WHERE v.tenant = @tenant AND v.resource = r.row_id AND v.path = {Parameter(id)}";

    static string OwnLinks(Place.Links links) => $"SELECT 1 FROM member m WHERE m.tenant = @tenant AND m.{links.Self} = r.row_id";

    /// <summary>The text that the comparison at hand asks for, or what it is made into.</summary>
    string Equal(string text, AttributeDefinition? folded = null) => Parameter(text, current, folded);

    string Parameter(object value, Predicate.Compare? source = null, AttributeDefinition? folded = null)
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{parameters.Count}");
        parameters.Add(new PlannedParameter(name, value, source, folded));
        return name;
    }
}
