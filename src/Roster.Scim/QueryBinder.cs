using System.Collections.Immutable;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim;

/// <summary>Turns what a client asks for into a question to the store.</summary>
sealed class QueryBinder(ScimProfile profile, Caller caller)
{
    /// <exception cref="Messages.ScimException"><c>invalidFilter</c>, <c>invalidPath</c>, <c>invalidValue</c>, <c>sensitive</c>.</exception>
    public ResourceQuery Bind(ImmutableArray<ListedType> listed, ListRequest request)
    {
        var types = listed.Select(l => l.Type).ToImmutableArray();
        var view = new ResourceView(profile, caller, request.BaseUrl);
        var filter = request.Filter is null ? null : FilterParser.Parse(request.Filter, profile.FilterLimits, profile.Tolerances);
        var sort = request.SortBy is null ? [] : Sorting.Bind(request.SortBy, types, profile.Tolerances);
        return new ResourceQuery
        {
            Parts = [.. listed.Select((l, i) => Part(l, types, filter, request, request.SortBy is null ? null : sort[i], view))],
            Sorted = request.SortBy is not null,
            Descending = request.SortBy is not null && request.Descending,
            Skip = Math.Max(request.StartIndex ?? 1, 1) - 1,
            Take = profile.Paging.Size(request.Count),
            After = request.After,
            LookThrough = profile.Paging.LookThrough,
        };
    }

    TypeQuery Part(ListedType listed, ImmutableArray<ResourceType> all, Filter? filter, ListRequest request, AttributePath? sortBy, ResourceView view)
    {
        var type = listed.Type;
        var rules = profile.Rules.Where(r => r.ResourceType == type.Name).ToList();
        var part = new TypeQuery { Type = type, Load = listed.Load };
        if (sortBy is not null)
        {
            ResourceExcerpt? key = null;
            var stored = rules.TrueForAll(rule => rule.AlsoStoredAs(sortBy) is { Count: 0 });
            part = part with { Sort = new SortKey(sortBy, stored, resource => Sorting.KeyOf(sortBy, (key ??= view.Excerpt(type, [sortBy])).Of(resource)), Needs(path => path(sortBy), type)) };
        }

        if (filter is null && profile.UnfilteredLists.GetValueOrDefault(type.Name) is { } usual)
            filter = FilterParser.Parse(usual, profile.FilterLimits, profile.Tolerances);
        if (filter is null)
            return part;

        var binder = new FilterBinder(type, profile.Tolerances, profile.FilterAliases)
        {
            Alongside = all.Length > 1 ? all : [],
            NeverReturned = request.InAddress ? profile.NeverReturnedInAddress : null,
        };
        var predicate = KnownTerms.Settled(binder.Bind(filter), type);
        var (narrow, exact) = Narrowing.Of(predicate, rules);
        // Where the indexes know the matches nobody is judged.
        ResourceExcerpt? judged = null;
        return part with
        {
            Narrow = narrow,
            NarrowIsExact = exact,
            Judge = resource => PredicateEvaluator.Matches(predicate, (judged ??= view.Excerpt(type, predicate.Paths)).Of(resource)),
            JudgeNeeds = Needs(asked => Narrowing.Mentions(predicate, asked), type),
        };
    }

    static Load Needs(Func<Func<AttributePath, bool>, bool> mentions, ResourceType type) =>
        (mentions(p => p.Extension is null && p.Sub is { } sub && sub == p.Attribute.ReferenceName) ? Load.Names : Load.Document)
        | (mentions(p => p.Extension is null && p.Attribute.Name == type.MembersAttribute) ? Load.Members : Load.Document)
        | (mentions(p => p.Extension is null && p.Attribute.Name == type.MembershipsAttribute) ? Load.Memberships : Load.Document);
}
