using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>
/// The query parameters of RFC 7644, their names in any letter case; others are ignored. ASP.NET Core has decoded them:
/// <c>+</c> and <c>%20</c> are blanks.
/// </summary>
static class ScimQuery
{
    /// <summary>What a request asks for. Most have nothing after their path.</summary>
    public static IQueryCollection Of(HttpRequest request) => request.QueryString.HasValue ? request.Query : QueryCollection.Empty;

    /// <summary>Names may be joined by commas, or the parameter repeated, or both.</summary>
    public static Projection Projection(IQueryCollection query, ResourceType type) =>
        Roster.Scim.Resources.Projection.Parse(query["attributes"].ToArray(), query["excludedAttributes"].ToArray(), type);

    /// <summary>What a list is asked for. The parameters of features that the surface lacks are ignored, if <see cref="RefuseAbsent"/> did not refuse them.</summary>
    /// <exception cref="ScimException">What is wrong with which parameter.</exception>
    public static SearchRequest Search(IQueryCollection query, ScimProfile profile)
    {
        var cursor = profile.Has(Features.Cursor) ? Cursor(query["cursor"]) : null;
        var sortBy = profile.Has(Features.Sort) ? SearchRequest.SortName(Once("sortBy", query["sortBy"])) : null;
        return new SearchRequest
        {
            Attributes = Names(query["attributes"]),
            ExcludedAttributes = Names(query["excludedAttributes"]),
            Filter = profile.Has(Features.Filter) ? Filter(query["filter"]) : null,
            SortBy = sortBy,
            Descending = sortBy is not null && SearchRequest.IsDescending(sortBy, Once("sortOrder", query["sortOrder"])),
            StartIndex = Number("startIndex", query["startIndex"], ScimError.InvalidValue),
            Count = Number("count", query["count"], cursor is null ? ScimError.InvalidValue : ScimError.InvalidCount),
            Cursor = cursor,
        };
    }

    /// <summary>Refuses what would change which resources are meant, and which the surface cannot do.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RefuseAbsent(IQueryCollection query, ScimProfile profile)
    {
        foreach (var (parameter, feature) in Parameters)
        {
            if (profile.TellsAbsence && !profile.Has(feature) && query.ContainsKey(parameter))
                throw Absent(parameter);
        }
    }

    /// <summary>A search without the members of features that the surface lacks.</summary>
    /// <exception cref="ScimException">501, where the surface tells of it.</exception>
    public static SearchRequest Offered(SearchRequest search, ScimProfile profile)
    {
        foreach (var (parameter, feature) in Parameters)
        {
            var given = feature switch { Features.Filter => search.Filter, Features.Sort => search.SortBy, _ => search.Cursor };
            if (profile.TellsAbsence && !profile.Has(feature) && given is not null)
                throw Absent(parameter);
        }

        return search with
        {
            Filter = profile.Has(Features.Filter) ? search.Filter : null,
            SortBy = profile.Has(Features.Sort) ? search.SortBy : null,
            Cursor = profile.Has(Features.Cursor) ? search.Cursor : null,
        };
    }

    static ImmutableArray<string> Names(StringValues given) => given.Count == 0 ? [] : [.. given.OfType<string>()];

    static ScimException Absent(string parameter) => new ScimError(501, null, $"'{parameter}' is not supported here.").ToException();

    static readonly (string Name, Features Feature)[] Parameters = [("filter", Features.Filter), ("sortBy", Features.Sort), ("cursor", Features.Cursor)];

    /// <summary>A filter on the address of one resource can only be a mistake for one on its list.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>.</exception>
    public static void RefuseFilter(IQueryCollection query)
    {
        if (query.ContainsKey("filter"))
            throw ScimError.InvalidFilter("One resource cannot be filtered; send the filter to the list of its type.").ToException();
    }

    // A filter that cannot be read is never ignored: the client would take the first of all users for the one it looked for.
    static string? Filter(StringValues given) => given.Count switch
    {
        0 => null,
        1 when !string.IsNullOrWhiteSpace(given[0]) => given[0],
        1 => throw ScimError.InvalidFilter("The filter is empty.").ToException(),
        _ => throw ScimError.InvalidFilter("There is more than one filter.").ToException(),
    };

    static string? Once(string name, StringValues given) => given.Count switch
    {
        0 => null,
        1 => given[0],
        _ => throw ScimError.InvalidValue($"'{name}' must be given once.").ToException(),
    };

    // RFC 9865 section 2: without a value, or with an empty one, it asks for the first page.
    static string? Cursor(StringValues given) => given.Count switch
    {
        0 => null,
        1 => given[0] ?? "",
        _ => throw ScimError.InvalidCursor("'cursor' must be given once.").ToException(),
    };

    static int? Number(string name, StringValues given, Func<string, ScimError> error) => given.Count == 0
        ? null
        : (given.Count == 1 ? SearchRequest.WholeNumber(given[0] ?? "") : null) ?? throw error($"'{name}' must be given once, as a whole number.").ToException();
}
