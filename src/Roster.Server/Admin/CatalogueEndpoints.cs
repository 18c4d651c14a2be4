using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Server.Http;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>
/// The names that users' attributes may use, per organization: <c>GET /admin/v1/catalogues/{catalogue}</c> lists them;
/// GET, PUT and DELETE of <c>/{name}</c> look one up, add it and take it out.
/// </summary>
public sealed class CatalogueEndpoints(RosterStore store)
{
    readonly CatalogueStore catalogues = store.Catalogues;

    /// <summary>The catalogues there are.</summary>
    public static ImmutableArray<string> Names { get; } = ["roles", "divisions", "skills", "languages"];

    public const string NameRule = "A name has 1 to 256 characters, no control characters, and no blanks at its ends.";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 256 && !name.Any(char.IsControl) && string.Equals(name, name.Trim(), StringComparison.Ordinal);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/catalogues", AdminPermissions.EditCatalogue,
            new AdminOperation(HttpMethods.Get, "Lists the catalogues.", http => http.AnswerAsync(Listed(Names))) { InTenant = false, Answer = "CatalogueNames" });
        routes.MapAdmin("/catalogues/{catalogue}", AdminPermissions.EditCatalogue,
            new AdminOperation(HttpMethods.Get, "Lists a catalogue's names.", ListAsync) { Answer = "CatalogueNames", Query = AdminPage.Parameters });
        routes.MapAdmin("/catalogues/{catalogue}/{name}", AdminPermissions.EditCatalogue,
            new(HttpMethods.Get, "Looks a name up.", FindAsync) { Answer = "CatalogueName" },
            new(HttpMethods.Put, "Adds a name: 201 when it is new, 200 when it was there.", AddAsync) { Status = 201, Answer = "CatalogueName" },
            new(HttpMethods.Delete, "Takes a name out; users that have it keep it.", RemoveAsync) { Status = 204 });
    }

    async Task ListAsync(HttpContext http)
    {
        var names = await catalogues.ListAsync(await http.TenantAsync(store), Catalogue(http), http.RequestAborted);

        var (after, count) = (http.Query("after"), http.Count());
        var page = names.Where(n => after is null || Folding.CompareCodePoints(n, after) > 0).Take(count + 1).ToList();
        var json = Listed(page.Take(count));
        if (page.Count > count)
            json["next"] = page[count - 1];
        await http.AnswerAsync(json);
    }

    async Task FindAsync(HttpContext http)
    {
        var names = await catalogues.ListAsync(await http.TenantAsync(store), Catalogue(http), http.RequestAborted);
        if (!names.Contains(Name(http), StringComparer.Ordinal))
            throw NotThere();

        await http.AnswerAsync(new JsonObject { ["name"] = Name(http) });
    }

    async Task AddAsync(HttpContext http)
    {
        var name = Name(http);
        if (!IsName(name))
            throw ScimError.InvalidValue(NameRule).ToException();

        var added = await catalogues.AddAsync(await http.TenantAsync(store), Catalogue(http), name, http.RequestAborted);

        await http.AnswerAsync(new JsonObject { ["name"] = name }, added ? 201 : 200);
    }

    async Task RemoveAsync(HttpContext http)
    {
        if (!await catalogues.RemoveAsync(await http.TenantAsync(store), Catalogue(http), Name(http), http.RequestAborted))
            throw NotThere();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static JsonObject Listed(IEnumerable<string> names) => new() { ["names"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) };

    static string Catalogue(HttpContext http)
    {
        var given = (string)http.GetRouteValue("catalogue")!;
        return Names.FirstOrDefault(n => n.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? throw MethodTableRouting.NothingThere();
    }

    static string Name(HttpContext http) => Uri.UnescapeDataString((string)http.GetRouteValue("name")!);

    static ScimException NotThere() => new ScimError(404, null, "The catalogue does not have this name.").ToException();
}
