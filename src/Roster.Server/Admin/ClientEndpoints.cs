using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Server.OAuth;
using Roster.Storage;

namespace Roster.Server.Admin;

/// <summary>
/// <c>/admin/v1/clients</c>: an organization's OAuth clients and their secrets. A caller manages only clients that may do no more than itself, so the
/// permission to manage clients is not the permission to everything.
/// </summary>
sealed class ClientEndpoints(RosterStore store, ImmutableSortedSet<string> permissions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAdmin("/clients", AdminPermissions.Clients,
            new(HttpMethods.Get, "Lists the clients.", ListAsync) { Answer = "ClientPage", Query = AdminPage.Parameters },
            new(HttpMethods.Post, "Makes a client; the answer has its secret, this once.", AddAsync) { Status = 201, Body = "NewClient", Answer = "ClientWithSecret" });
        routes.MapAdmin("/clients/{id}", AdminPermissions.Clients,
            new(HttpMethods.Get, "Reads a client.", GetAsync) { Answer = "Client" },
            new(HttpMethods.Patch, "Changes a client; permissions hold for its tokens at once.", UpdateAsync) { Body = "ClientUpdate", Answer = "Client" },
            new(HttpMethods.Delete, "Revokes a client and ends all its tokens.", RevokeAsync) { Status = 204 });
        routes.MapAdmin("/clients/{id}/secrets", AdminPermissions.Clients,
            new AdminOperation(HttpMethods.Post, "Gives a client a second secret, shown this once; both are good until one is ended.", AddSecretAsync) { Status = 201, Answer = "NewSecret" });
        routes.MapAdmin("/clients/{id}/secrets/{secret}", AdminPermissions.Clients,
            new AdminOperation(HttpMethods.Delete, "Ends one of two secrets.", EndSecretAsync) { Status = 204 });
    }

    async Task ListAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var count = http.Count();
        var page = await store.Clients.ListAsync(tenant, http.Query("after") ?? "", count + 1, http.RequestAborted);

        await http.AnswerPageAsync(page.Take(count).Select(Describe), page.Count > count ? page[count - 1].Id : null);
    }

    async Task AddAsync(HttpContext http)
    {
        var tenant = await http.TenantAsync(store);
        var body = await http.BodyAsync("name", "permissions", "tokenLifetime");
        var granted = body.Texts("permissions") ?? throw ScimError.InvalidValue("'permissions' is missing.").ToException();
        http.Caller().DemandAll(granted);
        var secret = Credentials.NewSecret();
        var client = await store.Clients.AddAsync(
            new NewClient
            {
                Id = Credentials.NewClientId(),
                Tenant = tenant,
                Name = ClientRules.Name(body.RequiredText("name")),
                Permissions = ClientRules.Permissions(granted, permissions),
                SecretHash = Credentials.Hash(secret),
                TokenLifetime = ClientRules.Lifetime(body.Number("tokenLifetime") ?? ClientRules.DefaultLifetime),
            },
            http.RequestAborted);

        http.Response.Headers.Location = $"{AdminRouting.Prefix}/clients/{client.Id}";
        var json = Describe(client);
        json.Insert(1, "clientSecret", secret);
        await http.AnswerAsync(json, StatusCodes.Status201Created);
    }

    async Task GetAsync(HttpContext http) => await http.AnswerAsync(Describe(await ClientAsync(http)));

    async Task UpdateAsync(HttpContext http)
    {
        var client = await ManagedAsync(http);
        var body = await http.BodyAsync("name", "permissions", "tokenLifetime");
        var granted = body.Texts("permissions");
        http.Caller().DemandAll(granted ?? []);
        var update = new ClientUpdate
        {
            Name = body.Text("name") is { } name ? ClientRules.Name(name) : null,
            Permissions = granted is { } given ? ClientRules.Permissions(given, permissions) : null,
            TokenLifetime = body.Number("tokenLifetime") is { } seconds ? ClientRules.Lifetime(seconds) : null,
        };

        await http.AnswerAsync(Describe(await store.Clients.UpdateAsync(client.Tenant, client.Id, update, http.RequestAborted)));
    }

    async Task RevokeAsync(HttpContext http)
    {
        var client = await ManagedAsync(http);

        await store.Clients.RevokeAsync(client.Tenant, client.Id, http.RequestAborted);

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task AddSecretAsync(HttpContext http)
    {
        var client = await ManagedAsync(http);
        var secret = Credentials.NewSecret();

        var added = await store.Clients.AddSecretAsync(client.Tenant, client.Id, Credentials.Hash(secret), http.RequestAborted);

        var json = Describe(added);
        json.Insert(1, "clientSecret", secret);
        await http.AnswerAsync(json, StatusCodes.Status201Created);
    }

    async Task EndSecretAsync(HttpContext http)
    {
        var client = await ManagedAsync(http);

        if (!await store.Clients.EndSecretAsync(client.Tenant, client.Id, http.Route("secret"), http.RequestAborted))
            throw new ScimError(404, null, "The client has no such secret.").ToException();

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static JsonObject Describe(Client client) => new()
    {
        ["clientId"] = client.Id,
        ["name"] = client.Name,
        ["permissions"] = new JsonArray([.. client.Permissions.Order(StringComparer.Ordinal).Select(p => (JsonNode)p)]),
        ["tokenLifetime"] = (long)client.TokenLifetime.TotalSeconds,
        ["secrets"] = new JsonArray([.. client.Secrets.Select(Describe)]),
        ["createdAt"] = AdminRequest.Iso(client.CreatedAt),
        ["revoked"] = client.RevokedAt is not null,
    };

    public static JsonObject Describe(ClientSecret secret) => new() { ["id"] = secret.Id, ["createdAt"] = AdminRequest.Iso(secret.CreatedAt) };

    async Task<Client> ClientAsync(HttpContext http) =>
        await store.Clients.FindAsync(await http.TenantAsync(store), http.Route("id"), http.RequestAborted)
        ?? throw new ScimError(404, null, $"There is no client '{ScimError.Quote(http.Route("id"))}'.").ToException();

    async Task<Client> ManagedAsync(HttpContext http)
    {
        var client = await ClientAsync(http);
        http.Caller().DemandAll(client.Permissions);
        return client;
    }
}
