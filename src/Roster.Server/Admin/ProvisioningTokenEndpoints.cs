using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>
/// <c>/admin/v1/tokens</c>: long-lived tokens to paste into an identity provider. Each acts as its client, so whoever makes or ends one must be allowed
/// what the client is.
/// </summary>
sealed class ProvisioningTokenEndpoints(RosterStore store, TimeProvider clock)
{
    /// <summary>How long before its end a token is warned about.</summary>
    public static readonly TimeSpan WarnedWithin = TimeSpan.FromDays(14);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/tokens", AdminPermissions.Tokens,
            new(HttpMethods.Get, "Lists the provisioning tokens.", ListAsync) { Answer = "ProvisioningTokenPage", Query = [("client", "Only those of this client."), .. AdminPage.Parameters] },
            new(HttpMethods.Post, "Makes a provisioning token; the answer has it, this once.", AddAsync) { Status = 201, Body = "NewProvisioningToken", Answer = "ProvisioningTokenWithValue" });
        routes.MapAdmin("/tokens/{id}", AdminPermissions.Tokens,
            new AdminOperation(HttpMethods.Delete, "Ends a provisioning token.", RevokeAsync) { Status = 204 });
    }

    async Task ListAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var count = http.Count();
        var page = await store.Tokens.ListAsync(tenant, http.Query("client"), http.Query("after") ?? "", count + 1, http.RequestAborted);

        var now = clock.GetUtcNow();
        await http.AnswerPageAsync(page.Take(count).Select(t => Describe(t, now)), page.Count > count ? page[count - 1].Id : null);
    }

    async Task AddAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var body = await http.BodyAsync("clientId", "name", "userId", "expiresAt");
        var clientId = body.RequiredText("clientId");
        await DemandClientAsync(http, tenant, clientId);
        var token = Credentials.NewProvisioningToken();
        var added = await store.Tokens.AddProvisioningAsync(
            new NewProvisioningToken
            {
                Tenant = tenant,
                ClientId = clientId,
                Name = ClientRules.Name(body.RequiredText("name")),
                Hash = Credentials.Hash(token),
                Prefix = Credentials.Recognisable(token),
                UserId = body.Text("userId"),
                ExpiresAt = AdminRequest.Moment(body.Text("expiresAt"), "expiresAt"),
            },
            http.RequestAborted);

        var json = Describe(added, clock.GetUtcNow());
        json.Insert(1, "token", token);
        await http.AnswerAsync(json, StatusCodes.Status201Created);
    }

    async Task RevokeAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var id = http.Route("id");
        var token = await FindAsync(tenant, id, http.RequestAborted);
        if (token is not null)
            await DemandClientAsync(http, tenant, token.ClientId);

        if (token is null || !await store.Tokens.RevokeByIdAsync(tenant, id, http.RequestAborted))
            throw new ScimError(404, null, $"There is no token '{ScimError.Quote(id)}'.").ToException();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static JsonObject Describe(ProvisioningToken token, DateTimeOffset now) => new()
    {
        ["id"] = token.Id,
        ["clientId"] = token.ClientId,
        ["name"] = token.Name,
        ["prefix"] = token.Prefix,
        ["userId"] = token.UserId,
        ["createdAt"] = AdminRequest.Iso(token.CreatedAt),
        ["expiresAt"] = token.ExpiresAt is { } expires ? AdminRequest.Iso(expires) : null,
        ["lastUsedAt"] = token.LastUsedAt is { } used ? AdminRequest.Iso(used) : null,
        ["expired"] = token.ExpiresAt <= now,
        ["expiresSoon"] = token.ExpiresAt > now && token.ExpiresAt - now <= WarnedWithin,
    };

    async Task<ProvisioningToken?> FindAsync(TenantId tenant, string id, CancellationToken cancel)
    {
        for (var after = ""; ;)
        {
            var page = await store.Tokens.ListAsync(tenant, clientId: null, after, take: 500, cancel);
            if (page.FirstOrDefault(t => string.Equals(t.Id, id, StringComparison.Ordinal)) is { } found)
                return found;
            if (page.Count < 500)
                return null;
            after = page[^1].Id;
        }
    }

    async Task DemandClientAsync(HttpContext http, TenantId tenant, string clientId)
    {
        var client = await store.Clients.FindAsync(tenant, clientId, http.RequestAborted)
            ?? throw new ScimError(404, null, $"There is no client '{ScimError.Quote(clientId)}'.").ToException();
        http.Caller().DemandAll(client.Permissions);
    }
}
