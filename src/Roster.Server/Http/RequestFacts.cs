using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Roster.Scim;

namespace Roster.Server.Http;

/// <summary>
/// What is known of a request so far, for its log lines and figures. It is a scope of the log, so every line that is written on the request's behalf finds it; unlike the
/// request itself it may be looked at after the end.
/// </summary>
sealed class RequestFacts(string correlationId)
{
    /// <summary>A request that never came to be served for an organization.</summary>
    public const string NoTenantClass = "none";

    public string CorrelationId { get; } = correlationId;

    public Caller? Caller { get; set; }

    /// <summary>The label of the organization's requests in figures.</summary>
    public string TenantClass { get; set; } = NoTenantClass;

    public override string ToString() => CorrelationId;
}

static class FactsOfRequest
{
    public static RequestFacts Facts(this HttpContext http) => http.Features.GetRequiredFeature<RequestFacts>();
}
