using System.Collections.Immutable;
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
    /// <param name="memory">Where its document lies; given back as soon as it is written, before it is sent.</param>
    /// <param name="kept">Takes along what is sent when it comes piece by piece.</param>
    public static Task ResourceAsync(
        HttpContext http, int status, Representation representation, Resource resource, ResourceType type, Projection projection, DocumentMemory? memory = null, LargeAnswer? kept = null)
    {
        http.Response.Headers.ETag = representation.EntityTag(resource.Version);
        return resource.FurtherMembers is not null
            ? LargeAsync(http, status, representation, resource, type, projection, memory, kept)
            : AnswerBuffer.AnswerAsync(http, status, (representation, resource, type, projection, memory), static (writer, shown) =>
            {
                shown.representation.Write(writer, shown.resource, shown.type, shown.projection);
                shown.memory?.GiveBack();
            });
    }

    static Task LargeAsync(
        HttpContext http, int status, Representation representation, Resource resource, ResourceType type, Projection projection, DocumentMemory? memory, LargeAnswer? kept) =>
        StreamAsync(
            http, status,
            async (writer, pieces) =>
            {
                await representation.WriteAsync(writer, resource, type, projection, pieces.SendFullAsync, http.RequestAborted);
                memory?.GiveBack();
            },
            kept);

    /// <summary>The same answer as before, about a resource that has the same version.</summary>
    public static async Task KeptAsync(HttpContext http, Representation representation, LargeAnswer kept)
    {
        http.Response.Headers.ETag = representation.EntityTag(kept.Version);
        http.Response.ContentType = MediaTypes.ForAnswer(http.Request);
        http.Response.ContentLength = kept.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await kept.SendAsync(http.Response, http.RequestAborted);
    }

    /// <summary>A part of a group's members, as a list (RFC 7644 section 3.4.2).</summary>
    /// <inheritdoc cref="ListAsync"/>
    public static Task MembersAsync(HttpContext http, Representation representation, MemberPage page, int? startIndex, string? nextCursor) =>
        AnswerBuffer.AnswerAsync(http, StatusCodes.Status200OK, (representation, page, startIndex, nextCursor), static (writer, shown) =>
        {
            writer.WriteStartObject();
            WriteListStart(writer, shown.page.TotalResults, shown.startIndex, shown.page.Members.Length, shown.nextCursor);
            foreach (var member in shown.page.Members)
                shown.representation.WriteMember(writer, member);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    /// <param name="shown">What resources are shown with, for each type that the page may have.</param>
    /// <param name="startIndex">Null in an answer by cursor.</param>
    /// <param name="nextCursor">Null on the last page and in an answer by index.</param>
    /// <param name="memory">Where the documents of the page lie; given back as soon as they are written.</param>
    public static Task ListAsync(
        HttpContext http, Representation representation, ImmutableArray<ShownType> shown, ResourcePage page, int? startIndex, string? nextCursor, DocumentMemory memory) => IsShort(page)
            ? ShortAsync(http, representation, shown, page, startIndex, nextCursor, memory)
            : LongAsync(http, representation, shown, page, startIndex, nextCursor, memory);

    static Task ShortAsync(
        HttpContext http, Representation representation, ImmutableArray<ShownType> shown, ResourcePage page, int? startIndex, string? nextCursor, DocumentMemory memory) =>
        AnswerBuffer.AnswerAsync(http, StatusCodes.Status200OK, (representation, shown, page, startIndex, nextCursor, memory), static (writer, list) =>
        {
            writer.WriteStartObject();
            WriteListStart(writer, list.page.TotalResults, list.startIndex, list.page.Resources.Count, list.nextCursor);
            for (var i = 0; i < list.page.Resources.Count; i++)
            {
                var resource = list.page.Resources[i];
                var (type, projection) = Of(list.shown, resource);
                list.representation.Write(writer, resource, type, projection);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            list.memory.GiveBack();
        });

    static Task LongAsync(
        HttpContext http, Representation representation, ImmutableArray<ShownType> shown, ResourcePage page, int? startIndex, string? nextCursor, DocumentMemory memory) =>
        StreamAsync(http, StatusCodes.Status200OK, async (writer, pieces) =>
        {
            writer.WriteStartObject();
            WriteListStart(writer, page.TotalResults, startIndex, page.Resources.Count, nextCursor);
            foreach (var resource in page.Resources)
            {
                var (type, projection) = Of(shown, resource);
                if (resource.FurtherMembers is null)
                    representation.Write(writer, resource, type, projection);
                else
                    await representation.WriteAsync(writer, resource, type, projection, pieces.SendFullAsync, http.RequestAborted);
                if (pieces.AreMany)
                    await pieces.SendFullAsync();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            memory.GiveBack();
        });

    static ShownType Of(ImmutableArray<ShownType> shown, Resource resource)
    {
        foreach (var type in shown)
        {
            if (string.Equals(type.Type.Name, resource.Key.Type, StringComparison.Ordinal))
                return type;
        }

        throw new ArgumentException($"A page of other types has a resource of type '{resource.Key.Type}'.", nameof(resource));
    }

    // Nothing in it comes piece by piece, and all of it is about one piece at most.
    static bool IsShort(ResourcePage page)
    {
        long bytes = 0;
        for (var i = 0; i < page.Resources.Count; i++)
        {
            var resource = page.Resources[i];
            bytes += resource.Document.Utf8.Length + (resource.Members.IsDefault ? 0 : 200 * resource.Members.Length) + (resource.Memberships.IsDefault ? 0 : 200 * resource.Memberships.Length);
            if (bytes > AnswerPieces.PieceBytes || resource.FurtherMembers is not null)
                return false;
        }

        return true;
    }

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
    /// <param name="write">Sends the pieces that are full now and then. Nothing may be written until they are sent.</param>
    /// <param name="kept">Takes them along.</param>
    public static async Task StreamAsync(HttpContext http, int status, Func<Utf8JsonWriter, AnswerPieces, Task> write, LargeAnswer? kept = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaTypes.ForAnswer(http.Request);
        var pieces = new AnswerPieces(http.Response.BodyWriter, kept, http.RequestAborted);
        await using var writer = new Utf8JsonWriter(pieces, JsonAnswer.WriterOptions);
        await write(writer, pieces);
        await writer.FlushAsync(http.RequestAborted);
        await pieces.SendAllAsync();
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

/// <summary>What the resources of a type are shown with.</summary>
readonly record struct ShownType(ResourceType Type, Projection Projection);
