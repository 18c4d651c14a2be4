using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The tests' own proxy in front of several nodes: who gets a request, and how often.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class NodeProxyTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-nodes-").FullName;
    readonly HttpClient http = new();

    [Fact]
    public async Task Requests_take_turns_over_the_nodes_that_are_ready()
    {
        await using var one = await StartAsync("one", ("ROSTER_Shutdown__DrainSeconds", "2"));
        await using var other = await StartAsync("other");
        await using var proxy = await NodeProxy.StartAsync(one.Address, other.Address);
        var token = await RosterProcess.TokenAsync(http, other.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        Assert.Equal(10, await AtTheOtherAsync());

        // A node that is told to stop says for two seconds that it is not ready, and still answers.
        one.Terminate();
        await UntilReadyAsync(proxy, other.Address);
        Assert.Equal(200, (await new ApiClient(http, one.Address, token: null).GetAsync("/health/live")).Status);
        Assert.Equal(20, await AtTheOtherAsync());
        Assert.Equal(0, await one.ExitedAsync(TimeSpan.FromSeconds(40)));

        await using var again = await StartAsync("one");
        await proxy.AddAsync(again.Address);
        Assert.Equal(10, await AtTheOtherAsync());

        proxy.Remove(other.Address);
        Assert.Equal(0, await AtTheOtherAsync());
        await again.KillAsync();
        var nobody = await new ApiClient(http, proxy.Address, token: null).GetAsync("/health/live");
        Assert.Equal((503, "1"), (nobody.Status, nobody.Headers["Retry-After"]));

        // The two are directories of their own here: a token of the one is none at the other.
        async Task<int> AtTheOtherAsync()
        {
            var client = new ApiClient(http, proxy.Address, token);
            var answers = new List<int>();
            for (var i = 0; i < 20; i++)
                answers.Add((await client.GetAsync("/scim/v2/Users")).Status);
            Assert.All(answers, status => Assert.True(status is 200 or 401));
            return answers.Count(status => status == 200);
        }
    }

    [Fact]
    public async Task A_request_and_its_answer_pass_as_they_are()
    {
        using var node = new RecordingNode("HTTP/1.1 207 Some\r\nETag: W/\"7\"\r\nX-Own: a\r\nX-Own: b\r\nContent-Type: text/x-own\r\nContent-Length: 3\r\n\r\nabc");
        await using var proxy = await NodeProxy.StartAsync(node.Address);

        var answer = await new ApiClient(http, proxy.Address, "secret").SendAsync(
            "PATCH", "/scim/v2/Users/a%2Fb?filter=x%20eq%20%22y%22", "{}", ("If-Match", "W/\"6\""), ("Host", "scim.example.test"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal((207, "abc", "W/\"7\"", "a, b", "text/x-own"), (answer.Status, answer.Text, answer.Headers["ETag"], answer.Headers["X-Own"], answer.Headers["Content-Type"]));
        var seen = Assert.Single(node.Requests).Split("\r\n");
        Assert.Equal("PATCH /scim/v2/Users/a%2Fb?filter=x%20eq%20%22y%22 HTTP/1.1", seen[0]);
        Assert.Superset(
            new HashSet<string>(["Authorization: Bearer secret", "If-Match: W/\"6\"", "Host: scim.example.test", "Content-Type: application/scim+json", "Content-Length: 2", "X-Forwarded-For: 203.0.113.7, 127.0.0.1", "X-Forwarded-Proto: http", "{}"]),
            new HashSet<string>(seen));
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("DELETE", null)]
    [InlineData("POST", "{}")]
    public async Task A_request_that_was_sent_is_never_sent_again(string method, string? body)
    {
        // These take a request and hang up without a word.
        using var one = new RecordingNode(answer: "");
        using var other = new RecordingNode(answer: "");
        await using var proxy = await NodeProxy.StartAsync(one.Address, other.Address);
        var client = new ApiClient(http, proxy.Address, token: null);

        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal(502, (await client.SendAsync(method, "/scim/v2/Users", body)).Status);
            Assert.Equal(i, one.Requests.Count + other.Requests.Count);
        }
    }

    [Fact]
    public async Task A_refused_connection_sends_the_request_to_the_next_node_at_once()
    {
        using var one = new RecordingNode("HTTP/1.1 204 No Content\r\n\r\n");
        using var other = new RecordingNode("HTTP/1.1 204 No Content\r\n\r\n");
        await using var proxy = await NodeProxy.StartAsync(one.Address, other.Address);
        var client = new ApiClient(http, proxy.Address, token: null);

        one.Dispose();
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal(204, (await client.SendAsync("POST", "/scim/v2/Users", "{}")).Status);
            Assert.Equal(i, other.Requests.Count);
        }

        Assert.Equal([other.Address], proxy.Ready);
    }

    Task<RosterProcess> StartAsync(string name, params (string Key, string Value)[] settings) =>
        RosterProcess.StartAsync(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, http, TimeSpan.FromSeconds(60), settings);

    static async Task UntilReadyAsync(NodeProxy proxy, string only)
    {
        for (var watch = Stopwatch.StartNew(); proxy.Ready is not [var one] || one != only; await Task.Delay(10))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), "The stopping node is still asked.");
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Says that it is ready, remembers what else it is asked, and gives one answer to all of that.</summary>
    sealed class RecordingNode : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly byte[] _answer;

        public RecordingNode(string answer)
        {
            _answer = Encoding.ASCII.GetBytes(answer);
            _listener.Start();
            Address = "http://" + _listener.LocalEndpoint;
            _ = AcceptAsync();
        }

        public string Address { get; }

        public ConcurrentQueue<string> Requests { get; } = [];

        public void Dispose() => _listener.Dispose();

        async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // It refuses connections from now on.
            }
        }

        async Task ServeAsync(Socket socket)
        {
            using var connection = socket;
            var buffer = new byte[8192];
            var request = "";
            while (!IsWhole(request))
                request += Encoding.ASCII.GetString(buffer, 0, await connection.ReceiveAsync(buffer));

            var isHealth = request.StartsWith("GET /health/ready ", StringComparison.Ordinal);
            if (!isHealth)
                Requests.Enqueue(request);
            await connection.SendAsync(isHealth ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray() : _answer);
        }

        static bool IsWhole(string request) =>
            request.EndsWith(request.Contains("Content-Length: 2", StringComparison.Ordinal) ? "\r\n\r\n{}" : "\r\n\r\n", StringComparison.Ordinal);
    }
}
