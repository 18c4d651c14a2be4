using System.Collections.Immutable;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>Gives a filter its meaning for one resource type: finds the attributes, types and folds the literals, and refuses what makes no sense.</summary>
/// <param name="aliases">Further names for paths, in any letter case: <c>email</c> for <c>emails.value</c>. They win over attributes of that name.</param>
public sealed class FilterBinder(ResourceType type, Tolerances tolerances, ImmutableDictionary<string, string> aliases)
{
    /// <summary>
    /// The types that are searched along with this one. An attribute that only they have is unassigned here (RFC 7644 section 3.4.2.1);
    /// one that no type has is an error.
    /// </summary>
    public ImmutableArray<ResourceType> Alongside { get; init; } = [];

    /// <summary>The answer to a filter on what is never returned; null for <c>invalidFilter</c>.</summary>
    public ScimError? NeverReturned { get; init; }

    readonly PathResolver resolver = new(type, tolerances);
    readonly ImmutableDictionary<string, string> paths = aliases.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ScimException"><c>invalidFilter</c>, naming the attribute and its position.</exception>
    public Predicate Bind(Filter filter) => filter switch
    {
        Filter.And(var left, var right) => new Predicate.And(Bind(left), Bind(right)),
        Filter.Or(var left, var right) => new Predicate.Or(Bind(left), Bind(right)),
        Filter.Not(var operand) => new Predicate.Not(Bind(operand)),
        Filter.Present present => Find(present.Name, present.Position) is { } path
            ? new Predicate.Present(path)
            : Unassigned(filter, false),
        Filter.Compare compare => Find(compare.Name, compare.Position) is { } path
            ? BindCompare(path, compare)
            : Unassigned(filter, (compare.Operator == Comparison.Eq) == (compare.Literal is FilterLiteral.Null) && compare.Operator is Comparison.Eq or Comparison.Ne),
        Filter.ValuePath valuePath => Find(valuePath.Name, valuePath.Position) is { } path
            ? BindValuePath(path, valuePath)
            : Unassigned(filter, false),
        _ => throw new ArgumentException($"Unknown filter {filter.GetType()}.", nameof(filter)),
    };

    /// <summary>Binds what stands in the brackets after <paramref name="attribute"/>; its names are those of sub-attributes.</summary>
    internal Predicate BindCondition(Filter condition, AttributePath attribute) => condition switch
    {
        Filter.And(var left, var right) => new Predicate.And(BindCondition(left, attribute), BindCondition(right, attribute)),
        Filter.Or(var left, var right) => new Predicate.Or(BindCondition(left, attribute), BindCondition(right, attribute)),
        Filter.Not(var operand) => new Predicate.Not(BindCondition(operand, attribute)),
        Filter.Present present => new Predicate.Present(FindSub(attribute, present.Name, present.Position)),
        Filter.Compare compare => BindCompare(FindSub(attribute, compare.Name, compare.Position), compare),
        Filter.ValuePath valuePath => throw Invalid(valuePath.Name, valuePath.Position, "takes no brackets; they do not nest"),
        _ => throw new ArgumentException($"Unknown filter {condition.GetType()}.", nameof(condition)),
    };

    Predicate.Element BindValuePath(AttributePath path, Filter.ValuePath filter)
    {
        if (path.Sub is not null || !(path.Attribute.IsComplex || path.Attribute.MultiValued))
            throw Invalid(filter.Name, filter.Position, "takes no brackets; only complex and multi-valued attributes do");

        var condition = BindCondition(filter.Condition, path);
        return new Predicate.Element(path, filter.Tail is { } tail ? new Predicate.And(condition, BindCondition(tail, path)) : condition);
    }

    /// <summary>The attribute; null when only a type alongside has it.</summary>
    AttributePath? Find(string name, int position)
    {
        var resolution = resolver.Resolve(paths.GetValueOrDefault(name, name));
        if (resolution is PathResolution.Found(var path))
            return Searchable(Readable(path), name, position);

        foreach (var other in Alongside)
        {
            if (!ReferenceEquals(other, type) && new PathResolver(other, tolerances).Resolve(paths.GetValueOrDefault(name, name)) is PathResolution.Found)
                return null;
        }

        var reason = resolution is PathResolution.Unknown(var unknown) ? unknown : "it is a schema and no attribute";
        throw ScimError.InvalidFilter($"'{ScimError.Quote(name)}' at position {position} is unknown: {reason}.").ToException();
    }

