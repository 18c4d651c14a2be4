using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>Reads request bodies up to a limit, without trusting what the client says about their length.</summary>
static class RequestBody
{
    const int FirstBytes = 64 * 1024;

    /// <param name="limit">Bytes, counted after a compressed body is unpacked; unpacking ends where they do.</param>
    /// <exception cref="ScimException">413 when it is longer; 400 when its framing or its compression is broken.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        if (!MediaTypes.IsGzip(request))
            return await ReadAsync(request.BodyReader, limit, request.ContentLength, cancel);

        await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        return await ReadAsync(PipeReader.Create(unpacked), limit, null, cancel);
    }

    static async Task<ReadOnlyMemory<byte>> ReadAsync(PipeReader reader, int limit, long? announced, CancellationToken cancel)
    {
        // Copied as it comes, so that what the pipe held of it is free again; as large as announced, but not before that much has come.
        var body = ArrayPool<byte>.Shared.Rent((int)Math.Min(announced ?? FirstBytes, FirstBytes));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (length + read.Buffer.Length > limit)
                {
                    // A reader left in the middle of a read would cost the client its connection.
                    reader.AdvanceTo(read.Buffer.End);
                    throw TooLarge(limit);
                }

                var part = (int)read.Buffer.Length;
                if (length + part > body.Length)
                    Grow(ref body, length, (int)Math.Max(length + part, Math.Min(body.Length * 2L, announced ?? limit)));
                read.Buffer.CopyTo(body.AsSpan(length));
                length += part;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return body.AsSpan(0, length).ToArray();
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
        finally
        {
            ArrayPool<byte>.Shared.Return(body, clearArray: true);
        }
    }

    static void Grow(ref byte[] body, int length, int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        body.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body, clearArray: true);
        body = larger;
    }

    static ScimException TooLarge(int limit) => ScimError.TooLarge($"The body is larger than {limit} bytes.").ToException();
}
