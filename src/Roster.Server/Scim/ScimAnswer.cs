using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Http;

namespace Roster.Server.Scim;

/// <summary>Successful answers of RFC 7644.</summary>
static class ScimAnswer
{
    // A list goes out in pieces of about this size, so that a long one needs no more memory than a short one.
    const int FlushBytes = 64 * 1024;

    public static Task ResourceAsync(HttpContext http, int status, Representation representation, Resource resource, ResourceType type, Projection projection)
    {
        var buffer = new ArrayBufferWriter<byte>(resource.Document.Utf8.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
            representation.Write(writer, resource, type, projection);

        http.Response.Headers.ETag = representation.EntityTag(resource.Version);
        return JsonAnswer.WriteAsync(http, status, buffer.WrittenMemory, MediaTypes.ForAnswer(http.Request));
    }

    /// <param name="shown">What each resource is shown with, by the name of its type.</param>
    /// <param name="startIndex">Null in an answer by cursor.</param>
    /// <param name="nextCursor">Null on the last page and in an answer by index.</param>
    public static async Task ListAsync(
        HttpContext http, Representation representation, IReadOnlyDictionary<string, (ResourceType Type, Projection Projection)> shown, ResourcePage page, int? startIndex, string? nextCursor)
    {
        http.Response.ContentType = MediaTypes.ForAnswer(http.Request);
        var pipe = http.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(pipe, JsonAnswer.WriterOptions);

        writer.WriteStartObject();
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(Urn.ListResponse);
        writer.WriteEndArray();
        writer.WriteNumber("totalResults"u8, page.TotalResults);
        if (startIndex is { } start)
            writer.WriteNumber("startIndex"u8, start);
        writer.WriteNumber("itemsPerPage"u8, page.Resources.Count);
        if (nextCursor is not null)
            writer.WriteString("nextCursor"u8, nextCursor);
        writer.WriteStartArray("Resources"u8);
        var flushed = 0L;
        foreach (var resource in page.Resources)
        {
            var (type, projection) = shown[resource.Key.Type];
            representation.Write(writer, resource, type, projection);
            if (writer.BytesCommitted + writer.BytesPending - flushed < FlushBytes)
                continue;

            await writer.FlushAsync(http.RequestAborted);
            await pipe.FlushAsync(http.RequestAborted);
            flushed = writer.BytesCommitted;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    public static void NotModified(HttpContext http, string entityTag)
    {
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        http.Response.Headers.ETag = entityTag;
    }

    public static void Minimal(HttpContext http, string entityTag)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.ETag = entityTag;
        http.Response.Headers["Preference-Applied"] = "return=minimal";
    }
}