    AttributePath FindSub(AttributePath attribute, string name, int position)
    {
        if (attribute.Attribute.Sub(name) is { } sub)
            return Searchable(Readable(attribute.With(sub)), name, position);

        // A simple multi-valued attribute's values have the implicit name 'value' (RFC 7643 section 2.4).
        if (!attribute.Attribute.IsComplex && name.Equals("value", StringComparison.OrdinalIgnoreCase))
            return Readable(attribute);

        throw Invalid(name, position, $"is no sub-attribute of '{attribute}'");
    }

    // What is never returned must not be found out by guessing either. The text is the same whatever the literal was.
    AttributePath Readable(AttributePath path) =>
        path.Attribute.Returned == Returned.Never || path.Leaf.Returned == Returned.Never
            ? throw (NeverReturned ?? ScimError.InvalidFilter($"'{path}' cannot be used in a filter.")).ToException()
            : path;

    // What is worked out for an answer is in no document. Of members and groups it is at hand, of other references it would be looked for in vain.
    AttributePath Searchable(AttributePath path, string name, int position)
    {
        var atHand = path.Extension is null && (path.Attribute.Name == type.MembersAttribute || path.Attribute.Name == type.MembershipsAttribute);
        return path.Sub is { } sub && !atHand && (sub == path.Attribute.ReferenceName || sub == path.Attribute.ComputedReference)
            ? throw Invalid(name, position, "is worked out from 'value' when it is shown and cannot be searched for; use 'value'")
            : path;
    }

    // The types alongside still judge the term: a wrong operator or literal is wrong in any scope.
    Predicate.Constant Unassigned(Filter filter, bool holds)
    {
        foreach (var other in Alongside)
        {
            if (new PathResolver(other, tolerances).Resolve(paths.GetValueOrDefault(NameOf(filter), NameOf(filter))) is PathResolution.Found)
                new FilterBinder(other, tolerances, paths) { NeverReturned = NeverReturned }.Bind(filter);
        }

        return new Predicate.Constant(holds);
    }

    static string NameOf(Filter term) => term switch
    {
        Filter.Compare compare => compare.Name,
        Filter.Present present => present.Name,
        Filter.ValuePath valuePath => valuePath.Name,
        _ => "",
    };

    Predicate.Compare BindCompare(AttributePath path, Filter.Compare filter)
    {
        if (filter.Literal is FilterLiteral.Null)
        {
            return filter.Operator is Comparison.Eq or Comparison.Ne
                ? new Predicate.Compare(path, filter.Operator, ScimValue.Null.Value)
                : throw Invalid(filter.Name, filter.Position, "compares with null by 'eq' and 'ne' only");
        }

        if (path.Leaf.IsComplex)
        {
            // Clients write `emails eq "x"` and mean the value; RFC 7644 does so itself in its examples.
            var value = path.Attribute.Sub("value") ?? throw Invalid(filter.Name, filter.Position, "is complex and has no 'value'; name one of its sub-attributes");
            path = Readable(path.With(value));
        }

        if (!Allows(path.Leaf.Type, filter.Operator))
            throw Invalid(filter.Name, filter.Position, $"is of type {NameOf(path.Leaf.Type)}, which '{filter.Operator.ToString().ToLowerInvariant()}' does not compare");

        var typed = FilterValue.Of(filter.Literal, path.Leaf, tolerances)
            ?? throw Invalid(filter.Name, filter.Position, $"needs {Wanted(path.Leaf.Type)} at position {filter.Literal.At}");
        return new Predicate.Compare(path, filter.Operator, typed);
    }

    static bool Allows(AttributeType type, Comparison comparison) => comparison switch
    {
        Comparison.Eq or Comparison.Ne => true,
        Comparison.Co or Comparison.Sw or Comparison.Ew => type is AttributeType.String or AttributeType.Reference,
        _ => type is not (AttributeType.Boolean or AttributeType.Binary),
    };

    static string Wanted(AttributeType type) => type switch
    {
        AttributeType.Boolean => "true or false",
        AttributeType.Integer or AttributeType.Decimal => "a number",
        AttributeType.DateTime => "a dateTime in quotes, such as \"2024-06-01T10:00:00Z\",",
        _ => "a string in double quotes",
    };

    static string NameOf(AttributeType type) => type == AttributeType.DateTime ? "dateTime" : type.ToString().ToLowerInvariant();

    static ScimException Invalid(string name, int position, string what) =>
        ScimError.InvalidFilter($"'{ScimError.Quote(name)}' at position {position} {what}.").ToException();
}
