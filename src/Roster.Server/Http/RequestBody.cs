using System.Buffers;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Messages;

namespace Roster.Server.Http;

/// <summary>Reads request bodies up to a limit, without trusting what the client says about their length.</summary>
static class RequestBody
{
    /// <exception cref="ScimException">413 when it is longer; 400 when its framing is broken.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);

        var reader = request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (read.Buffer.Length > limit)
                {
                    // A reader left in the middle of a read would cost the client its connection.
                    reader.AdvanceTo(read.Buffer.End);
                    throw TooLarge(limit);
                }

                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (IOException broken) when (broken is not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            // Kestrel reports an overflowing chunk size so; the client's mistake, not ours.
            throw new ScimError(400, null, "The body's framing is broken.") { Fault = GatewayFault.MalformedRequest }.ToException();
        }
    }

    static ScimException TooLarge(int limit) => ScimError.TooLarge($"The body is larger than {limit} bytes.").ToException();
}
