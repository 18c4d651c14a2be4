using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Admin;
using Roster.Server.Http;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>Lists of resources: by GET, and by POST to <c>.search</c>, which answers the same (RFC 7644 sections 3.4.2 and 3.4.3, RFC 9865).</summary>
/// <param name="typesOf">The types that a request is about. It refuses a caller who may not list them.</param>
/// <param name="endpoint">The address below a prefix; empty for the one of all types.</param>
sealed class ListEndpoints(TenantSurface surface, Func<SurfaceRequest, ImmutableArray<ResourceType>> typesOf, string endpoint, LimitOptions limits, Cursors cursors)
{
    public Task ListAsync(HttpContext http) => surface.RunAsync(http, this, static (lists, request) => lists.ListAsync(request));

    Task ListAsync(SurfaceRequest request)
    {
        var types = typesOf(request);
        var query = ScimQuery.Of(request.Http.Request);
        ScimQuery.RefuseAbsent(query, request.Profile);
        if (request.Profile.FiltersInBodyOnly && query.ContainsKey("filter"))
            throw ScimError.Sensitive($"The organization takes filters by POST only, since addresses are logged and remembered: send the filter in a SearchRequest to '{endpoint}/.search'.").ToException();

        return AnswerAsync(request, types, ScimQuery.Search(query, request.Profile), inAddress: true);
    }

    /// <summary>Creates nothing, so it needs no more than the permission to list. The query string says nothing here.</summary>
    public Task SearchAsync(HttpContext http)
    {
        JsonObject? body = null;
        return surface.RunAsync(http, async request =>
        {
            var types = typesOf(request);
            body ??= await RequestBody.ReadJsonAsync(http.Request, limits.BodyBytes, http.RequestAborted);
            await AnswerAsync(request, types, ScimQuery.Offered(SearchRequest.Parse(body), request.Profile), inAddress: false);
        });
    }

    async Task AnswerAsync(SurfaceRequest request, ImmutableArray<ResourceType> types, SearchRequest search, bool inAddress)
    {
        var shown = ImmutableArray.CreateRange(types, type => new ShownType(type, Projection.Parse(search.Attributes.AsSpan(), search.ExcludedAttributes.AsSpan(), type)));
        var asked = new ListRequest(search.Filter, search.StartIndex, search.Count)
        {
            SortBy = search.SortBy, Descending = search.Descending, InAddress = inAddress, BaseUrl = request.Representation.BaseUrl,
        };
        var question = search.Cursor is null ? null : Cursors.Question(request.Profile, endpoint, types, request.Caller, search);
        if (question is not null)
            asked = cursors.Continue(asked, search, question, request.Profile.Paging);

        var memory = new DocumentMemory();
        var page = await request.Provider.ListAsync(ImmutableArray.CreateRange(shown, static s => new ListedType(s.Type, s.Projection.Load)), asked, request.Caller, memory, request.Cancel);

        Explain(request, page);
        var next = question is not null && page.Next is { } position ? cursors.Seal(position, request.Profile.Paging.Size(asked.Count), question) : null;
        await ScimAnswer.ListAsync(request.Http, request.Representation, shown, page, question is null ? Math.Max(1, search.StartIndex ?? 1) : null, next, memory);
    }

    // How an answer was found is told to those who could make it faster.
    static void Explain(SurfaceRequest request, ResourcePage page)
    {
        if (request.Http.Request.Headers["Roster-Explain"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase) && request.Caller.Permissions.Contains(AdminPermissions.Indexes))
            request.Http.Response.Headers["Roster-Query-Plan"] = string.Concat(page.Plan.Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'));
    }
}
