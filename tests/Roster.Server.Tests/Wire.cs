using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Roster.Server.Tests;

/// <summary>Short forms of what the tests do all the time.</summary>
static class Wire
{
    public const string Users = "/api/v2/scim/v2/users";
    public const string Groups = "/api/v2/scim/v2/groups";

    public static string NewName() => $"u{Guid.NewGuid():N}@example.test";

    public static string UserBody(string userName, string more = "") => $$"""{"userName":"{{userName}}","displayName":"Somebody"{{more}}}""";

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient http, string method, string path, string? body = null, string? contentType = "application/scim+json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public static async Task<JsonObject> CreateUserAsync(this HttpClient http, string? userName = null, string more = "")
    {
        using var response = await http.SendAsync("POST", Users, UserBody(userName ?? NewName(), more));
        var body = await response.Content.ReadAsStringAsync();
        return (int)response.StatusCode == 201 ? JsonNode.Parse(body)!.AsObject() : throw new InvalidOperationException($"{(int)response.StatusCode} {body}");
    }

    public static string Text(this JsonObject json, string name) => json[name]!.GetValue<string>();

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>Sends bytes as they are and reads until the server closes or falls silent; for requests that a client library would put right.</summary>
    public static async Task<string> RawAsync(string baseUrl, string request)
    {
        var address = new Uri(baseUrl);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));

        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, silence.Token)) > 0)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // What has come so far is the answer.
        }

        return answer.ToString();
    }
}
