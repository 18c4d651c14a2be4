using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Probe;

/// <summary>What is sent. The path is relative to the base address and begins with <c>/</c> or <c>?</c>, or is empty; blanks and quotes may stand in it as they are.</summary>
/// <param name="Headers">A <c>Content-Type</c> here replaces <c>application/scim+json</c>; an empty one sends none. An <c>Authorization</c> replaces the probe's own; an empty one sends none.</param>
public sealed record ProbeRequest(string Method, string Path, string? Body = null, IReadOnlyList<(string Name, string Value)>? Headers = null)
{
    /// <summary>Method and path, as reports name the request.</summary>
    public string Line => $"{Method} {Path}";
}

/// <summary>What came back, read whole. Where nothing that can be called an answer came, <see cref="Failure"/> says what happened instead.</summary>
/// <param name="Status">0 when there was no answer.</param>
public sealed record ProbeAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    JsonNode? json;
    bool isRead;

    /// <summary>Why there is no answer, or no whole one: a time that ran out, a broken connection, a body that is too long.</summary>
    public string? Failure { get; init; }

    public bool IsSuccess => Failure is null && Status is >= 200 and < 300;

    /// <summary>The body, or null when it is no JSON.</summary>
    public JsonNode? Json
    {
        get
        {
            if (isRead)
                return json;

            isRead = true;
            try
            {
                json = Text.Length == 0 ? null : JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
            }
            catch (JsonException)
            {
                json = null;
            }

            return json;
        }
    }

    /// <summary>The body's member, or null when there is none.</summary>
    public JsonNode? this[string name] => Json is JsonObject body && body.TryGetPropertyValue(name, out var value) ? value : null;

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>In words: the status and the body, or what came instead.</summary>
    public string Told => Failure ?? (Text.Length == 0 ? $"{Status} without a body" : $"{Status} {Text}");

    public static ProbeAnswer None(string failure) => new(0, NoHeaders, "") { Failure = failure };
}

/// <summary>A way to a server: the probe's own, which keeps to what it made, or a test's.</summary>
/// <exception cref="NotOursException">The request was not sent, since it would change what the probe did not make.</exception>
public delegate Task<ProbeAnswer> Send(ProbeRequest request, CancellationToken cancel);

/// <summary>A request was not sent: it would change, or might change, what the probe did not make.</summary>
public sealed class NotOursException(string message) : Exception(message);
