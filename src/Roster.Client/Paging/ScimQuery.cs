using System.Globalization;
using System.Text.Json.Nodes;

namespace Roster.Client;

/// <summary>What a list shall have in it (RFC 7644 section 3.4.2, RFC 9865).</summary>
public sealed record ScimQuery
{
    /// <summary>Which resources. <see cref="ScimFilter"/> turns into this by itself.</summary>
    public string? Filter { get; init; }

    /// <summary>The attribute to sort by.</summary>
    public string? SortBy { get; init; }

    /// <summary>From the last to the first.</summary>
    public bool Descending { get; init; }

    /// <summary>The place of the page's first resource, from 1.</summary>
    public int? StartIndex { get; init; }

    /// <summary>Resources per page; 0 asks for the total alone.</summary>
    public int? Count { get; init; }

    /// <summary>Where the page before ended. An empty one begins at the beginning; with null, pages are found by <see cref="StartIndex"/>.</summary>
    public string? Cursor { get; init; }

    /// <summary>The attributes that are asked for, beside those that always come.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>The attributes that are not asked for.</summary>
    public IReadOnlyList<string>? ExcludedAttributes { get; init; }

    /// <summary>Asks by POST to <c>.search</c>, which keeps names out of the logs that have addresses in them.</summary>
    public bool UsesSearch { get; init; }

    internal string ToQueryString() => ScimRequest.Query(
        ("filter", Filter), ("sortBy", SortBy), ("sortOrder", SortOrder), ("startIndex", Number(StartIndex)), ("count", Number(Count)), ("cursor", Cursor),
        ("attributes", Joined(Attributes)), ("excludedAttributes", Joined(ExcludedAttributes)));

    internal JsonObject ToSearchRequest()
    {
        var request = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest") };
        Put("filter", Filter);
        Put("sortBy", SortBy);
        Put("sortOrder", SortOrder);
        Put("startIndex", StartIndex);
        Put("count", Count);
        Put("cursor", Cursor);
        Put("attributes", List(Attributes));
        Put("excludedAttributes", List(ExcludedAttributes));
        return request;

        void Put(string name, JsonNode? value)
        {
            if (value is not null)
                request[name] = value;
        }

        static JsonArray? List(IReadOnlyList<string>? names) => names is null ? null : [.. names.Select(n => (JsonNode)n)];
    }

    internal static string? Joined(IReadOnlyList<string>? names) => names is null or [] ? null : string.Join(',', names);

    internal static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    string? SortOrder => SortBy is null ? null : Descending ? "descending" : "ascending";
}
