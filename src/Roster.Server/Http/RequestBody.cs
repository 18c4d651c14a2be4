using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>Reads request bodies up to a limit, without trusting what the client says about their length.</summary>
static class RequestBody
{
    /// <param name="limit">Bytes, counted after a compressed body is unpacked; unpacking ends where they do.</param>
    /// <exception cref="ScimException">413 when it is longer; 400 when its framing or its compression is broken.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        if (!MediaTypes.IsGzip(request))
            return await ReadAsync(request.BodyReader, limit, cancel);

        await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        return await ReadAsync(PipeReader.Create(unpacked), limit, cancel);
    }

    static async Task<byte[]> ReadAsync(PipeReader reader, int limit, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (read.Buffer.Length > limit)
                    throw TooLarge(limit);

                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (InvalidDataException)
        {
            throw ScimError.InvalidSyntax("The body is not what gzip makes.").ToException();
        }
        catch (IOException broken) when (broken is not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            // Kestrel reports an overflowing chunk size so; the client's mistake, not ours.
            throw new ScimError(400, null, "The body's framing is broken.") { Fault = GatewayFault.MalformedRequest }.ToException();
        }
    }

    static ScimException TooLarge(int limit) => ScimError.TooLarge($"The body is larger than {limit} bytes.").ToException();
}
