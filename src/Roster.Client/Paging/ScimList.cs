using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Roster.Client;

/// <summary>A page of resources.</summary>
/// <typeparam name="T">A resource.</typeparam>
public sealed class ScimList<T>
{
    ScimList(ListEnvelope envelope, IReadOnlyList<T> resources)
    {
        TotalResults = envelope.TotalResults;
        StartIndex = envelope.StartIndex;
        NextCursor = envelope.NextCursor;
        PreviousCursor = envelope.PreviousCursor;
        Resources = resources;
    }

    /// <summary>How many there are on all pages. With cursors a server may leave it out.</summary>
    public long? TotalResults { get; }

    /// <summary>The place of the page's first resource, from 1.</summary>
    public long? StartIndex { get; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextCursor { get; }

    /// <summary>Where the page before began.</summary>
    public string? PreviousCursor { get; }

    /// <summary>The resources of this page.</summary>
    public IReadOnlyList<T> Resources { get; }

    internal static ScimList<T>? Read(byte[] body, JsonTypeInfo<T> type)
    {
        var envelope = JsonSerializer.Deserialize(body, ClientJson.Default.ListEnvelope);
        return envelope is null ? null : new(envelope, [.. (envelope.Resources ?? []).Select(r => r.Deserialize(type) ?? throw new JsonException("A list has null for a resource."))]);
    }
}

/// <summary>What is around the resources of a list.</summary>
sealed class ListEnvelope
{
    public long? TotalResults { get; set; }

    public long? StartIndex { get; set; }

    public string? NextCursor { get; set; }

    public string? PreviousCursor { get; set; }

    public IReadOnlyList<JsonElement>? Resources { get; set; }
}
