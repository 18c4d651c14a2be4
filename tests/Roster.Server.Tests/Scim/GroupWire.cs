using System.Text.Json.Nodes;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Short forms for tests about groups, on the standard surface.</summary>
static class GroupWire
{
    public const string Users = "/scim/v2/Users";
    public const string Groups = "/scim/v2/Groups";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static async Task<JsonObject> ReadAsync(this HttpClient http, string path)
    {
        using var response = await http.SendAsync("GET", path);
        return await ExpectAsync(response, 200);
    }

    public static async Task<JsonObject> WriteAsync(this HttpClient http, string method, string path, JsonNode body, int status = 200)
    {
        using var response = await http.SendAsync(method, path, body.ToJsonString());
        return await ExpectAsync(response, status);
    }

    static async Task<JsonObject> ExpectAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        return (int)response.StatusCode == status && text.Length > 0
            ? JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"Expected {status}, got {(int)response.StatusCode}: {text}");
    }

    public static async Task<string> NewUserAsync(this HttpClient http, string? displayName = null)
    {
        var user = new JsonObject { ["userName"] = Wire.NewName() };
        if (displayName is not null)
            user["displayName"] = displayName;
        return (await http.WriteAsync("POST", Users, user, 201)).Text("id");
    }

    public static JsonObject GroupOf(string name, params IEnumerable<string> members) => new() { ["displayName"] = name, ["members"] = Members(members) };

    public static string NewGroupName() => $"g{Guid.NewGuid():N}";

    public static async Task<string> NewGroupAsync(this HttpClient http, params string[] members) =>
        (await http.WriteAsync("POST", Groups, GroupOf(NewGroupName(), members), 201)).Text("id");

    public static JsonArray Members(params IEnumerable<string> ids) => new([.. ids.Select(id => new JsonObject { ["value"] = id })]);

    public static JsonObject Patch(string op, string? path, JsonNode? value = null)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null)
            operation["path"] = path;
        if (value is not null)
            operation["value"] = value;
        return new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray(operation) };
    }

    public static async Task RefusedAsync(this HttpClient http, string method, string path, JsonNode body, int status, string? scimType)
    {
        using var response = await http.SendAsync(method, path, body.ToJsonString());
        Assert.Equal((status, scimType), ((int)response.StatusCode, (string?)(await response.JsonAsync())["scimType"]));
    }

    /// <summary>One part of each element, in order.</summary>
    public static IEnumerable<string?> Parts(this JsonObject resource, string attribute, string part = "value") =>
        resource[attribute]?.AsArray().Select(e => (string?)e![part]) ?? [];

    public static string Version(this JsonObject resource) => resource["meta"]!["version"]!.GetValue<string>();
}
