using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Admin;
using Roster.Server.Http;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Passwords;

/// <summary>
/// <c>POST /admin/v1/passwords/verify</c> lets an application sign its users in: <c>{"userName" or "userId", "password"}</c> is answered by
/// <c>{"valid": true|false}</c>. It takes the same time whether the user is unknown, inactive, without a password, or the password is wrong.
/// </summary>
sealed class PasswordEndpoints(ScimServiceProvider provider, RosterStore store, PasswordHashing hashing)
{
    const int LongestBody = 16 * 1024;

    readonly ResourceType user = provider.Profile.ResourceTypes.First(t => t.PasswordAttribute is not null);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapAdmin("/passwords/verify", AdminPermissions.VerifyPassword,
            new AdminOperation(HttpMethods.Post, "Tells whether a password is a user's.", VerifyAsync) { Body = "PasswordQuestion", Answer = "PasswordAnswer" });

    async Task VerifyAsync(HttpContext http)
    {
        var caller = http.Caller() with { Tenant = await http.TenantAsync(store) };
        var body = await RequestBody.ReadJsonAsync(http.Request, LongestBody, http.RequestAborted);
        var (userName, userId, password) = (Text(body, "userName"), Text(body, "userId"), Text(body, "password"));
        if (password is null || userName is null == userId is null)
            throw ScimError.InvalidValue("The body needs 'password' and one of 'userName' and 'userId', all of them strings.").ToException();

        var found = await FindAsync(userName, userId, caller, http.RequestAborted);
        var stored = found is null ? null : await store.FindPasswordHashAsync(caller.Tenant, found.Key, http.RequestAborted);
        // What cannot be set is nobody's password; it takes the same time to say so.
        var prepared = OpaqueString.Prepare(password);
        var valid = await hashing.VerifyAsync(prepared ?? password, prepared is null ? null : stored, http.RequestAborted);

        await JsonAnswer.WriteAsync(http, 200, new JsonObject { ["valid"] = valid }, MediaTypes.Json);
    }

    /// <summary>The user, unless inactive: who may not sign in has no valid password.</summary>
    async Task<Resource?> FindAsync(string? userName, string? userId, Caller caller, CancellationToken cancel)
    {
        var found = userId is not null
            ? await store.For(caller.Tenant).FindAsync(new ResourceKey(user.Name, userId), Load.Document, cancel)
            : await FindByNameAsync(userName!, caller, cancel);

        return found?.Document.ToJson()["active"] is JsonValue active && active.TryGetValue(out bool value) && !value ? null : found;
    }

    async Task<Resource?> FindByNameAsync(string userName, Caller caller, CancellationToken cancel)
    {
        var filter = $"{user.UniqueAttribute} eq {JsonSerializer.Serialize(userName)}";
        var page = await provider.ListAsync(user, new ListRequest(filter, StartIndex: null, Count: 1), Load.Document, caller, cancel);
        return page.Resources.Count == 1 ? page.Resources[0] : null;
    }

    static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
