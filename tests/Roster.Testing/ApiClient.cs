using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Testing;

/// <summary>What came back, read whole, so that a test can look at it from every side.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonObject Body => field ??= JsonNode.Parse(Text) as JsonObject ?? throw new InvalidOperationException($"{Status} with a body that is no JSON object: {Text}");

    public string Id => (string)Body["id"]!;

    public string Version => (string)Body["meta"]!["version"]!;

    /// <summary>The answer itself when it is the expected one; a failed setup then says what the server said.</summary>
    public Answer Expect(int status) => Status == status ? this : throw new InvalidOperationException($"Expected {status}, got {Status}: {Text}");
}

/// <summary>One OAuth client's way to the server: sends what it is told to and judges nothing.</summary>
/// <param name="server">Scheme, host and port, without a slash at the end.</param>
/// <param name="token">Null sends no <c>Authorization</c> header.</param>
public sealed class ApiClient(HttpClient http, string server, string? token)
{
    public const string ScimJson = "application/scim+json";

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync("POST", path, body.ToJsonString());

    public Task<Answer> PutAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => SendAsync("PUT", path, body.ToJsonString(), headers);

    public Task<Answer> PatchAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => SendAsync("PATCH", path, body.ToJsonString(), headers);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync("DELETE", path, null, headers);

    /// <param name="path">Path and query; spaces and quotes may stand in it as they are.</param>
    /// <param name="headers">A <c>Content-Type</c> here replaces <see cref="ScimJson"/>; an empty one sends none. An <c>Authorization</c> replaces the token.</param>
    public async Task<Answer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server + path));
        if (token is not null && !headers.Any(h => string.Equals(h.Name, "Authorization", StringComparison.OrdinalIgnoreCase)))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var contentType = headers.Where(h => IsContentType(h.Name)).Select(h => h.Value).FirstOrDefault(body is null ? "" : ScimJson);
        if (body is not null || contentType.Length > 0)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
            if (contentType.Length > 0)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers.Where(h => !IsContentType(h.Name)))
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);
        var answered = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, answered, await response.Content.ReadAsStringAsync());
    }

    static bool IsContentType(string header) => string.Equals(header, "Content-Type", StringComparison.OrdinalIgnoreCase);
}
