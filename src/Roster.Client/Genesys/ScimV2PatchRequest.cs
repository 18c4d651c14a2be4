using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Roster.Client.Genesys;

/// <summary>Changes to a resource, done all or not at all. <see cref="ScimPatch"/> builds one.</summary>
public sealed record ScimV2PatchRequest
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string> Schemas { get; set; } = [ScimPatch.Schema];

    /// <summary>The changes, in the order in which they are done.</summary>
    [JsonPropertyName("Operations")]
    public IReadOnlyList<ScimV2PatchOperation> Operations { get; set; } = [];

    /// <summary>What was built, as the vendor's model.</summary>
    public static implicit operator ScimV2PatchRequest(ScimPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return new() { Operations = [.. patch.Operations.Select(o => new ScimV2PatchOperation { Op = o.Op, Path = o.Path, Value = o.Value })] };
    }

    /// <summary>How many changes; not what they write, which may be a password.</summary>
    public override string ToString() => $"{Operations.Count} operations";
}

/// <summary>One change.</summary>
public sealed record ScimV2PatchOperation
{
    /// <summary><c>add</c>, <c>replace</c> or <c>remove</c>.</summary>
    public required string Op { get; set; }

    /// <summary>What is changed; needed for <c>remove</c>.</summary>
    public string? Path { get; set; }

    /// <summary>What is written.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>The change without its value, which may be a password.</summary>
    public override string ToString() => $"{Op} {Path}";
}
