using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Server.Tests.Admin;

/// <summary>Short forms for tests of the API of administration.</summary>
static class AdminClient
{
    public const string Json = "application/json";

    public static Task<HttpResponseMessage> AdminAsync(this HttpClient http, string method, string path, string? body = null) =>
        http.SendAsync(method, "/admin/v1" + path, body, Json);

    public static async Task<JsonObject> AdminJsonAsync(this HttpClient http, string method, string path, string? body = null)
    {
        using var response = await http.AdminAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    public static async Task<int> AdminStatusAsync(this HttpClient http, string method, string path, string? body = null)
    {
        using var response = await http.AdminAsync(method, path, body);
        return (int)response.StatusCode;
    }

    public static string NewTenantName() => $"t{Guid.NewGuid():N}";

    public static async Task<string> NewTenantAsync(this RosterServer server)
    {
        var name = NewTenantName();
        await server.Store.Tenants.AddAsync(name, CancellationToken.None);
        return name;
    }
}
