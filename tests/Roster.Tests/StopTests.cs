using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The process is told to stop while it is at work.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class StopTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("roster-stop-").FullName;
    readonly HttpClient http = new();

    [Fact]
    public async Task Requests_that_are_there_are_finished_and_the_process_exits_with_0()
    {
        await using var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60));
        var token = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        var api = new ApiClient(http, roster.Address, token);

        // Passwords take their time to be hashed, one after the other, so that these wait inside the server when it is told to stop.
        var waiting = Enumerable.Range(0, 16).Select(i => api.PostAsync("/api/v2/scim/v2/users", User($"waiting{i}", "a password"))).ToArray();
        using var slow = await SlowRequest.BeginAsync(roster.Port, token, User("slow", password: null).ToJsonString());
        await Task.Delay(100);
        roster.Terminate();
        await Task.Delay(300);
        var answer = await slow.EndAsync();

        var answers = await Task.WhenAll(waiting);
        Assert.StartsWith("HTTP/1.1 201", answer, StringComparison.Ordinal);
        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("/health/live"));

        await using var again = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60));
        var after = new ApiClient(http, again.Address, token);
        foreach (var id in answers.Select(a => a.Id))
            Assert.Equal(200, (await after.GetAsync($"/api/v2/scim/v2/users/{id}")).Status);
    }

    [Fact]
    public async Task Under_load_what_was_answered_is_kept_and_the_process_exits_with_0()
    {
        await using var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60));
        var token = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        var api = new ApiClient(http, roster.Address, token);
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            var (made, other) = (new List<string>(), 0);
            try
            {
                for (var i = 0; ; i++)
                {
                    var answer = await api.PostAsync("/api/v2/scim/v2/users", User(string.Create(CultureInfo.InvariantCulture, $"w{w}-{i}"), password: null));
                    if (answer.Status == 201)
                        made.Add(answer.Id);
                    else
                        other++;
                }
            }
            catch (HttpRequestException)
            {
                return (made, other);
            }
        })).ToArray();

        await Task.Delay(1000);
        roster.Terminate();
        var results = await Task.WhenAll(writers);

        Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
        Assert.All(results, r => Assert.Equal(0, r.other));
        var ids = results.SelectMany(r => r.made).ToList();
        Assert.NotEmpty(ids);
        await using var again = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60));
        var after = new ApiClient(http, again.Address, token);
        foreach (var id in ids)
            Assert.Equal(200, (await after.GetAsync($"/api/v2/scim/v2/users/{id}?attributes=id")).Status);
    }

    [Fact]
    public async Task While_it_drains_nobody_who_heeds_ready_loses_a_request_and_a_slow_write_is_answered()
    {
        await using var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60), ("ROSTER_Shutdown__DrainSeconds", "2"));
        var token = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        var api = new ApiClient(http, roster.Address, token);
        using var slow = await SlowRequest.BeginAsync(roster.Port, token, User("slow", password: null).ToJsonString());
        using var notReady = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 8).Select(c => Task.Run(() => AskAsync(api, c, () => notReady.IsCancellationRequested))).ToArray();

        await Task.Delay(500);
        roster.Terminate();
        var noticed = await UntilNotReadyAsync(api);
        // A balancer asks now and then, so requests still come for a while after ready has said no.
        await Task.Delay(1000);
        var late = await api.GetAsync("/health/live");
        await notReady.CancelAsync();
        var answers = (await Task.WhenAll(clients)).SelectMany(a => a).ToList();
        var answer = await slow.EndAsync();

        Assert.InRange(noticed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal((200, "close"), (late.Status, late.Headers["Connection"]));
        Assert.NotEmpty(answers);
        Assert.All(answers, a => Assert.InRange(a, 200, 201));
        Assert.StartsWith("HTTP/1.1 201", answer, StringComparison.Ordinal);
        Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public async Task No_request_fails_before_the_listener_closes_at_the_end_of_the_drain()
    {
        await using var roster = await RosterProcess.StartAsync(folder, http, TimeSpan.FromSeconds(60), ("ROSTER_Shutdown__DrainSeconds", "2"));
        var token = await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret);
        var api = new ApiClient(http, roster.Address, token);
        var watch = new Stopwatch();
        var clients = Enumerable.Range(0, 8).Select(c => Task.Run(async () =>
        {
            var answers = new List<int>();
            try
            {
                while (true)
                    answers.AddRange(await AskAsync(api, c, () => true));
            }
            catch (HttpRequestException)
            {
                return (Answers: answers, FailedAfter: watch.Elapsed);
            }
        })).ToArray();

        await Task.Delay(500);
        watch.Start();
        roster.Terminate();
        var results = await Task.WhenAll(clients);

        Assert.All(results.SelectMany(r => r.Answers), a => Assert.InRange(a, 200, 201));
        Assert.All(results, r => Assert.InRange(r.FailedAfter, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(30)));
        Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
    }

    /// <summary>Writes and reads, again and again, at least once.</summary>
    static async Task<List<int>> AskAsync(ApiClient api, int client, Func<bool> enough)
    {
        var answers = new List<int>();
        do
        {
            var made = await api.PostAsync("/api/v2/scim/v2/users", User($"c{client}-{Guid.NewGuid():N}", password: null));
            answers.Add(made.Status);
            answers.Add((await api.GetAsync($"/api/v2/scim/v2/users/{made.Id}")).Status);
        }
        while (!enough());

        return answers;
    }

    static async Task<TimeSpan> UntilNotReadyAsync(ApiClient api)
    {
        var watch = Stopwatch.StartNew();
        while ((await api.GetAsync("/health/ready")).Status == 200 && watch.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(20);
        return watch.Elapsed;
    }

    static JsonObject User(string name, string? password)
    {
        var user = new JsonObject { ["userName"] = $"{name}@example.test", ["displayName"] = name };
        if (password is not null)
            user["password"] = password;
        return user;
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A request whose body comes in two parts.</summary>
    sealed class SlowRequest(TcpClient client, byte[] rest) : IDisposable
    {
        public static async Task<SlowRequest> BeginAsync(int port, string token, string body)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            var bytes = Encoding.UTF8.GetBytes(body);
            var head = $"POST /api/v2/scim/v2/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head).Concat(bytes[..10]).ToArray());
            return new SlowRequest(client, bytes[10..]);
        }

        public async Task<string> EndAsync()
        {
            await client.GetStream().WriteAsync(rest);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync();
        }

        public void Dispose() => client.Dispose();
    }
}
