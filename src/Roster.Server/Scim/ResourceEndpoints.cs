using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Http;
using Roster.Server.OAuth;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>
/// One resource type over HTTP. Each method asks in the same order, so that a caller who may not do a thing learns nothing else:
/// permission, media type, size, syntax; the rest is <see cref="ScimServiceProvider"/>'s.
/// </summary>
sealed class ResourceEndpoints(TenantSurface surface, ResourceType type, LimitOptions limits, PublicAddress address)
{
    public ResourceType Type { get; } = type;

    public async Task ListAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.List);
        ScimQuery.RefuseAbsent(http.Request.Query, provider.Profile);
        var projection = ScimQuery.Projection(http.Request.Query, Type);
        var request = ScimQuery.List(http.Request.Query);

        var page = await provider.ListAsync(Type, request, projection.Load, caller, http.RequestAborted);

        await ScimAnswer.ListAsync(http, Representation(http, provider.Profile, caller), Type, projection, page, Math.Max(1, request.StartIndex ?? 1));
    }

    public async Task GetAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.Get);
        ScimQuery.RefuseFilter(http.Request.Query);
        var projection = ScimQuery.Projection(http.Request.Query, Type);
        var representation = Representation(http, provider.Profile, caller);

        var resource = await provider.GetAsync(Type, Id(http), projection.Load, caller, http.RequestAborted);

        http.Response.Headers.ContentLocation = representation.Location(Type, resource.Key.Id);
        if (EntityTagCondition.Parse(http.Request.Headers.IfNoneMatch)?.Matches(resource.Version) == true)
            ScimAnswer.NotModified(http, representation.EntityTag(resource.Version));
        else
            await ScimAnswer.ResourceAsync(http, 200, representation, resource, Type, projection);
    }

    public async Task CreateAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.Create);
        var body = await BodyAsync(http);
        var projection = ScimQuery.Projection(http.Request.Query, Type);
        var representation = Representation(http, provider.Profile, caller);

        var created = await provider.CreateAsync(Type, body, projection.Load, caller, http.RequestAborted);

        http.Response.Headers.Location = representation.Location(Type, created.Key.Id);
        await ScimAnswer.ResourceAsync(http, 201, representation, created, Type, projection);
    }

    public async Task ReplaceAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.Replace);
        var body = await BodyAsync(http);
        var projection = ScimQuery.Projection(http.Request.Query, Type);
        var representation = Representation(http, provider.Profile, caller);

        var replaced = await provider.ReplaceAsync(Type, Id(http), body, Condition(http), projection.Load, caller, http.RequestAborted);

        http.Response.Headers.ContentLocation = representation.Location(Type, replaced.Key.Id);
        await ScimAnswer.ResourceAsync(http, 200, representation, replaced, Type, projection);
    }

    public async Task PatchAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.Patch);
        var patch = PatchRequest.Parse(await BodyAsync(http), provider.Profile);
        var projection = ScimQuery.Projection(http.Request.Query, Type);
        var representation = Representation(http, provider.Profile, caller);
        var minimal = WantsMinimal(http.Request);

        // Whoever does not want the resource back does not make us load its members either.
        var load = minimal ? Load.Document : projection.Load;
        var patched = await provider.PatchAsync(Type, Id(http), patch, Condition(http), load, caller, http.RequestAborted);

        http.Response.Headers.ContentLocation = representation.Location(Type, patched.Key.Id);
        if (minimal)
            ScimAnswer.Minimal(http, representation.EntityTag(patched.Version));
        else
            await ScimAnswer.ResourceAsync(http, 200, representation, patched, Type, projection);
    }

    public async Task DeleteAsync(HttpContext http)
    {
        var (provider, caller) = await PermittedAsync(http, Verb.Delete);

        await provider.DeleteAsync(Type, Id(http), Condition(http), caller, http.RequestAborted);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async ValueTask<(ScimServiceProvider Provider, Caller Caller)> PermittedAsync(HttpContext http, Verb verb)
    {
        var caller = http.Caller();
        surface.Profile.Demand(verb, Type.Name, caller);
        return (await surface.OfAsync(caller, http.RequestAborted), caller);
    }

    async Task<JsonObject> BodyAsync(HttpContext http)
    {
        MediaTypes.Require(http.Request);
        var limit = Type.MembersAttribute is null ? limits.BodyBytes : limits.GroupBodyBytes;
        return JsonBody.Parse(await RequestBody.ReadAsync(http.Request, limit, http.RequestAborted));
    }

    static string Id(HttpContext http) => (string)http.GetRouteValue("id")!;

    Representation Representation(HttpContext http, ScimProfile profile, Caller caller) => new(profile, caller, profile.AbsoluteLocations ? address.Of(http) : "");

    static WriteCondition Condition(HttpContext http) =>
        new(EntityTagCondition.Parse(http.Request.Headers.IfMatch), EntityTagCondition.Parse(http.Request.Headers.IfNoneMatch));

    // RFC 7240. Asking for attributes is asking for the resource (RFC 7644 section 3.5.2).
    static bool WantsMinimal(HttpRequest request) =>
        !request.Query.ContainsKey("attributes") && !request.Query.ContainsKey("excludedAttributes")
        && request.Headers["Prefer"].SelectMany(p => (p ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            .Any(p => p.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Equals("return=minimal", StringComparison.OrdinalIgnoreCase));
}
