using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Server.Http;
using Roster.Server.Metrics;
using Roster.Server.Options;

namespace Roster.Server.Scim;

/// <summary>
/// A profile's operations as routes: the table of operations under each of the prefixes, and nothing that the table does not have.
/// ASP.NET Core matches paths without regard to case.
/// </summary>
sealed class ScimSurface(TenantSurface surface, LimitOptions limits, LargeAnswers large, PublicAddress address, Cursors cursors, ILogger<BulkEndpoint> bulkLog)
{
    readonly ScimProfile profile = surface.Profile;

    /// <summary>Answers a list of the first type.</summary>
    public Task ListAsync(HttpContext http) => Lists(request => request.Profile.ResourceTypes[0], "").ListAsync(http);

    /// <param name="nowhere">Is told what is said at addresses that the surface does not have.</param>
    public void Map(IEndpointRouteBuilder routes, Nowhere nowhere)
    {
        foreach (var prefix in profile.Prefixes)
        {
            foreach (var type in profile.ResourceTypes)
                MapResources(routes, prefix, type);

            if (profile.OwnTypeOperations is not null)
                MapOwnTypes(routes.MapGroup("").WithMetadata(LastResort.Mark), prefix);
            MapAllTypes(routes, prefix);
            MapDiscovery(routes, prefix, new DiscoveryEndpoints(surface, address));
            MapSelf(routes, prefix);
            if (profile.Has(Features.Bulk))
                routes.MapTable(prefix + "/Bulk", new Access.Token(), (HttpMethods.Post, new BulkEndpoint(surface, bulkLog).RunAsync)).Measured((HttpMethods.Post, "Bulk"));
            MapAbsent(routes, prefix);
        }

        foreach (var under in profile.Prefixes.Append(profile.VersionsUnder).OfType<string>().Distinct(StringComparer.Ordinal))
            nowhere.Add(under, new Access.Token(), path => NothingAt(path, under));
    }

    ScimException NothingAt(PathString path, string under) => HasVersions(under) && VersionSegment.Begins(path, under)
        ? ScimError.InvalidVersion($"This version is not served; {profile.LocationPrefix} is.").ToException()
        : MethodTableRouting.NothingThere();

    // What is served lies under a prefix of its own.
    bool HasVersions(string prefix) => string.Equals(prefix, profile.VersionsUnder, StringComparison.Ordinal);

    void MapResources(IEndpointRouteBuilder routes, string prefix, ResourceType type)
    {
        var endpoints = new ResourceEndpoints(surface, Of, request => request.AddressedId, limits, large);
        var lists = Lists(Of, type.Endpoint);
        MapOffered(routes, prefix + type.Endpoint, type.Name, new Access.Token(),
            (Verb.List, lists.ListAsync), (Verb.Create, endpoints.CreateAsync));
        MapSearch(routes, prefix + type.Endpoint, type.Name, Features.Search, lists);
        if (type.MembersAttribute is { } members && profile.Has(Features.MemberPages))
            MapOffered(routes, $"{prefix}{type.Endpoint}/{{id}}/{members}", type.Name, new Access.Token(), (Verb.Get, new MemberEndpoints(surface, Of, cursors).ListAsync))?.Measured((HttpMethods.Get, $"{type.Name}.Members"));
        MapOffered(routes, prefix + type.Endpoint + "/{id}", type.Name, new Access.Token(),
            (Verb.Get, endpoints.GetAsync), (Verb.Replace, endpoints.ReplaceAsync), (Verb.Patch, endpoints.PatchAsync), (Verb.Delete, endpoints.DeleteAsync));

        ResourceType Of(SurfaceRequest request) => request.Profile.Type(type.Name)!;
    }

    void MapAllTypes(IEndpointRouteBuilder routes, string prefix)
    {
        var all = new ListEndpoints(surface, request => request.Profile.Listable(request.Caller), "", limits, cursors);
        MapSearch(routes, prefix, "All", Features.Search | Features.AllTypes, all);
        if (profile.Has(Features.AllTypes))
            routes.MapTable(prefix, new Access.Token(), (HttpMethods.Get, all.ListAsync)).Measured((HttpMethods.Get, "All.List"));
    }

