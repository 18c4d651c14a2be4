using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Roster.Scim.Resources;

namespace Roster.Server.Http;

/// <summary>The JSON of one request, looked at where it stands in its bytes for as long as the request is served. Then it is nowhere any more.</summary>
sealed class RequestJson : IDisposable
{
    LentBody? body;
    JsonDocument? document;

    /// <summary>The object that the body is: a body can be read once, so it is kept for those who ask again.</summary>
    /// <param name="limit">Bytes.</param>
    /// <exception cref="Roster.Scim.Messages.ScimException">415 for another media type; 413 when it is longer; 400 when it is not sound.</exception>
    public async ValueTask<JsonElement> ReadAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (document is null)
        {
            MediaTypes.Require(request);
            body = await RequestBody.LendAsync(request, limit, cancel);
            document = JsonBody.ParseFlat(body.Memory);
        }

        return document.RootElement;
    }

    public void Dispose()
    {
        document?.Dispose();
        body?.Dispose();
    }
}
