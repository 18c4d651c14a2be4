using System.Text.Json;

namespace Roster.Client;

/// <summary>What a server answered to a request that it did not refuse.</summary>
public class ScimResponse
{
    internal ScimResponse(Answer answer) => Answer = answer;

    private protected Answer Answer { get; }

    /// <summary>The status of the answer: 200 to 299, or 304.</summary>
    public int Status => Answer.Status;

    /// <summary>The version of the resource, to be handed on as <c>ifMatch</c> or <c>ifNoneMatch</c>.</summary>
    public string? ETag => Answer.ETag;

    /// <summary>The version by the header or, where the server sends none, by <c>meta.version</c> in the body.</summary>
    internal string? Version => ETag ?? VersionIn(Answer.Body);

    /// <summary>Where the resource is, as the header <c>Location</c> says.</summary>
    public string? Location => Answer.Location;

    /// <summary>What both sides' logs call this request.</summary>
    public string? CorrelationId => Answer.CorrelationId;

    /// <summary>What the server says about this client's rate.</summary>
    public ScimRateLimit? RateLimit => Answer.RateLimit;

    /// <summary>The resource still has the version that <c>ifNoneMatch</c> named.</summary>
    public bool IsNotModified => Status == 304;

    static string? VersionIn(byte[] body)
    {
        if (body.Length == 0)
            return null;
        var root = JsonSerializer.Deserialize(body, ClientJson.Default.JsonElement);
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object
            && meta.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String && version.GetString() is { Length: > 0 } text ? text : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Status}, correlation id {CorrelationId ?? "none"}";
}

/// <summary>What a server answered, with the resource or list in it.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class ScimResponse<T> : ScimResponse
{
    readonly T? value;

    internal ScimResponse(Answer answer, Func<byte[], T?> read, ScimRequest request)
        : base(answer)
    {
        if (answer.Body.Length == 0 || IsNotModified)
            return;

        try
        {
            value = read(answer.Body);
        }
        catch (JsonException e)
        {
            throw ScimException.Unreadable(request, answer, e);
        }

        HasValue = value is not null;
    }

    /// <summary>Whether the answer had a body: 304 has none, and neither has 204.</summary>
    public bool HasValue { get; }

    /// <summary>The body of the answer.</summary>
    /// <exception cref="InvalidOperationException">There was none; <see cref="HasValue"/> tells.</exception>
    public T Value => HasValue ? value! : throw new InvalidOperationException($"An answer {Status} has no body.");

    /// <summary>The body of the answer, for where the type is named: <c>ScimV2User user = await api.GetScimV2UserAsync(id);</c></summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public static implicit operator T(ScimResponse<T> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Value;
    }
}

/// <summary>The server's count of this client's requests.</summary>
/// <param name="Count">Requests since the count began.</param>
/// <param name="Allowed">How many are allowed.</param>
/// <param name="ResetSeconds">Seconds until the count begins anew.</param>
public readonly record struct ScimRateLimit(int Count, int Allowed, int ResetSeconds);
