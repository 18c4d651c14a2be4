using System.Collections.Concurrent;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Filters;

/// <summary>What a filter means for one resource type, with what follows from that.</summary>
/// <param name="Narrow">A condition on what is stored that every match fulfils.</param>
/// <param name="NarrowIsExact">Whether it holds for matches only.</param>
/// <param name="Needs">What must be loaded of a resource to judge it.</param>
/// <param name="Judged">As much of a resource as is judged.</param>
sealed record BoundFilter(Predicate Predicate, Predicate Narrow, bool NarrowIsExact, Load Needs, Lazy<ResourceExcerpt> Judged)
{
    public bool Matches(Resource resource, ResourceView view) => Judged.Value.Matches(Predicate, resource, view);
}

/// <summary>
/// The filters that clients sent of late, without the texts in them: they send the same few again and again, <c>userName eq "ana"</c>, and what those mean is found out once.
/// </summary>
/// <param name="bind">Finds out what a filter means for a type, and what follows from that; whether it stands in an address only decides how it is refused.</param>
/// <param name="narrow">What follows from a predicate in which texts took their places.</param>
/// <param name="longest">The characters of the longest filter that is not refused.</param>
sealed class KnownFilters(Func<string, ResourceType, bool, BoundFilter> bind, Func<Predicate, ResourceType, Predicate> narrow, int longest)
{
    // Clients send a handful each; every organization has its own, with some 1.5 KB for each. Beyond this many of a type they are forgotten together.
    const int Most = 64;

    readonly ConcurrentDictionary<ResourceType, Shapes> types = new(ReferenceEqualityComparer.Instance);

    /// <summary>By the rest of a filter, what it means with places where its texts belong; null where its meaning depends on them in other ways.</summary>
    sealed class Shapes
    {
        readonly ConcurrentDictionary<string, BoundFilter?> known = new(StringComparer.Ordinal);

        public bool TryFind(ReadOnlySpan<char> shape, out BoundFilter? found) => known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(shape, out found);

        public void Keep(string shape, BoundFilter? found)
        {
            if (known.Count >= Most)
                known.Clear();
            known[shape] = found;
        }
    }

    /// <exception cref="ScimException">What is wrong with the filter.</exception>
    public BoundFilter Of(string filter, ResourceType type, bool inAddress)
    {
        Span<char> rest = stackalloc char[FilterTexts.LongestRest];
        if (filter.Length > longest || !FilterTexts.TryTakeOut(filter, rest, out var length, out var texts))
            return bind(filter, type, inAddress);

        var shapes = types.GetOrAdd(type, static _ => new Shapes());
        if (shapes.TryFind(rest[..length], out var known))
            return known is null ? bind(filter, type, inAddress) : With(known, texts, type);

        var bound = bind(filter, type, inAddress);
        shapes.Keep(new string(rest[..length]), WithPlaces(rest[..length], texts.Length, type));
        return bound;
    }

    BoundFilter With(BoundFilter alike, string[] texts, ResourceType type)
    {
        var predicate = With(alike.Predicate, texts);
        return alike with { Predicate = predicate, Narrow = ReferenceEquals(alike.Narrow, alike.Predicate) ? predicate : narrow(predicate, type) };
    }

    static Predicate With(Predicate predicate, string[] texts) => predicate switch
    {
        Predicate.And(var left, var right) => new Predicate.And(With(left, texts), With(right, texts)),
        Predicate.Or(var left, var right) => new Predicate.Or(With(left, texts), With(right, texts)),
        Predicate.Not(var operand) => new Predicate.Not(With(operand, texts)),
        Predicate.Element(var path, var condition) => new Predicate.Element(path, With(condition, texts)),
        Predicate.Compare compare when PlaceOf(compare) is >= 0 and var place => new Predicate.Compare(compare.Path, compare.Operator, new ScimValue.Text(Folding.For(compare.Path.Leaf, texts[place]))),
        _ => predicate,
    };

    // ---- Places, which are texts of a character that is in none

    const char Mark = '\uE000';

    static string Place(int number) => new([Mark, (char)('0' + number)]);

    static int PlaceOf(Predicate.Compare compare) => compare.Value is ScimValue.Text({ Length: 2 } text) && text[0] == Mark ? text[1] - '0' : -1;

    /// <returns>Null unless each text is what one comparison compares with, and nothing else.</returns>
    BoundFilter? WithPlaces(ReadOnlySpan<char> rest, int texts, ResourceType type)
    {
        try
        {
            var bound = bind(FilterTexts.PutIn(rest, Place), type, false);
            var places = bound.Predicate.Comparisons.Select(PlaceOf).Where(place => place >= 0);
            return places.Order().SequenceEqual(Enumerable.Range(0, texts)) ? bound : null;
        }
        catch (ScimException)
        {
            // A time, or a boolean in quotes.
            return null;
        }
    }
}
