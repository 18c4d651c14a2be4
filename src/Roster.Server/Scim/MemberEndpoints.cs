using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Server.Scim;

/// <summary>
/// A group's members as a list of their own, below the group: filtered by the parts of a member, paged by index or by cursor. Who may read the group may read it.
/// </summary>
sealed class MemberEndpoints(TenantSurface surface, Func<SurfaceRequest, ResourceType> typeOf, Cursors cursors)
{
    public Task ListAsync(HttpContext http) => surface.RunAsync(http, async request =>
    {
        var type = request.Permitted(typeOf(request), Verb.Get);
        ScimQuery.RefuseAbsent(http.Request.Query, request.Profile);
        var search = ScimQuery.Search(http.Request.Query, request.Profile);
        var asked = new ListRequest(search.Filter, search.StartIndex, search.Count);
        var question = search.Cursor is null ? null : Cursors.Question(request.Profile, $"{type.Endpoint}/{request.AddressedId}/{type.MembersAttribute}", [type], request.Caller, search);
        if (question is not null)
            asked = cursors.Continue(asked, search, question, request.Profile.Paging);

        var page = await request.Provider.ListMembersAsync(type, request.AddressedId, asked, request.Caller, request.Cancel);

        var next = question is not null && page.Next is { } row ? cursors.Seal(new Position(null, row), request.Profile.Paging.Size(asked.Count), question) : null;
        await ScimAnswer.MembersAsync(http, request.Representation, page, question is null ? Math.Max(1, search.StartIndex ?? 1) : null, next);
    });
}
