using System.Globalization;
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
    /// <summary>Names may be joined by commas, or the parameter repeated, or both.</summary>
    public static Projection Projection(IQueryCollection query, ResourceType type) =>
        Roster.Scim.Resources.Projection.Parse(query["attributes"], query["excludedAttributes"], type);

    /// <exception cref="ScimException"><c>invalidFilter</c> or <c>invalidValue</c>.</exception>
    public static ListRequest List(IQueryCollection query) =>
        new(Filter(query["filter"]), Number("startIndex", query["startIndex"]), Number("count", query["count"]));

    /// <summary>Refuses what would change which resources are meant, and which the surface cannot do.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RefuseAbsent(IQueryCollection query, ScimProfile profile)
    {
        if (!profile.TellsAbsence)
            return;

        foreach (var (parameter, feature) in Parameters)
        {
            if (!profile.Has(feature) && query.ContainsKey(parameter))
                throw new ScimError(501, null, $"'{parameter}' is not supported here.").ToException();
        }
    }

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

    static int? Number(string name, StringValues given)
    {
        if (given.Count == 0)
            return null;

        var text = given.Count == 1 ? given[0]! : "";
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            throw ScimError.InvalidValue($"'{name}' must be given once, as a whole number.").ToException();

        // Numbers that no page has mean the last or the first one there is.
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : text.StartsWith('-') ? int.MinValue
            : int.MaxValue;
    }
}
