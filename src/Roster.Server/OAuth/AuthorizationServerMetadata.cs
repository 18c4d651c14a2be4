using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Server.Http;

namespace Roster.Server.OAuth;

/// <summary><c>/.well-known/oauth-authorization-server</c> (RFC 8414): where a client finds the endpoints, and how it signs in there.</summary>
sealed class AuthorizationServerMetadata(PublicAddress address)
{
    public const string Path = "/.well-known/oauth-authorization-server";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapTable(Path, new Access.Open(), (HttpMethods.Get, http => JsonAnswer.WriteAsync(http, 200, Describe(address.Of(http)), MediaTypes.Json)));

    static JsonObject Describe(string issuer) => new()
    {
        ["issuer"] = issuer,
        ["token_endpoint"] = issuer + TokenEndpoint.Path,
        ["token_endpoint_auth_methods_supported"] = Methods(),
        ["revocation_endpoint"] = issuer + TokenInspectionEndpoints.RevokePath,
        ["revocation_endpoint_auth_methods_supported"] = Methods(),
        ["introspection_endpoint"] = issuer + TokenInspectionEndpoints.IntrospectPath,
        ["introspection_endpoint_auth_methods_supported"] = Methods(),
        ["grant_types_supported"] = new JsonArray("client_credentials"),
        // Required by the RFC; there is no authorization endpoint that could answer one.
        ["response_types_supported"] = new JsonArray(),
    };

    static JsonArray Methods() => new("client_secret_basic", "client_secret_post");
}
