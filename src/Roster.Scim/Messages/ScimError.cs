using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;

namespace Roster.Scim.Messages;

/// <summary>
/// What went wrong before a SCIM operation began. A profile may word these differently from protocol errors
/// (where a gateway stands before the service, it has an error body of its own).
/// </summary>
public enum GatewayFault
{
    None, NoToken, BadToken, ExpiredToken, NotPermitted, UnknownRoute, MethodNotAllowed, MalformedRequest,
    UnsupportedMediaType, UnsupportedCoding, NotAcceptable, TooLarge, TooManyRequests, Internal, Unavailable, Timeout,
}

/// <summary>
/// A protocol failure, in the terms of RFC 7644 section 3.12. <paramref name="Detail"/> is what an administrator reads in
/// a provisioning log: it names the attribute, the place and the remedy, and never repeats a secret.
/// </summary>
public sealed record ScimError(int Status, string? ScimType, string Detail)
{
    /// <summary>Set when the failure lies before the SCIM operation: no token, no permission, too many requests.</summary>
    public GatewayFault Fault { get; init; }

    /// <summary>What a gateway message names, for example the permissions any one of which would do.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The stored resources that stand against a change of their schema.</summary>
    public ImmutableArray<Offender> Offenders { get; init; } = [];

    /// <summary>Whole seconds after which the client may try again; null when trying again does not help.</summary>
    public int? RetryAfter { get; init; }

    public static ScimError InvalidFilter(string detail) => new(400, "invalidFilter", detail);
    public static ScimError InvalidPath(string detail) => new(400, "invalidPath", detail);
    public static ScimError InvalidSyntax(string detail) => new(400, "invalidSyntax", detail);
    public static ScimError InvalidValue(string detail) => new(400, "invalidValue", detail);
    public static ScimError NoTarget(string detail) => new(400, "noTarget", detail);
    public static ScimError Mutability(string detail) => new(400, "mutability", detail);
    public static ScimError InvalidCursor(string detail) => new(400, "invalidCursor", detail);
    public static ScimError ExpiredCursor(string detail) => new(400, "expiredCursor", detail);
    public static ScimError InvalidCount(string detail) => new(400, "invalidCount", detail);
    public static ScimError Sensitive(string detail) => new(403, "sensitive", detail);
    public static ScimError TooMany(string detail) => new(400, "tooMany", detail);
    public static ScimError Unique(string detail) => new(409, "uniqueness", detail);
    public static ScimError TooLarge(string detail) => new(413, null, detail) { Fault = GatewayFault.TooLarge };
    public static ScimError PreconditionRequired() => new(428, null, "The organization asks that writes say which version they change: read the resource and send its entity tag as 'If-Match'.");
    public static ScimError InvalidVersion(string detail) => new(400, "invalidVers", detail);
    public static ScimError NotFound(ResourceKey key) => new(404, null, $"{key.Type} '{Quote(key.Id)}' does not exist.");
    public static ScimError NoSelf() => new(404, null, "The token acts for no user, so there is nothing at /Me. Use a token that was made for a user, or the user's own address.");
    public static ScimError Forbidden(string detail, params ImmutableArray<string> anyOf) => new(403, null, detail) { Arguments = anyOf, Fault = GatewayFault.NotPermitted };

    /// <summary>Other writers kept changing the resource while this request tried to.</summary>
    public static ScimError Busy(ResourceKey key) =>
        new(503, null, $"{key.Type} '{Quote(key.Id)}' is being changed by many requests at once; try again.") { Fault = GatewayFault.Unavailable, RetryAfter = 1 };

    /// <summary>A client's text made fit for an error message: short, and without control characters.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length <= 128 ? text : text[..128] + "…";
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    public ScimException ToException() => new(this);

    /// <summary>The error message of RFC 7644 section 3.12.</summary>
    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(Urn.Error),
            ["status"] = Status.ToString(CultureInfo.InvariantCulture),
        };
        if (ScimType is not null)
            body["scimType"] = ScimType;
        body["detail"] = Detail;
        if (!Offenders.IsEmpty)
            body["offenders"] = new JsonArray([.. Offenders.Select(o => new JsonObject { ["resourceType"] = o.ResourceType, ["id"] = o.Id, ["problem"] = o.Problem })]);
        return body;
    }
}

/// <summary>A stored resource that stands against a change.</summary>
/// <param name="Problem">A clause that goes on from the resource: "has a value of 'x'".</param>
public sealed record Offender(string ResourceType, string Id, string Problem);

/// <summary>Carries a <see cref="ScimError"/> to the one place that renders it.</summary>
public sealed class ScimException(ScimError error) : Exception(error.Detail)
{
    public ScimError Error { get; } = error;
}
