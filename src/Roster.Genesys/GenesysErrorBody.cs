using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;

namespace Roster.Genesys;

/// <summary>
/// The vendor words failures in two ways: what its gateway refuses has the platform's error body, where <c>status</c> is a number;
/// what the SCIM service refuses has the standard's, where it is a string.
/// </summary>
public static class GenesysErrorBody
{
    public static JsonObject Render(ScimError error, string correlationId) =>
        error.Fault == GatewayFault.None ? error.ToJson() : Platform(error, correlationId);

    static JsonObject Platform(ScimError error, string correlationId)
    {
        var (code, message) = Wording(error);
        var body = new JsonObject { ["message"] = message, ["code"] = code, ["status"] = error.Status };
        if (error.Fault == GatewayFault.NotPermitted && !error.Arguments.IsEmpty)
        {
            body["messageWithParams"] = MissingPermissions + "{permissions}";
            body["messageParams"] = new JsonObject { ["permissions"] = Listed(error.Arguments) };
        }

        body["contextId"] = correlationId;
        body["details"] = new JsonArray();
        body["errors"] = new JsonArray();
        return body;
    }

    // Clients match these codes and sentences, so they are the vendor's; where it has no sentence of its own our detail says more.
    static (string Code, string Message) Wording(ScimError error) => error.Fault switch
    {
        GatewayFault.NoToken => ("authentication.required", "No authentication bearer token specified in authorization header."),
        GatewayFault.BadToken => ("bad.credentials", "Invalid login credentials."),
        GatewayFault.ExpiredToken => ("credentials.expired", error.Detail),
        GatewayFault.NotPermitted when error.Arguments.IsEmpty => ("not.authorized", error.Detail),
        GatewayFault.NotPermitted => ("missing.any.permissions", MissingPermissions + Listed(error.Arguments)),
        GatewayFault.UnknownRoute => ("not.found", error.Detail),
        GatewayFault.MethodNotAllowed => ("method.not.allowed", error.Detail),
        GatewayFault.UnsupportedMediaType or GatewayFault.UnsupportedCoding => ("unsupported.media.type", error.Detail),
        GatewayFault.NotAcceptable => ("not.acceptable", error.Detail),
        GatewayFault.TooLarge => ("request.entity.too.large", error.Detail),
        GatewayFault.TooManyRequests => ("too.many.requests", $"Rate limit exceeded the maximum. Retry the request in [{error.RetryAfter ?? 1}] seconds"),
        GatewayFault.Unavailable => ("service.unavailable", error.Detail),
        GatewayFault.Timeout => ("request.timeout", error.Detail),
        GatewayFault.Internal => ("internal.server.error", error.Detail),
        _ => ("bad.request", error.Detail),
    };

    const string MissingPermissions = "Unable to perform the requested action. You must have at least one of the following permissions assigned: ";

    static string Listed(ImmutableArray<string> permissions) => string.Join(", ", permissions);
}
