using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Http;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>
/// The resources of one type over HTTP. Each method asks in the same order, so that a caller who may not do a thing learns nothing else:
/// permission, media type, size, syntax; the rest is <see cref="ScimServiceProvider"/>'s.
/// </summary>
/// <param name="typeOf">Which type a request is about, in its organization's profile.</param>
/// <param name="idOf">Which of its resources, for the methods that are about one.</param>
sealed class ResourceEndpoints(TenantSurface surface, Func<SurfaceRequest, ResourceType> typeOf, Func<SurfaceRequest, string> idOf, LimitOptions limits, LargeAnswers large)
{
    public Task GetAsync(HttpContext http) => surface.RunAsync(http, this, static (endpoints, request) => endpoints.GetAsync(request));

    async Task GetAsync(SurfaceRequest request)
    {
        var http = request.Http;
        var type = request.Permitted(typeOf(request), Verb.Get);
        var query = ScimQuery.Of(http.Request);
        ScimQuery.RefuseFilter(query);
        var projection = ScimQuery.Projection(query, type);

        var id = idOf(request);
        if (EntityTagCondition.Parse(http.Request.Headers.IfNoneMatch) is { } known)
        {
            var version = await request.Provider.FindVersionAsync(type, id, request.Caller, request.Cancel);
            if (known.Matches(version))
            {
                http.Response.Headers.ContentLocation = request.Representation.Location(type, id);
                ScimAnswer.NotModified(http, request.Representation.EntityTag(version));
                return;
            }
        }

        var place = large.PlaceOf(request, type, id, projection);
        if (place is not null && large.Find(place) is { } kept && await request.Provider.HasVersionAsync(type, id, kept.Version, request.Caller, request.Cancel))
        {
            http.Response.Headers.ContentLocation = request.Representation.Location(type, id);
            await ScimAnswer.KeptAsync(http, request.Representation, kept);
            return;
        }

        var memory = new DocumentMemory();
        var resource = await request.Provider.GetAsync(type, id, projection.Load, request.Caller, memory, request.Cancel);

        http.Response.Headers.ContentLocation = request.Representation.Location(type, resource.Key.Id);
        var written = place is not null && resource.FurtherMembers is not null && !HttpMethods.IsHead(http.Request.Method) ? large.Begin(resource.Version) : null;
        await ScimAnswer.ResourceAsync(http, 200, request.Representation, resource, type, projection, memory, written);
        if (written is not null)
            large.Keep(place!, written);
    }

    public Task CreateAsync(HttpContext http) => WithBodyAsync(http, Verb.Create, async (request, type, body) =>
    {
        var projection = SetAttributes.Shown(ScimQuery.Projection(ScimQuery.Of(http.Request), type), body, type);

        var created = await request.Provider.CreateAsync(type, body, projection.Load, request.Caller, request.Cancel);

        http.Response.Headers.Location = request.Representation.Location(type, created.Key.Id);
        await ScimAnswer.ResourceAsync(http, 201, request.Representation, created, type, projection);
    });

    public Task ReplaceAsync(HttpContext http) => WithBodyAsync(http, Verb.Replace, async (request, type, body) =>
    {
        var projection = SetAttributes.Shown(ScimQuery.Projection(ScimQuery.Of(http.Request), type), body, type);

        var replaced = await request.Provider.ReplaceAsync(type, idOf(request), body, Condition(http), projection.Load, request.Caller, request.Cancel);

        http.Response.Headers.ContentLocation = request.Representation.Location(type, replaced.Key.Id);
        await ScimAnswer.ResourceAsync(http, 200, request.Representation, replaced, type, projection);
    });

    public Task PatchAsync(HttpContext http) => WithBodyAsync(http, Verb.Patch, async (request, type, body) =>
    {
        var projection = SetAttributes.ShownByPatch(ScimQuery.Projection(ScimQuery.Of(http.Request), type), body, type);
        var minimal = WantsMinimal(http.Request);

        // Whoever does not want the resource back does not make us load its members either.
        var load = minimal ? Load.Document : projection.Load;
        var patched = await request.Provider.PatchAsync(type, idOf(request), body, Condition(http), load, request.Caller, request.Cancel);

        http.Response.Headers.ContentLocation = request.Representation.Location(type, patched.Key.Id);
        if (minimal)
            ScimAnswer.Minimal(http, request.Representation.EntityTag(patched.Version));
        else
            await ScimAnswer.ResourceAsync(http, 200, request.Representation, patched, type, projection);
    });

    public Task DeleteAsync(HttpContext http) => surface.RunAsync(http, async request =>
    {
        var type = request.Permitted(typeOf(request), Verb.Delete);

        await request.Provider.DeleteAsync(type, idOf(request), Condition(http), request.Caller, request.Cancel);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    // The surface runs a request again when schemas changed under it; a body can be read only once, and is kept for that.
    async Task WithBodyAsync(HttpContext http, Verb verb, Func<SurfaceRequest, ResourceType, JsonElement, Task> write)
    {
        using var body = new RequestJson();
        await surface.RunAsync(http, async request =>
        {
            var type = request.Permitted(typeOf(request), verb);
            await write(request, type, await body.ReadAsync(http.Request, type.MembersAttribute is null ? limits.BodyBytes : limits.GroupBodyBytes, http.RequestAborted));
        });
    }

    static WriteCondition Condition(HttpContext http) =>
        new(EntityTagCondition.Parse(http.Request.Headers.IfMatch), EntityTagCondition.Parse(http.Request.Headers.IfNoneMatch));

    // RFC 7240. Asking for attributes is asking for the resource (RFC 7644 section 3.5.2).
    static bool WantsMinimal(HttpRequest request) =>
        !request.Query.ContainsKey("attributes") && !request.Query.ContainsKey("excludedAttributes")
        && request.Headers["Prefer"].SelectMany(p => (p ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            .Any(p => p.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Equals("return=minimal", StringComparison.OrdinalIgnoreCase));
}
