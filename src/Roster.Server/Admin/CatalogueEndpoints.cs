using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>
/// The names that users' attributes may use, per organization: <c>GET /admin/v1/catalogues/{catalogue}</c> lists them;
/// GET, PUT and DELETE of <c>/{name}</c> look one up, add it and take it out.
/// </summary>
public sealed class CatalogueEndpoints(CatalogueStore catalogues)
{
    /// <summary>The catalogues there are.</summary>
    public static ImmutableArray<string> Names { get; } = ["roles", "divisions", "skills", "languages"];

    public const string NameRule = "A name has 1 to 256 characters, no control characters, and no blanks at its ends.";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 256 && !name.Any(char.IsControl) && string.Equals(name, name.Trim(), StringComparison.Ordinal);

    internal void Map(IEndpointRouteBuilder routes)
    {
        var access = new Access.Permission(AdminPermissions.EditCatalogue);
        routes.MapTable("/admin/v1/catalogues/{catalogue}", access, (HttpMethods.Get, ListAsync));
        routes.MapTable("/admin/v1/catalogues/{catalogue}/{name}", access,
            (HttpMethods.Get, FindAsync), (HttpMethods.Put, AddAsync), (HttpMethods.Delete, RemoveAsync));
    }

    async Task ListAsync(HttpContext http)
    {
        var names = await catalogues.ListAsync(http.Caller().Tenant, Catalogue(http), http.RequestAborted);

        await JsonAnswer.WriteAsync(http, 200, new JsonObject { ["names"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) }, MediaTypes.Json);
    }

    async Task FindAsync(HttpContext http)
    {
        var names = await catalogues.ListAsync(http.Caller().Tenant, Catalogue(http), http.RequestAborted);
        if (!names.Contains(Name(http), StringComparer.Ordinal))
            throw NotThere();

        await JsonAnswer.WriteAsync(http, 200, new JsonObject { ["name"] = Name(http) }, MediaTypes.Json);
    }

    async Task AddAsync(HttpContext http)
    {
        var name = Name(http);
        if (!IsName(name))
            throw ScimError.InvalidValue(NameRule).ToException();

        var added = await catalogues.AddAsync(http.Caller().Tenant, Catalogue(http), name, http.RequestAborted);

        await JsonAnswer.WriteAsync(http, added ? 201 : 200, new JsonObject { ["name"] = name }, MediaTypes.Json);
    }

    async Task RemoveAsync(HttpContext http)
    {
        if (!await catalogues.RemoveAsync(http.Caller().Tenant, Catalogue(http), Name(http), http.RequestAborted))
            throw NotThere();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static string Catalogue(HttpContext http)
    {
        var given = (string)http.GetRouteValue("catalogue")!;
        return Names.FirstOrDefault(n => n.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? throw MethodTableRouting.NothingThere();
    }

    static string Name(HttpContext http) => Uri.UnescapeDataString((string)http.GetRouteValue("name")!);

    static ScimException NotThere() => new ScimError(404, null, "The catalogue does not have this name.").ToException();
}
