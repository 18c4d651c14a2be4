using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary><c>/admin/v1/tenants</c>: the organizations, for operators.</summary>
sealed class TenantEndpoints(RosterStore store)
{
    public const string NameRule = "An organization's name has 1 to 128 characters, no control characters, and no blanks at its ends.";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && !name.Any(char.IsControl) && string.Equals(name, name.Trim(), StringComparison.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/tenants", AdminPermissions.Tenants,
            new(HttpMethods.Get, "Lists the organizations.", ListAsync) { InTenant = false, Answer = "TenantPage", Query = AdminPage.Parameters },
            new(HttpMethods.Post, "Makes an organization.", AddAsync) { InTenant = false, Status = 201, Body = "NewTenant", Answer = "Tenant" });
        routes.MapAdmin("/tenants/{name}", AdminPermissions.Tenants,
            new(HttpMethods.Get, "Reads an organization.", GetAsync) { InTenant = false, Answer = "Tenant" },
            new(HttpMethods.Patch, "Renames an organization.", RenameAsync) { InTenant = false, Body = "NewTenant", Answer = "Tenant" },
            new(HttpMethods.Delete, "Removes a suspended organization and everything of it, for good.", PurgeAsync) { InTenant = false, Status = 204 });
        routes.MapAdmin("/tenants/{name}/settings", AdminPermissions.Tenants,
            new(HttpMethods.Get, "Reads an organization's settings.", GetSettingsAsync) { InTenant = false, Answer = "TenantSettings" },
            new(HttpMethods.Put, "Replaces an organization's settings; what is left out goes back to its default.", PutSettingsAsync) { InTenant = false, Body = "TenantSettings", Answer = "TenantSettings" });
        routes.MapAdmin("/tenants/{name}/suspend", AdminPermissions.Tenants,
            new AdminOperation(HttpMethods.Post, "Suspends an organization: its tokens are refused and it gets no new ones.", SuspendAsync) { InTenant = false, Answer = "Tenant" });
        routes.MapAdmin("/tenants/{name}/resume", AdminPermissions.Tenants,
            new AdminOperation(HttpMethods.Post, "Ends a suspension; the tokens from before it work again.", ResumeAsync) { InTenant = false, Answer = "Tenant" });
    }

    async Task ListAsync(HttpContext http)
    {
        var count = http.Count();
        var page = await store.Tenants.ListAsync(await AfterAsync(http), count + 1, http.RequestAborted);

        await http.AnswerPageAsync(page.Take(count).Select(Describe), page.Count > count ? page[count - 1].Name : null);
    }

    async Task AddAsync(HttpContext http)
    {
        var name = Name(await http.BodyAsync("name"));

        var tenant = await store.Tenants.AddAsync(name, http.RequestAborted);

        http.Response.Headers.Location = $"{AdminRouting.Prefix}/tenants/{Uri.EscapeDataString(name)}";
        await http.AnswerAsync(Describe(tenant), StatusCodes.Status201Created);
    }

    async Task GetAsync(HttpContext http) => await http.AnswerAsync(Describe(await NamedAsync(http)));

    async Task RenameAsync(HttpContext http)
    {
        var name = Name(await http.BodyAsync("name"));
        var tenant = await NamedAsync(http);

        await http.AnswerAsync(Describe(await store.Tenants.RenameAsync(tenant.Id, name, http.RequestAborted)));
    }

    async Task SuspendAsync(HttpContext http)
    {
        var tenant = await NamedAsync(http);
        RefuseOwn(http, tenant);

        await store.Tenants.SuspendAsync(tenant.Id, http.RequestAborted);

        await http.AnswerAsync(Describe(await NamedAsync(http)));
    }

    async Task ResumeAsync(HttpContext http)
    {
        var tenant = await NamedAsync(http);

        if (!await store.Tenants.ResumeAsync(tenant.Id, http.RequestAborted) && tenant.PurgeBegunAt is not null)
            throw new ScimError(409, null, "The organization is being removed.").ToException();

        await http.AnswerAsync(Describe(await NamedAsync(http)));
    }

    // In two steps, since it cannot be taken back: first nobody can use it, then it is gone.
    async Task PurgeAsync(HttpContext http)
    {
        var tenant = await NamedAsync(http);
        RefuseOwn(http, tenant);
        if (tenant.SuspendedAt is null)
            throw new ScimError(409, null, "Only a suspended organization can be removed; suspend it first.").ToException();

        // A client that goes away does not leave it half done.
        await store.Tenants.PurgeAsync(tenant.Id, CancellationToken.None);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task GetSettingsAsync(HttpContext http)
    {
        var tenant = await NamedAsync(http);
        await http.AnswerAsync(Describe(await store.Tenants.FindSettingsAsync(tenant.Id, http.RequestAborted)));
    }

    async Task PutSettingsAsync(HttpContext http)
    {
        var tenant = await NamedAsync(http);
        var settings = Settings(await http.BodyAsync(SettingNames));

        await store.Tenants.SaveSettingsAsync(tenant.Id, settings, http.RequestAborted);

        await http.AnswerAsync(Describe(settings));
    }

    public static JsonObject Describe(Tenant tenant)
    {
        var json = new JsonObject { ["name"] = tenant.Name, ["createdAt"] = AdminRequest.Iso(tenant.CreatedAt), ["suspended"] = tenant.SuspendedAt is not null };
        if (tenant.SuspendedAt is { } at)
            json["suspendedAt"] = AdminRequest.Iso(at);
        if (tenant.PurgeBegunAt is { } begun)
            json["removalBegunAt"] = AdminRequest.Iso(begun);
        return json;
    }

    /// <summary>All settings with their values, also those that are at their default.</summary>
    public static JsonObject Describe(TenantSettings settings) => JsonSerializer.SerializeToNode(settings, JsonSerializerOptions.Web)!.AsObject();

    /// <exception cref="ScimException">400 <c>invalidValue</c>.</exception>
    public static TenantSettings Settings(JsonObject json)
    {
        try
        {
            return TenantSettings.FromJson(json.ToJsonString());
        }
        catch (JsonException bad)
        {
            throw ScimError.InvalidValue($"The settings cannot be read: '{ScimError.Quote(bad.Path ?? "$")}' has a value of the wrong type.").ToException();
        }
    }

    static readonly System.Collections.Immutable.ImmutableArray<string> SettingNames = [.. Describe(TenantSettings.Default).Select(s => s.Key)];

    static string Name(JsonObject body) => body.RequiredText("name") is var name && IsName(name) ? name : throw ScimError.InvalidValue(NameRule).ToException();

    // An operator's client would end itself, and with it the way back.
    static void RefuseOwn(HttpContext http, Tenant tenant)
    {
        if (tenant.Id == http.Caller().Tenant)
            throw new ScimError(409, null, "This is the organization that the request's own client belongs to; use the command line for it.").ToException();
    }

    // By name, since the store's number never leaves the server.
    async Task<TenantId> AfterAsync(HttpContext http) =>
        http.Query("after") is not { } name ? new TenantId(0)
        : (await store.Tenants.FindAsync(name, http.RequestAborted))?.Id ?? throw ScimError.InvalidValue("The organization that 'after' names is there no more; begin again.").ToException();

    async Task<Tenant> NamedAsync(HttpContext http) =>
        await store.Tenants.FindAsync(http.Route("name"), http.RequestAborted)
        ?? throw new ScimError(404, null, $"There is no organization '{ScimError.Quote(http.Route("name"))}'.").ToException();
}
