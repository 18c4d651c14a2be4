using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Roster.Server.Http;

/// <summary>Writes JSON answers that are small enough to be put together first, so that their length is known.</summary>
static class JsonAnswer
{
    // Text is answered as it is, not as \u escapes; answers are never served as HTML.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Bytes(JsonNode json)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            json.WriteTo(writer);
        return buffer.WrittenMemory.ToArray();
    }

    public static Task WriteAsync(HttpContext http, int status, JsonNode json, string? contentType = null) =>
        WriteAsync(http, status, Bytes(json), contentType ?? MediaTypes.ForAnswer(http.Request));

    public static async Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json, string contentType)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }
}
