using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Roster.Scim.Bulk;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Server.Errors;
using Roster.Server.Http;
using Roster.Server.Limits;

namespace Roster.Server.Scim;

/// <summary>
/// <c>/Bulk</c> (RFC 7644 section 3.7). Whoever has a token may send a job: what its operations need is asked of each by itself.
/// </summary>
sealed class BulkEndpoint(TenantSurface surface, ILogger<BulkEndpoint> log)
{
    public Task RunAsync(HttpContext http) => surface.RunAsync(http, async request =>
    {
        MediaTypes.Require(http.Request);
        using var body = await RequestBody.LendAsync(http.Request, request.Profile.BulkLimits.MaxPayloadBytes, request.Cancel);
        using var message = await BulkThreads.RunAsync(() => JsonBody.ParseFlat(body.Memory), request.Cancel);
        var run = await BulkThreads.RunAsync(() => Planned(http, request, message.RootElement), request.Cancel);

        var outcomes = await run.RunAsync(request.Cancel);

        await AnswerAsync(http, request.Representation, outcomes.OfType<BulkOutcome>());
    });

    BulkRun Planned(HttpContext http, SurfaceRequest request, JsonElement message)
    {
        var job = BulkRequest.Parse(message, request.Profile, request.Caller);
        Count(http, job.Operations.Length);
        return new BulkRun(job, request.Profile, cancel => surface.OfJobAsync(request.Caller, cancel), request.Caller, failure => ErrorRenderer.Unexpected(log, failure, http));
    }

    // The request itself has been counted when it came.
    static void Count(HttpContext http, int operations)
    {
        if (operations > 1)
        {
            http.Features.Get<ClientMinute>()?.Take(operations - 1, use =>
                $"Each operation of a job counts as a request. The client has {use.Allowed} a minute, and {operations} operations no longer fit into this one. Nothing was done; try again later, or with fewer.");
        }
    }

    static Task AnswerAsync(HttpContext http, Representation representation, IEnumerable<BulkOutcome> outcomes) => ScimAnswer.StreamAsync(http, StatusCodes.Status200OK, async (writer, pieces) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(Urn.BulkResponse);
        writer.WriteEndArray();
        writer.WriteStartArray("Operations"u8);
        foreach (var outcome in outcomes)
        {
            Write(writer, representation, outcome, http.TraceIdentifier);
            await pieces.SendFullAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    // RFC 7644 section 3.7.3. A failure is told in the words of the standard, as the whole message is.
    static void Write(Utf8JsonWriter writer, Representation representation, BulkOutcome outcome, string correlationId)
    {
        writer.WriteStartObject();
        writer.WriteString("method"u8, outcome.Operation.Method);
        if (outcome.Operation.BulkId is { } bulkId)
            writer.WriteString("bulkId"u8, bulkId);
        if (outcome.Version is { } version)
            writer.WriteString("version"u8, representation.Version(version));
        if (outcome is { Type: { } type, Id: { } id })
            writer.WriteString("location"u8, representation.Location(type, id));
        writer.WriteString("status"u8, outcome.Status.ToString(CultureInfo.InvariantCulture));
        if (outcome.Error is { } error)
        {
            writer.WritePropertyName("response"u8);
            error.ToJson().WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
