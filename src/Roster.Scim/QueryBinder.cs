using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>Turns what clients of one profile ask for into questions to the store.</summary>
sealed class QueryBinder
{
    public QueryBinder(ScimProfile profile)
    {
        this.profile = profile;
        known = new KnownFilters((filter, type, inAddress) => Bound(Parsed(filter), type, [], inAddress), (predicate, type) => Narrowing.Of(predicate, profile.RulesOf(type)).Condition, profile.FilterLimits.Length);
    }

    readonly ScimProfile profile;
    readonly KnownFilters known;

    /// <param name="memory">Where the documents may be read to; null for memory of their own.</param>
    /// <exception cref="Messages.ScimException"><c>invalidFilter</c>, <c>invalidPath</c>, <c>invalidValue</c>, <c>sensitive</c>.</exception>
    public ResourceQuery Bind(ImmutableArray<ListedType> listed, ListRequest request, Caller caller, DocumentMemory? memory = null)
    {
        var view = new ResourceView(profile, caller, request.BaseUrl);
        var filters = Filters(listed, request);
        var sort = request.SortBy is null ? [] : Sorting.Bind(request.SortBy, [.. listed.Select(l => l.Type)], profile.Tolerances);
        var parts = ImmutableArray.CreateBuilder<TypeQuery>(listed.Length);
        for (var i = 0; i < listed.Length; i++)
            parts.Add(Part(listed[i], filters[i], request.SortBy is null ? null : sort[i], view));

        return new ResourceQuery
        {
            Parts = parts.MoveToImmutable(),
            Sorted = request.SortBy is not null,
            Descending = request.SortBy is not null && request.Descending,
            Skip = Math.Max(request.StartIndex ?? 1, 1) - 1,
            Take = profile.Paging.Size(request.Count),
            After = request.After,
            Memory = memory,
            LookThrough = profile.Paging.LookThrough,
        };
    }

    /// <returns>What the filter means for each type, in their order; null where there is none.</returns>
    BoundFilter?[] Filters(ImmutableArray<ListedType> listed, ListRequest request)
    {
        if (listed is [var one])
            return [FilterOf(one.Type) is { } text ? known.Of(text, one.Type, request.InAddress) : null];

        var types = listed.Select(l => l.Type).ToImmutableArray();
        var asked = request.Filter is null ? null : Parsed(request.Filter);
        return [.. types.Select(type => (asked ?? (FilterOf(type) is { } text ? Parsed(text) : null)) is { } filter ? Bound(filter, type, types, request.InAddress) : null)];

        string? FilterOf(ResourceType type) => request.Filter ?? profile.UnfilteredLists.GetValueOrDefault(type.Name);
    }

    TypeQuery Part(ListedType listed, BoundFilter? bound, AttributePath? sortBy, ResourceView view)
    {
        var type = listed.Type;
        return new TypeQuery
        {
            Type = type,
            Load = listed.Load,
            Sort = sortBy is null ? null : Key(sortBy, type, view),
            Narrow = bound?.Narrow,
            NarrowIsExact = bound?.NarrowIsExact ?? true,
            Judge = bound is null ? null : resource => bound.Matches(resource, view),
            JudgeNeeds = bound?.Needs ?? Load.Document,
        };
    }

    Filter Parsed(string filter) => FilterParser.Parse(filter, profile.FilterLimits, profile.Tolerances);

    BoundFilter Bound(Filter filter, ResourceType type, ImmutableArray<ResourceType> alongside, bool inAddress)
    {
        var binder = new FilterBinder(type, profile.Tolerances, profile.FilterAliases)
        {
            Alongside = alongside,
            NeverReturned = inAddress ? profile.NeverReturnedInAddress : null,
        };
        var predicate = KnownTerms.Settled(binder.Bind(filter), type);
        var rules = profile.RulesOf(type);
        var (narrow, exact) = Narrowing.Of(predicate, rules);
        // Where the indexes know the matches nobody is judged.
        return new BoundFilter(predicate, narrow, exact, Needs(asked => Narrowing.Mentions(predicate, asked), type), new(() => new ResourceExcerpt(type, rules, predicate.Paths)));
    }

    SortKey Key(AttributePath path, ResourceType type, ResourceView view)
    {
        var rules = profile.RulesOf(type);
        var excerpt = new Lazy<ResourceExcerpt>(() => new ResourceExcerpt(type, rules, [path]));
        var stored = rules.All(rule => rule.AlsoStoredAs(path) is { Count: 0 });
        return new SortKey(path, stored, resource => Sorting.KeyOf(path, excerpt.Value.Of(resource, view)), Needs(asked => asked(path), type));
    }

    static Load Needs(Func<Func<AttributePath, bool>, bool> mentions, ResourceType type) =>
        (mentions(p => p.Extension is null && p.Sub is { } sub && sub == p.Attribute.ReferenceName) ? Load.Names : Load.Document)
        | (mentions(p => p.Extension is null && p.Attribute.Name == type.MembersAttribute) ? Load.Members : Load.Document)
        | (mentions(p => p.Extension is null && p.Attribute.Name == type.MembershipsAttribute) ? Load.Memberships : Load.Document);
}
