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
        http.Response.Headers.ETag = representation.EntityTag(resource.Version);
        if (resource.FurtherMembers is not null)
            return StreamAsync(http, status, (writer, flush) => representation.WriteAsync(writer, resource, type, projection, flush, http.RequestAborted));

        var buffer = new ArrayBufferWriter<byte>(resource.Document.Utf8.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
            representation.Write(writer, resource, type, projection);

        return JsonAnswer.WriteAsync(http, status, buffer.WrittenMemory, MediaTypes.ForAnswer(http.Request));
    }

    /// <summary>A part of a group's members, as a list (RFC 7644 section 3.4.2).</summary>
    /// <inheritdoc cref="ListAsync"/>
    public static Task MembersAsync(HttpContext http, Representation representation, MemberPage page, int? startIndex, string? nextCursor)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
        {
            writer.WriteStartObject();
            WriteListStart(writer, page.TotalResults, startIndex, page.Members.Length, nextCursor);
            foreach (var member in page.Members)
                representation.WriteMember(writer, member);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, buffer.WrittenMemory, MediaTypes.ForAnswer(http.Request));
    }

    /// <param name="shown">What each resource is shown with, by the name of its type.</param>
    /// <param name="startIndex">Null in an answer by cursor.</param>
    /// <param name="nextCursor">Null on the last page and in an answer by index.</param>
    public static Task ListAsync(
        HttpContext http, Representation representation, IReadOnlyDictionary<string, (ResourceType Type, Projection Projection)> shown, ResourcePage page, int? startIndex, string? nextCursor) =>
        StreamAsync(http, StatusCodes.Status200OK, async (writer, flush) =>
        {
            writer.WriteStartObject();
            WriteListStart(writer, page.TotalResults, startIndex, page.Resources.Count, nextCursor);
            foreach (var resource in page.Resources)
            {
                var (type, projection) = shown[resource.Key.Type];
                await representation.WriteAsync(writer, resource, type, projection, flush, http.RequestAborted);
                await flush();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static void WriteListStart(Utf8JsonWriter writer, long totalResults, int? startIndex, int itemsPerPage, string? nextCursor)
    {
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(Urn.ListResponse);
        writer.WriteEndArray();
        writer.WriteNumber("totalResults"u8, totalResults);
        if (startIndex is { } start)
            writer.WriteNumber("startIndex"u8, start);
        writer.WriteNumber("itemsPerPage"u8, itemsPerPage);
        if (nextCursor is not null)
            writer.WriteString("nextCursor"u8, nextCursor);
        writer.WriteStartArray("Resources"u8);
    }

    /// <summary>Answers what is too long to be put together first.</summary>
    /// <param name="write">Calls its second argument now and then, which sends what has been written once it is enough for a piece.</param>
    static async Task StreamAsync(HttpContext http, int status, Func<Utf8JsonWriter, Func<Task>, Task> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaTypes.ForAnswer(http.Request);
        var pipe = http.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(pipe, JsonAnswer.WriterOptions);
        var flushed = 0L;
        await write(writer, async () =>
        {
            if (writer.BytesCommitted + writer.BytesPending - flushed < FlushBytes)
                return;

            await writer.FlushAsync(http.RequestAborted);
            await pipe.FlushAsync(http.RequestAborted);
            flushed = writer.BytesCommitted;
        });
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
