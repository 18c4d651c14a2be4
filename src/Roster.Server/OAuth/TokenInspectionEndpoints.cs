using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim.Messages;
using Roster.Server.Admin;
using Roster.Server.Http;
using Roster.Storage;

namespace Roster.Server.OAuth;

/// <summary>
/// What a client can do with a token that it has: end it (<c>/oauth/revoke</c>, RFC 7009) or ask what it is good for (<c>/oauth/introspect</c>, RFC 7662).
/// Each is one parameter and a look-up by hash, so they are read here and not by OpenIddict, which would want a principal made for each token.
/// </summary>
sealed class TokenInspectionEndpoints(RosterStore store, ClientAuthentication clients, TokenRates rates, TimeProvider clock)
{
    public const string RevokePath = "/oauth/revoke";
    public const string IntrospectPath = "/oauth/introspect";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTable(RevokePath, new Access.Open(), (HttpMethods.Post, http => AnswerAsync(http, RevokeAsync)));
        routes.MapTable(IntrospectPath, new Access.Open(), (HttpMethods.Post, http => AnswerAsync(http, IntrospectAsync)));
    }

    /// <summary>An unknown token is revoked already (RFC 7009 section 2.2); another client's is not this one's to end (section 2.1).</summary>
    async Task RevokeAsync(HttpContext http, Client client, string token)
    {
        var hash = Credentials.Hash(token);
        if (await store.Tokens.FindAsync(hash, http.RequestAborted) is { } grant)
        {
            if (!string.Equals(grant.ClientId, client.Id, StringComparison.Ordinal))
                throw OAuthException.UnauthorizedClient("The token is another client's.");
            await store.Tokens.RevokeAsync(hash, client.Id, http.RequestAborted);
        }

        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentLength = 0;
    }

    /// <summary>
    /// A client is told about its own tokens; with the permission to see its organization's tokens, about all of them. Of any other it learns no more than
    /// of one that does not exist (RFC 7662 section 2.2).
    /// </summary>
    async Task IntrospectAsync(HttpContext http, Client client, string token)
    {
        var grant = await store.Tokens.FindAsync(Credentials.Hash(token), http.RequestAborted);
        var visible = grant is not null && grant.Tenant == client.Tenant
            && (string.Equals(grant.ClientId, client.Id, StringComparison.Ordinal) || client.Permissions.Contains(AdminPermissions.Tokens));

        await JsonAnswer.WriteAsync(http, 200, visible && IsGood(grant!) ? Describe(grant!) : new JsonObject { ["active"] = false }, MediaTypes.Json);
    }

    bool IsGood(TokenGrant grant) => !grant.Revoked && !grant.Suspended && !(grant.ExpiresAt <= clock.GetUtcNow());

    static JsonObject Describe(TokenGrant grant)
    {
        var json = new JsonObject
        {
            ["active"] = true,
            ["client_id"] = grant.ClientId,
            ["sub"] = grant.UserId ?? grant.ClientId,
            ["scope"] = string.Join(' ', grant.Permissions.Order(StringComparer.Ordinal)),
            ["token_type"] = "bearer",
            ["iat"] = grant.IssuedAt.ToUnixTimeSeconds(),
        };
        if (grant.ExpiresAt != DateTimeOffset.MaxValue)
            json["exp"] = grant.ExpiresAt.ToUnixTimeSeconds();
        return json;
    }

    async Task AnswerAsync(HttpContext http, Func<HttpContext, Client, string, Task> answer)
    {
        try
        {
            var form = await ClientCredentialsForm.ReadAsync(http);
            var client = await clients.AuthenticateAsync(form.ClientId, form.Secret, http.Connection.RemoteIpAddress, http.RequestAborted) ?? throw OAuthException.InvalidClient();
            if (rates.Take(client.Id) is { Exceeded: true } use)
                throw new ScimError(429, null, "The client asks too often.") { Fault = GatewayFault.TooManyRequests, RetryAfter = use.ResetSeconds }.ToException();

            // token_type_hint is only a hint, and there is one kind of token.
            await answer(http, client, (string?)form.Form["token"] is { Length: > 0 } token ? token : throw OAuthException.InvalidRequest("'token' is missing."));
        }
        catch (OAuthException failure)
        {
            if (failure.Status == StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"roster\"";
            var body = new JsonObject { ["error"] = failure.Error, ["error_description"] = failure.Message, ["description"] = failure.Message };
            await JsonAnswer.WriteAsync(http, failure.Status, body, MediaTypes.Json);
        }
    }
}
