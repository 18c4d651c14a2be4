using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>
/// Settles the terms of a predicate that the resource type alone decides, so that a question over all types does not look through
/// types of which nothing can match: <c>meta.resourceType eq "User"</c>, <c>schemas eq "urn:…:Group"</c>.
/// </summary>
static class KnownTerms
{
    public static Predicate Settled(Predicate predicate, ResourceType type) => predicate switch
    {
        Predicate.And(var left, var right) => And(Settled(left, type), Settled(right, type)),
        Predicate.Or(var left, var right) => Or(Settled(left, type), Settled(right, type)),
        Predicate.Not(var operand) => Settled(operand, type) is var settled && settled is Predicate.Constant(var value) ? new Predicate.Constant(!value) : new Predicate.Not(settled),
        Predicate.Compare compare => Known(compare, type) is { } value ? new Predicate.Constant(value) : compare,
        _ => predicate,
    };

    static bool? Known(Predicate.Compare compare, ResourceType type)
    {
        if (compare.Path.Extension is not null)
            return null;

        switch (compare.Path.Attribute.Name, compare.Path.Sub?.Name)
        {
            case ("meta", "resourceType"):
                return PredicateEvaluator.Matches(compare, new() { ["meta"] = new System.Text.Json.Nodes.JsonObject { ["resourceType"] = type.Name } });
            // Each resource names its base schema, and further ones only of its type's extensions.
            case ("schemas", null) when compare is { Operator: Comparison.Eq, Value: ScimValue.Text(var urn) }:
                return Is(type.Schema, compare, urn) ? true : type.Extensions.Any(e => Is(e.Schema, compare, urn)) ? null : false;
            default:
                return null;
        }
    }

    static bool Is(Schema schema, Predicate.Compare compare, string urn) => string.Equals(Folding.For(compare.Path.Leaf, schema.Id), urn, StringComparison.Ordinal);

    static Predicate And(Predicate left, Predicate right) => (left, right) switch
    {
        (Predicate.Constant(false), _) or (_, Predicate.Constant(true)) => left,
        (_, Predicate.Constant(false)) or (Predicate.Constant(true), _) => right,
        _ => new Predicate.And(left, right),
    };

    static Predicate Or(Predicate left, Predicate right) => (left, right) switch
    {
        (Predicate.Constant(true), _) or (_, Predicate.Constant(false)) => left,
        (_, Predicate.Constant(true)) or (Predicate.Constant(false), _) => right,
        _ => new Predicate.Or(left, right),
    };
}
