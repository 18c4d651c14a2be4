using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roster.Client;

/// <summary>The standard's error body (RFC 7644 section 3.12).</summary>
public sealed record ScimError
{
    /// <summary>The URN of the message.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>The HTTP status, as text. Servers that send a number are understood too.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Status { get; set; }

    /// <summary>What kind of failure: <c>uniqueness</c>, <c>invalidFilter</c>, <c>invalidVers</c> …</summary>
    public string? ScimType { get; set; }

    /// <summary>The failure in words.</summary>
    public string? Detail { get; set; }
}

/// <summary>The error body of the Genesys Cloud platform, which its gateway answers with.</summary>
public sealed record ErrorBody
{
    /// <summary>The failure in words.</summary>
    public string? Message { get; set; }

    /// <summary>What kind of failure: <c>not.found</c>, <c>too.many.requests</c> …</summary>
    public string? Code { get; set; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; set; }

    /// <summary>The id of what the failure is about.</summary>
    public string? EntityId { get; set; }

    /// <summary>The name of what the failure is about.</summary>
    public string? EntityName { get; set; }

    /// <summary><see cref="Message"/> with placeholders.</summary>
    public string? MessageWithParams { get; set; }

    /// <summary>What stands for the placeholders.</summary>
    public IReadOnlyDictionary<string, string>? MessageParams { get; set; }

    /// <summary>The correlation id.</summary>
    public string? ContextId { get; set; }

    /// <summary>The failure field by field.</summary>
    public IReadOnlyList<ErrorDetail>? Details { get; set; }

    /// <summary>Further failures.</summary>
    public IReadOnlyList<ErrorBody>? Errors { get; set; }

    /// <summary>The limit that was reached.</summary>
    public ErrorLimit? Limit { get; set; }
}

/// <summary>One field's part in an <see cref="ErrorBody"/>.</summary>
public sealed record ErrorDetail
{
    /// <summary>What kind of failure.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The field.</summary>
    public string? FieldName { get; set; }

    /// <summary>The id of what the failure is about.</summary>
    public string? EntityId { get; set; }

    /// <summary>The name of what the failure is about.</summary>
    public string? EntityName { get; set; }
}

/// <summary>The limit that an <see cref="ErrorBody"/> is about.</summary>
public sealed record ErrorLimit
{
    /// <summary>The limit's name, such as <c>client.credentials.token.rate.per.minute</c>.</summary>
    public string? Key { get; set; }

    /// <summary>The area that it belongs to.</summary>
    public string? Namespace { get; set; }

    /// <summary>Its value.</summary>
    public long? Value { get; set; }
}

/// <summary>The error body of an OAuth token endpoint (RFC 6749 section 5.2), with the vendor's second name for the description.</summary>
sealed record OAuthError
{
    public string? Error { get; set; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; set; }

    public string? Description { get; set; }
}

sealed class TextOrNumber : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble().ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => reader.GetString(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
