using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Roster.Client.Tests;

/// <summary>A user as an application of its own would have it: what it does not know it keeps.</summary>
sealed record Person(string UserName)
{
    public string? Id { get; set; }

    public IReadOnlyList<string> Schemas { get; set; } = ["urn:ietf:params:scim:schemas:core:2.0:User"];

    public string? DisplayName { get; set; }

    public string? NickName { get; set; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Person[]))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class TestJson : JsonSerializerContext;
