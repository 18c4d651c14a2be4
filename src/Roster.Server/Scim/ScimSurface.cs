using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Server.Http;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>
/// A profile's operations as routes: the table of operations under each of the prefixes, and nothing that the table does not have.
/// ASP.NET Core matches paths without regard to case.
/// </summary>
sealed class ScimSurface(TenantSurface surface, LimitOptions limits, PublicAddress address, Cursors cursors)
{
    readonly ScimProfile profile = surface.Profile;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in profile.Prefixes)
        {
            foreach (var type in profile.ResourceTypes)
            {
                ResourceType Of(SurfaceRequest request) => request.Profile.Type(type.Name)!;
                var lists = new ListEndpoints(surface, request => [request.Permitted(Of(request), Verb.List)], type.Endpoint, limits, cursors);
                MapResources(routes, prefix, type, new ResourceEndpoints(surface, Of, limits), lists);
                MapSearch(routes, prefix + type.Endpoint, Features.Search, lists);
            }

            var all = new ListEndpoints(surface, request => request.Profile.Listable(request.Caller), "", limits, cursors);
            MapSearch(routes, prefix, Features.Search | Features.AllTypes, all);
            if (profile.Has(Features.AllTypes))
                routes.MapTable(prefix, new Access.Token(), (HttpMethods.Get, all.ListAsync));
            MapDiscovery(routes, prefix, new DiscoveryEndpoints(profile, address));
            MapAbsent(routes, prefix);
            routes.MapNothing(prefix + "/{**rest}", new Access.Token());
        }
    }

    void MapResources(IEndpointRouteBuilder routes, string prefix, ResourceType type, ResourceEndpoints endpoints, ListEndpoints lists)
    {
        MapOffered(routes, prefix + type.Endpoint, type.Name, new Access.Token(),
            (Verb.List, lists.ListAsync), (Verb.Create, endpoints.CreateAsync));
        MapOffered(routes, prefix + type.Endpoint + "/{id}", type.Name, new Access.Token(),
            (Verb.Get, endpoints.GetAsync), (Verb.Replace, endpoints.ReplaceAsync), (Verb.Patch, endpoints.PatchAsync), (Verb.Delete, endpoints.DeleteAsync));
    }

    void MapSearch(IEndpointRouteBuilder routes, string pattern, Features needed, ListEndpoints lists)
    {
        if (profile.Has(needed))
            routes.MapTable(pattern + "/.search", new Access.Token(), (HttpMethods.Post, lists.SearchAsync));
    }

    void MapDiscovery(IEndpointRouteBuilder routes, string prefix, DiscoveryEndpoints endpoints)
    {
        var paths = profile.Discovery;
        // An identity provider reads what the server can do before it has a token.
        MapOffered(routes, prefix + paths.ServiceProviderConfig, "ServiceProviderConfig", new Access.TokenOptional(), (Verb.Get, endpoints.GetServiceProviderConfigAsync));
        MapOffered(routes, prefix + paths.ResourceTypes, "ResourceType", new Access.Token(), (Verb.List, endpoints.ListResourceTypesAsync));
        MapOffered(routes, prefix + paths.ResourceTypes + "/{id}", "ResourceType", new Access.Token(), (Verb.Get, endpoints.GetResourceTypeAsync));
        MapOffered(routes, prefix + paths.Schemas, "Schema", new Access.Token(), (Verb.List, endpoints.ListSchemasAsync));
        MapOffered(routes, prefix + paths.Schemas + "/{id}", "Schema", new Access.Token(), (Verb.Get, endpoints.GetSchemaAsync));
    }

    void MapAbsent(IEndpointRouteBuilder routes, string prefix)
    {
        if (!profile.TellsAbsence)
            return;

        foreach (var (_, name, path, methods) in FeatureAddress.Of(profile).Where(f => !profile.Has(f.Feature)))
            routes.MapTable(prefix + path, new Access.Token(), [.. methods.Select(m => (m, Absent(name)))]);
    }

    static RequestDelegate Absent(string feature) => _ => throw new ScimError(501, null, $"{feature} is not supported here.").ToException();

    void MapOffered(IEndpointRouteBuilder routes, string pattern, string resource, Access access, params (Verb Verb, RequestDelegate Handler)[] handlers)
    {
        var offered = handlers.Where(h => profile.Operations.Any(o => o.Verb == h.Verb && string.Equals(o.Resource, resource, StringComparison.Ordinal))).ToArray();
        if (offered.Length > 0)
            routes.MapTable(pattern, access, [.. offered.Select(h => (Method(h.Verb), h.Verb == Verb.Patch && !profile.Has(Features.Patch) ? Absent("PATCH (RFC 7644 section 3.5.2)") : h.Handler))]);
    }

    static string Method(Verb verb) => verb switch
    {
        Verb.List or Verb.Get => HttpMethods.Get,
        Verb.Create => HttpMethods.Post,
        Verb.Replace => HttpMethods.Put,
        Verb.Patch => HttpMethods.Patch,
        Verb.Delete => HttpMethods.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
    };
}
