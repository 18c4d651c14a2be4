using System.Collections.Immutable;
using CsCheck;
using Roster.Scim.Filters;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Filters;

public sealed class FilterTextTests
{
    [Fact]
    public void A_random_filter_means_the_same_after_it_was_printed_and_parsed() => Filters(2).Sample(filter =>
    {
        var printed = filter.ToString();
        var again = FilterParser.Parse(printed, Wide, Tolerances.None);

        Assert.Equal(printed, again.ToString());
        Assert.Equal(Found(filter), Found(again));
    }, iter: 3000);

    [Fact]
    public void A_negation_finds_just_the_others() => Filters(2).Sample(filter =>
        Assert.Equal(Users.Length, Found(filter).Length + Found(new Filter.Not(filter)).Length), iter: 1000);

    static readonly FilterLimits Wide = new(100_000, 1000, 100);

    static readonly ImmutableArray<System.Text.Json.Nodes.JsonObject> Users = FilterVector.Dataset("User");

    static ImmutableArray<string> Found(Filter filter)
    {
        var predicate = new FilterBinder(VectorSchemas.User, Tolerances.None, ImmutableDictionary<string, string>.Empty).Bind(filter);
        return [.. Users.Where(u => PredicateEvaluator.Matches(predicate, u)).Select(u => (string)u["id"]!)];
    }

    internal static Gen<Filter> Filters(int depth) => depth == 0
        ? Gen.OneOf(Term("userName", "displayName", "title", "emails", "emails.type", "externalId", "name.givenName", VectorSchemas.Test + ":tags"), Numbers(VectorSchemas.Test + ":score"), Elements)
        : Gen.OneOf(
            Filters(depth - 1),
            Gen.Select(Filters(depth - 1), Filters(depth - 1), (l, r) => (Filter)new Filter.And(l, r)),
            Gen.Select(Filters(depth - 1), Filters(depth - 1), (l, r) => (Filter)new Filter.Or(l, r)),
            Filters(depth - 1).Select(f => (Filter)new Filter.Not(f)));

    static Gen<Filter> Elements => Gen.Select(Term("type", "value", "display"), Term("type", "value"), Gen.Int[0, 3], (a, b, shape) => (Filter)new Filter.ValuePath("emails", 1, shape switch
    {
        0 => a,
        1 => new Filter.And(a, b),
        2 => new Filter.Or(new Filter.Not(a), b),
        _ => new Filter.Not(b),
    }, shape == 1 && b is Filter.Compare tail ? tail : null));

    static Gen<Filter> Term(params string[] names) => Gen.Select(Gen.OneOf(names), Gen.Int[-1, 8], Texts, (name, comparison, text) =>
        comparison < 0 ? new Filter.Present(name, 1) : (Filter)new Filter.Compare(name, 1, (Comparison)comparison, new FilterLiteral.Quoted(text, 1)));

    static Gen<Filter> Numbers(string name) => Gen.Select(Gen.OneOf(Comparison.Eq, Comparison.Ne, Comparison.Gt, Comparison.Le), Gen.Int[-5, 12], (comparison, number) =>
        (Filter)new Filter.Compare(name, 1, comparison, new FilterLiteral.Number(number.ToString(System.Globalization.CultureInfo.InvariantCulture), 1)));

    static Gen<string> Texts => Gen.OneOf(
        Gen.OneOf("work", "WORK", "home", "", "e", "é", "\u212B", "amara", "\"", "\\", "(", ")", "]", " and ", "%", "_", "*", "'", "\n", "\u2028", "😀", "<", "+"),
        Gen.Char.AlphaNumeric.Array[0, 2].Select(c => new string(c)));
}
