using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Roster.Server.Tests.Metrics;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests;

/// <summary>What whole requests may allocate, from the socket to the socket: about 1.3 times what they did when the bound was set.</summary>
[Collection(ProcessFigures.Name), Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("GET a user", 6_200)]
    [InlineData("GET a user that has not changed", 5_400)]
    [InlineData("find a user by name", 9_650)]
    [InlineData("GET a group without its members", 7_100)]
    [InlineData("PUT a user as it is", 35_500)]
    [InlineData("PATCH a user to what it is", 31_100)]
    public async Task A_request(string request, long bound)
    {
        await using var server = await RosterServer.StartAsync(logged: LogLevel.Warning);
        using var created = await server.Http.PostAsJsonAsync("/scim/v2/Users", SampleUser.Body());
        var id = (await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        using var joined = await server.Http.PostAsJsonAsync("/scim/v2/Groups", new { displayName = "Everyone", members = new[] { new { value = id } } });
        var group = (await joined.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        using var current = await server.Http.GetAsync($"/scim/v2/Users/{id}");
        const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":true}]}""";
        var (first, further, body) = request switch
        {
            "GET a user" => ($"GET /scim/v2/Users/{id}", "", ""),
            "GET a user that has not changed" => ($"GET /scim/v2/Users/{id}", $"If-None-Match: {current.Headers.ETag}\r\n", ""),
            "GET a group without its members" => ($"GET /scim/v2/Groups/{group}?excludedAttributes=members", "", ""),
            "PUT a user as it is" => ($"PUT /scim/v2/Users/{id}", "", SampleUser.Body().ToJsonString()),
            "PATCH a user to what it is" => ($"PATCH /scim/v2/Users/{id}", "", Patch),
            _ => ("GET /scim/v2/Users?filter=" + Uri.EscapeDataString("userName eq \"u0004711@example.com\""), "", ""),
        };
        if (body.Length > 0)
            further = $"Content-Type: application/scim+json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        using var connection = new Connection(
            new Uri(server.BaseUrl), $"{first} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {server.Http.DefaultRequestHeaders.Authorization}\r\n{further}\r\n{body}");

        var bytes = Allocation.OfProcess(connection.Exchange);

        Assert.StartsWith(further.StartsWith("If-", StringComparison.Ordinal) ? "HTTP/1.1 304" : "HTTP/1.1 200", connection.Answer, StringComparison.Ordinal);
        Assert.True(bytes <= bound, Allocation.Excess("To " + request, bytes, bound));
    }

    /// <summary>One request again and again, by nothing that allocates itself.</summary>
    sealed class Connection : IDisposable
    {
        readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        readonly byte[] request;
        readonly byte[] answer = new byte[64 * 1024];
        int length;

        public Connection(Uri server, string request)
        {
            this.request = Encoding.UTF8.GetBytes(request);
            socket.Connect(server.Host, server.Port);
            socket.Send(this.request);
            // All answers are as long as the first one, and that is over when nothing more comes.
            do
                length += socket.Receive(answer.AsSpan(length));
            while (socket.Poll(500_000, SelectMode.SelectRead));
        }

        public string Answer => Encoding.UTF8.GetString(answer, 0, length);

        public void Exchange()
        {
            socket.Send(request);
            for (var received = 0; received < length;)
                received += socket.Receive(answer.AsSpan(received, length - received));
        }

        public void Dispose() => socket.Dispose();
    }
}
