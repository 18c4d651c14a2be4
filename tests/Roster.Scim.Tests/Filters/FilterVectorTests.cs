using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class FilterVectorTests
{
    public static TheoryData<string> Ids => [.. FilterVector.All.Select(v => v.Id)];

    [Fact]
    public void The_corpus_has_all_vectors() => Assert.Equal(160, FilterVector.All.Length);

    [Theory, MemberData(nameof(Ids))]
    [Holds("Q-10")]
    public void A_strict_filter_finds_what_the_vector_says(string id)
    {
        var vector = Vector(id);

        Assert.Equal(vector.Parses, Parses(vector.Filter, Tolerances.None));
        Assert.Equal(vector.Outcome, Run(vector, Tolerances.None));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_tolerant_filter_differs_only_where_a_rule_says_so(string id)
    {
        var vector = Vector(id);

        Assert.Equal(FilterVector.Tolerated.GetValueOrDefault(id, vector.Outcome), Run(vector, Tolerances.All));
    }

    [Fact]
    public void Every_tolerated_vector_really_differs() =>
        Assert.DoesNotContain(FilterVector.Tolerated, t => Vector(t.Key).Outcome == t.Value);

    [Fact]
    public void Every_tolerated_vector_names_the_rule_that_overrides_it() => Assert.All(
        Corpus.Read("vectors", "tolerated-filters.json").AsArray(),
        entry => Assert.InRange(int.Parse((string)entry!["rule"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 40));

    static FilterVector Vector(string id) => FilterVector.All.Single(v => string.Equals(v.Id, id, StringComparison.Ordinal));

    static bool Parses(string filter, Tolerances tolerances)
    {
        try
        {
            FilterParser.Parse(filter, FilterLimits.Default, tolerances);
            return true;
        }
        catch (ScimException)
        {
            return false;
        }
    }

    static FilterOutcome Run(FilterVector vector, Tolerances tolerances)
    {
        ImmutableArray<ResourceType> types = vector.Scope switch
        {
            "Users" => [VectorSchemas.User],
            "Groups" => [VectorSchemas.Group],
            _ => [VectorSchemas.User, VectorSchemas.Group],
        };

        try
        {
            var filter = FilterParser.Parse(vector.Filter, FilterLimits.Default, tolerances);
            var bound = types.Select(type => (type, new FilterBinder(type, tolerances, ImmutableDictionary<string, string>.Empty) { Alongside = types }.Bind(filter))).ToList();
            return FilterOutcome.Of(bound.SelectMany(b => FilterVector.Dataset(b.type.Name)
                .Where(resource => PredicateEvaluator.Matches(b.Item2, resource))
                .Select(resource => (string)resource["id"]!)));
        }
        catch (ScimException e)
        {
            return FilterOutcome.Of(e.Error.Status, e.Error.ScimType);
        }
    }
}
