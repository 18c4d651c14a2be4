using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Server.Http;

/// <summary>Reads request bodies up to a limit, without trusting what the client says about their length.</summary>
static class RequestBody
{
    const int FirstBytes = 64 * 1024;

    /// <summary>Reads a body that is a JSON object.</summary>
    /// <param name="limit">As of <see cref="LendAsync"/>.</param>
    /// <exception cref="ScimException">415 for another media type; 413 when it is longer; 400 when it is not sound.</exception>
    public static async Task<JsonObject> ReadJsonAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        MediaTypes.Require(request);
        using var lent = await LendAsync(request, limit, cancel);
        return JsonBody.Parse(lent.Memory);
    }

    /// <summary>Reads a body for as long as it is needed; then it is wiped out.</summary>
    /// <param name="limit">Bytes, counted after a compressed body is unpacked; unpacking ends where they do.</param>
    /// <exception cref="ScimException">413 when it is longer; 400 when its framing or its compression is broken.</exception>
    public static async Task<LentBody> LendAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        if (!MediaTypes.IsGzip(request))
            return await ReadAsync(request.BodyReader, limit, request.ContentLength, cancel);

        await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        return await ReadAsync(PipeReader.Create(unpacked), limit, null, cancel);
    }

    static async Task<LentBody> ReadAsync(PipeReader reader, int limit, long? announced, CancellationToken cancel)
    {
        // Copied as it comes, so that what the pipe held of it is free again; as large as announced, but not before that much has come.
        var body = new LentBody((int)Math.Min(announced ?? FirstBytes, FirstBytes));
        try
        {
            await FillAsync(body, reader, limit, announced ?? limit, cancel);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    static async Task FillAsync(LentBody body, PipeReader reader, int limit, long expected, CancellationToken cancel)
    {
        try
        {
            for (var more = true; more;)
            {
                var read = await reader.ReadAsync(cancel);
                if (body.Length + read.Buffer.Length > limit)
                {
                    // A reader left in the middle of a read would cost the client its connection.
                    reader.AdvanceTo(read.Buffer.End);
                    throw TooLarge(limit);
                }

                body.Add(read.Buffer, expected);
                reader.AdvanceTo(read.Buffer.End);
                more = !read.IsCompleted;
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

/// <summary>A body as it came. What it had, passwords among it, is nowhere any more once it is disposed of.</summary>
sealed class LentBody(int room) : IDisposable
{
    byte[] body = ArrayPool<byte>.Shared.Rent(room);

    /// <summary>Bytes.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => body.AsMemory(0, Length);

    /// <param name="expected">How many bytes there will be in all, if that is so.</param>
    public void Add(ReadOnlySequence<byte> part, long expected)
    {
        var length = (int)(Length + part.Length);
        if (length > body.Length)
            Grow((int)Math.Max(length, Math.Min(body.Length * 2L, expected)));
        part.CopyTo(body.AsSpan(Length));
        Length = length;
    }

    void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Memory.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body, clearArray: true);
        body = larger;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(body, clearArray: true);
        (body, Length) = ([], 0);
    }
}
