using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Xunit;

namespace Roster.Genesys.Tests;

public sealed class GenesysErrorBodyTests
{
    static JsonObject Render(ScimError error) => GenesysErrorBody.Render(error, "c-1");

    [Fact]
    public void What_the_service_refuses_has_the_standards_body()
    {
        var expected = JsonNode.Parse("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"userName in use"}""");

        Assert.True(JsonNode.DeepEquals(expected, Render(ScimError.Unique("userName in use"))));
        Assert.False(Render(new ScimError(404, null, "gone")).ContainsKey("scimType"));
    }

    [Theory]
    [InlineData(GatewayFault.NoToken, 401, "authentication.required")]
    [InlineData(GatewayFault.BadToken, 401, "bad.credentials")]
    [InlineData(GatewayFault.ExpiredToken, 401, "credentials.expired")]
    [InlineData(GatewayFault.NotPermitted, 403, "not.authorized")]
    [InlineData(GatewayFault.UnknownRoute, 404, "not.found")]
    [InlineData(GatewayFault.MethodNotAllowed, 405, "method.not.allowed")]
    [InlineData(GatewayFault.MalformedRequest, 400, "bad.request")]
    [InlineData(GatewayFault.UnsupportedMediaType, 415, "unsupported.media.type")]
    [InlineData(GatewayFault.TooLarge, 413, "request.entity.too.large")]
    [InlineData(GatewayFault.TooManyRequests, 429, "too.many.requests")]
    [InlineData(GatewayFault.Internal, 500, "internal.server.error")]
    [InlineData(GatewayFault.Unavailable, 503, "service.unavailable")]
    [InlineData(GatewayFault.Timeout, 504, "request.timeout")]
    public void What_the_gateway_refuses_has_the_platforms_body(GatewayFault fault, int status, string code)
    {
        var body = Render(new ScimError(status, null, "why") { Fault = fault });

        Assert.Equal((status, code, "c-1"), (body["status"]!.GetValue<int>(), body["code"]!.GetValue<string>(), body["contextId"]!.GetValue<string>()));
        Assert.Equal(["message", "code", "status", "contextId", "details", "errors"], body.Select(m => m.Key));
        Assert.NotEmpty(body["message"]!.GetValue<string>());
    }

    [Fact]
    public void Missing_permissions_are_listed()
    {
        var body = Render(ScimError.Forbidden("no", "directory:user:view", "directory:user:edit"));

        Assert.Equal("missing.any.permissions", body["code"]!.GetValue<string>());
        Assert.EndsWith("must have at least one of the following permissions assigned: directory:user:view, directory:user:edit", body["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(body["message"]!.GetValue<string>(), body["messageWithParams"]!.GetValue<string>().Replace("{permissions}", body["messageParams"]!["permissions"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_requests_says_when_to_come_back() =>
        Assert.Equal("Rate limit exceeded the maximum. Retry the request in [7] seconds",
            Render(new ScimError(429, null, "x") { Fault = GatewayFault.TooManyRequests, RetryAfter = 7 })["message"]!.GetValue<string>());
}
