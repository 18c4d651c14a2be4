using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>What the operations of administration have in common: whose organization is meant, bodies, pages.</summary>
static class AdminRequest
{
    const int LongestBody = 64 * 1024;
    const int DefaultCount = 100;
    const int MaxCount = 500;

    /// <summary>
    /// The organization that a request is about: the caller's own, or the one that <c>?tenant=</c> names. To name another takes an operator; whoever is none
    /// gets the same answer for every other name.
    /// </summary>
    /// <exception cref="ScimException">403; 404 to an operator.</exception>
    public static async Task<TenantId> TenantAsync(this HttpContext http, RosterStore store)
    {
        var caller = http.Caller();
        if (!http.Request.Query.TryGetValue("tenant", out var given))
            return caller.Tenant;

        var tenant = await store.Tenants.FindAsync(given.ToString(), http.RequestAborted);
        if (tenant?.Id == caller.Tenant)
            return caller.Tenant;
        if (!caller.Permissions.Contains(AdminPermissions.Tenants))
            throw ScimError.Forbidden($"To act in another organization the client needs the permission {AdminPermissions.Tenants}.", AdminPermissions.Tenants).ToException();
        return tenant?.Id ?? throw new ScimError(404, null, $"There is no organization '{ScimError.Quote(given.ToString())}'.").ToException();
    }

    /// <summary>
    /// Nobody can give what they do not have, nor take over a client that may do more than they: the caller must hold all of these permissions.
    /// </summary>
    /// <exception cref="ScimException">403.</exception>
    public static void DemandAll(this Caller caller, IEnumerable<string> permissions)
    {
        ImmutableArray<string> missing = [.. permissions.Where(p => !caller.Permissions.Contains(p)).Order(StringComparer.Ordinal)];
        if (!missing.IsEmpty)
            throw ScimError.Forbidden($"A client cannot give away or manage permissions that it does not have itself: {string.Join(", ", missing.Select(ScimError.Quote))}.").ToException();
    }

    /// <exception cref="ScimException">400 when a member of the body is none of those named; 413; 415.</exception>
    public static async Task<JsonObject> BodyAsync(this HttpContext http, params ImmutableArray<string> members)
    {
        var body = await http.BodyAsync(LongestBody);
        return body.FirstOrDefault(m => !members.Contains(m.Key, StringComparer.Ordinal)).Key is { } unknown
            ? throw ScimError.InvalidValue($"'{ScimError.Quote(unknown)}' is not known here; there are: {string.Join(", ", members)}.").ToException()
            : body;
    }

    /// <summary>A body whose members are judged elsewhere.</summary>
    /// <exception cref="ScimException">400; 413; 415.</exception>
    public static Task<JsonObject> BodyAsync(this HttpContext http, int longest) => RequestBody.ReadJsonAsync(http.Request, longest, http.RequestAborted);

    /// <summary>A text of the body, or null when it is not there.</summary>
    public static string? Text(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw ScimError.InvalidValue($"'{name}' must be a string.").ToException(),
    };

    public static string RequiredText(this JsonObject body, string name) =>
        body.Text(name) is { Length: > 0 } text ? text : throw ScimError.InvalidValue($"'{name}' is missing.").ToException();

    /// <summary>A whole number of the body, or null when it is not there.</summary>
    public static long? Number(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => throw ScimError.InvalidValue($"'{name}' must be a whole number.").ToException(),
    };

    public static bool? Flag(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw ScimError.InvalidValue($"'{name}' must be true or false.").ToException(),
    };

    public static ImmutableArray<string>? Texts(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray values when values.All(v => v is JsonValue value && value.TryGetValue(out string? _)) => [.. values.Select(v => v!.GetValue<string>())],
        _ => throw ScimError.InvalidValue($"'{name}' must be an array of strings.").ToException(),
    };

    /// <summary>A moment as ISO 8601 with an offset, or null when it is not there.</summary>
    public static DateTimeOffset? Moment(string? text, string name) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
        : throw ScimError.InvalidValue($"'{name}' is not a date and time such as 2026-01-31T12:00:00Z.").ToException();

    public static string Route(this HttpContext http, string name) => Uri.UnescapeDataString((string)http.GetRouteValue(name)!);

    public static string? Query(this HttpContext http, string name) => http.Request.Query.TryGetValue(name, out var given) ? given.ToString() : null;

    /// <summary>How many a page may have: <c>?count=</c>, 1 to 500, without it 100.</summary>
    public static int Count(this HttpContext http) => http.Query("count") is not { } text ? DefaultCount
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? Math.Min(count, MaxCount)
        : throw ScimError.InvalidValue("'count' must be a whole number above 0.").ToException();

    /// <summary>The sequence after which a page begins: <c>?after=</c>.</summary>
    public static long AfterNumber(this HttpContext http) => http.Query("after") is not { } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
        : throw ScimError.InvalidValue("'after' must be what an answer named as 'next'.").ToException();

    public static Task AnswerAsync(this HttpContext http, JsonNode json, int status = StatusCodes.Status200OK) => JsonAnswer.WriteAsync(http, status, json, MediaTypes.Json);

    /// <summary>A page: <c>{"items": […], "next": …}</c>; <c>next</c> is what <c>?after=</c> wants for the following page and is left out after the last.</summary>
    public static Task AnswerPageAsync(this HttpContext http, IEnumerable<JsonObject> items, string? next)
    {
        var page = new JsonObject { ["items"] = new JsonArray([.. items]) };
        if (next is not null)
            page["next"] = next;
        return http.AnswerAsync(page);
    }

    /// <summary>A page of what is in memory as a whole, in the order of an id that each has.</summary>
    public static Task AnswerPageAsync<T>(this HttpContext http, IEnumerable<T> all, Func<T, string> id, Func<T, JsonObject> describe)
    {
        var (after, count) = (http.Query("after"), http.Count());
        var page = all.OrderBy(id, StringComparer.Ordinal).Where(x => after is null || string.CompareOrdinal(id(x), after) > 0).Take(count + 1).ToList();
        return http.AnswerPageAsync(page.Take(count).Select(describe), page.Count > count ? id(page[count - 1]) : null);
    }

    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