    ListEndpoints Lists(Func<SurfaceRequest, ResourceType> typeOf, string endpoint) =>
        new(surface, request => [request.Permitted(typeOf(request), Verb.List)], endpoint, limits, cursors);

    // Which there are is known per request only; addresses that the surface has itself come first.
    void MapOwnTypes(IEndpointRouteBuilder routes, string prefix)
    {
        var endpoints = new ResourceEndpoints(surface, OwnType, request => request.AddressedId, limits, large);
        var lists = Lists(OwnType, "/{endpoint}");
        var pattern = prefix + (HasVersions(prefix) ? $"/{{endpoint:{VersionSegment.Not.Name}}}" : "/{endpoint}");
        routes.MapTable(pattern, new Access.Token(), (HttpMethods.Get, lists.ListAsync), (HttpMethods.Post, endpoints.CreateAsync))
            .Measured((HttpMethods.Get, "OwnType.List"), (HttpMethods.Post, "OwnType.Create"));
        MapSearch(routes, pattern, "OwnType", Features.Search, lists);
        routes.MapTable(pattern + "/{id}", new Access.Token(),
            (HttpMethods.Get, endpoints.GetAsync), (HttpMethods.Put, endpoints.ReplaceAsync),
            (HttpMethods.Patch, profile.Has(Features.Patch) ? endpoints.PatchAsync : Absent(PatchName)), (HttpMethods.Delete, endpoints.DeleteAsync))
            .Measured((HttpMethods.Get, "OwnType.Get"), (HttpMethods.Put, "OwnType.Replace"), (HttpMethods.Patch, "OwnType.Patch"), (HttpMethods.Delete, "OwnType.Delete"));
    }

    static ResourceType OwnType(SurfaceRequest request)
    {
        var endpoint = "/" + (string)request.Http.GetRouteValue("endpoint")!;
        return request.Profile.ResourceTypes.FirstOrDefault(t => t.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase)) ?? throw MethodTableRouting.NothingThere();
    }

    // RFC 7644 section 3.11: the alias is served as the user's own address is, and not redirected there.
    void MapSelf(IEndpointRouteBuilder routes, string prefix)
    {
        if (!profile.Has(Features.Me) || profile.SelfType is not { } type)
            return;

        var endpoints = new ResourceEndpoints(surface, request => request.Profile.SelfType!, request => request.OwnId, limits, large);
        MapOffered(routes, prefix + "/Me", type.Name, new Access.Token(), "Me",
            (Verb.Get, endpoints.GetAsync), (Verb.Create, Absent("Registering oneself (POST /Me, RFC 7644 section 3.11)")),
            (Verb.Replace, endpoints.ReplaceAsync), (Verb.Patch, endpoints.PatchAsync), (Verb.Delete, endpoints.DeleteAsync));
    }

    void MapSearch(IEndpointRouteBuilder routes, string pattern, string searched, Features needed, ListEndpoints lists)
    {
        if (profile.Has(needed))
            routes.MapTable(pattern + "/.search", new Access.Token(), (HttpMethods.Post, lists.SearchAsync)).Measured((HttpMethods.Post, $"{searched}.Search"));
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

    const string PatchName = "PATCH (RFC 7644 section 3.5.2)";

    static RequestDelegate Absent(string feature) => _ => throw new ScimError(501, null, $"{feature} is not supported here.").ToException();

    IEndpointConventionBuilder? MapOffered(IEndpointRouteBuilder routes, string pattern, string resource, Access access, params (Verb Verb, RequestDelegate Handler)[] handlers) =>
        MapOffered(routes, pattern, resource, access, resource, handlers);

    IEndpointConventionBuilder? MapOffered(IEndpointRouteBuilder routes, string pattern, string resource, Access access, string measuredAs, params (Verb Verb, RequestDelegate Handler)[] handlers)
    {
        var offered = handlers.Where(h => profile.Operations.Any(o => o.Verb == h.Verb && string.Equals(o.Resource, resource, StringComparison.Ordinal))).ToArray();
        return offered.Length == 0 ? null : routes.MapTable(pattern, access, [.. offered.Select(h => (Method(h.Verb), h.Verb == Verb.Patch && !profile.Has(Features.Patch) ? Absent(PatchName) : h.Handler))]).Measured([.. offered.Select(h => (Method(h.Verb), $"{measuredAs}.{h.Verb}"))]);
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
