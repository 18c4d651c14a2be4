using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Server.Tests.Scim;

/// <summary>Short forms for tests of lists on the standard surface.</summary>
static class Lists
{
    public const string Prefix = "/scim/v2";
    public const string SearchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static readonly string[] Everything = ["directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:delete", "directory:group:edit"];

    /// <summary>A client in an organization that is nobody else's.</summary>
    public static Task<HttpClient> NewDirectoryAsync(this RosterServer server, params string[] more) => server.ClientAsync($"q{Guid.NewGuid():N}", [.. Everything, .. more]);

    /// <returns>The new resource's id.</returns>
    public static async Task<string> CreateAsync(this HttpClient http, string endpoint, string body)
    {
        using var created = await http.SendAsync("POST", Prefix + endpoint, body);
        var json = await created.JsonAsync();
        return (int)created.StatusCode == 201 ? json.Text("id") : throw new InvalidOperationException(json.ToJsonString());
    }

    public static async Task<JsonObject> ListAsync(this HttpClient http, string pathAndQuery, params (string Name, string Value)[] headers)
    {
        using var answer = await http.SendAsync("GET", Prefix + pathAndQuery, headers: headers);
        var json = await answer.JsonAsync();
        return (int)answer.StatusCode == 200 ? json : throw new InvalidOperationException(json.ToJsonString());
    }

    /// <summary>Sends a search whose members besides <c>schemas</c> are given.</summary>
    public static Task<HttpResponseMessage> SearchAsync(this HttpClient http, string endpoint, string members) =>
        http.SendAsync("POST", $"{Prefix}{endpoint}/.search", $$"""{"schemas":["{{SearchRequest}}"]{{(members.Length == 0 ? "" : "," + members)}}}""");

    public static async Task<(int Status, string? ScimType, string Detail)> RefusedAsync(this Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var json = await answer.JsonAsync();
        return ((int)answer.StatusCode, json["scimType"]?.GetValue<string>(), json["detail"]?.GetValue<string>() ?? "");
    }

    public static ImmutableArray<string> Values(this JsonObject list, string attribute = "id") =>
        [.. list["Resources"]!.AsArray().Select(r => r![attribute] is JsonValue value ? value.ToString() : "-")];

    public static int Number(this JsonObject list, string name) => list[name]!.GetValue<int>();

    public static string Q(string text) => Uri.EscapeDataString(text);

    /// <summary>Follows cursors from the first page to the last.</summary>
    public static async Task<List<JsonObject>> WalkAsync(this HttpClient http, string pathAndQuery, Func<Task>? betweenPages = null)
    {
        var pages = new List<JsonObject>();
        for (var cursor = ""; ; cursor = pages[^1].Text("nextCursor"))
        {
            pages.Add(await http.ListAsync(string.Create(CultureInfo.InvariantCulture, $"{pathAndQuery}{(pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}")));
            if (pages[^1]["nextCursor"] is null)
                return pages;
            if (betweenPages is not null)
                await betweenPages();
        }
    }
}
