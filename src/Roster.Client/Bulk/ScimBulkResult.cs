using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roster.Client;

/// <summary>What became of a job. Operations that a server gave up before are not in it.</summary>
public sealed class ScimBulkResult
{
    /// <summary>What became of each operation.</summary>
    [JsonInclude]
    [JsonPropertyName("Operations")]
    public IReadOnlyList<ScimBulkOutcome> Outcomes { get; internal set; } = [];

    /// <summary>Whether no operation of those done failed.</summary>
    [JsonIgnore]
    public bool Succeeded => Outcomes.All(o => o.Succeeded);

    /// <summary>What became of something that was to be created.</summary>
    /// <exception cref="KeyNotFoundException">The server did not come to it.</exception>
    public ScimBulkOutcome this[BulkReference created] =>
        Outcomes.FirstOrDefault(o => string.Equals(o.BulkId, created.BulkId, StringComparison.Ordinal)) ?? throw new KeyNotFoundException($"The answer does not mention {created}.");
}

/// <summary>What became of one operation.</summary>
public sealed class ScimBulkOutcome
{
    /// <summary>The operation's method.</summary>
    [JsonInclude]
    public string? Method { get; internal set; }

    /// <summary>The operation's name within the job.</summary>
    [JsonInclude]
    public string? BulkId { get; internal set; }

    /// <summary>Where the resource is.</summary>
    [JsonInclude]
    public string? Location { get; internal set; }

    /// <summary>The resource's version.</summary>
    [JsonInclude]
    public string? Version { get; internal set; }

    /// <summary>The HTTP status that the operation would have had by itself.</summary>
    [JsonIgnore]
    public int Status => int.TryParse(StatusText, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;

    /// <summary>The resource, or the error.</summary>
    [JsonInclude]
    public JsonElement? Response { get; internal set; }

    /// <summary>Whether the operation was done.</summary>
    [JsonIgnore]
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>Why it was not.</summary>
    [JsonIgnore]
    public ScimError? Error => Succeeded || Response is not { ValueKind: JsonValueKind.Object } body ? null : body.Deserialize(ClientJson.Default.ScimError);

    /// <summary>The resource's id, which is the end of its location.</summary>
    [JsonIgnore]
    public string? Id => Location is null ? null : Uri.UnescapeDataString(Location[(Location.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/'));

    /// <summary>The method and the status.</summary>
    public override string ToString() => $"{Method} {Status}";

    [JsonInclude]
    [JsonPropertyName("status")]
    [JsonConverter(typeof(TextOrNumber))]
    internal string? StatusText { get; set; }
}
