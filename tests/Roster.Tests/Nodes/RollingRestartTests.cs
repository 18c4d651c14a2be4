using System.Collections.Concurrent;
using System.Globalization;
using Roster.Testing;

namespace Roster.Tests.Nodes;

/// <summary>Every node is replaced while clients go on.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class RollingRestartTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Nodes_are_restarted_one_after_the_other_without_one_failed_request()
    {
        var running = new Queue<RosterProcess>([nodes.One, nodes.Other]);
        await using var proxy = await NodeProxy.StartAsync(nodes.One.Address, nodes.Other.Address);
        var client = await nodes.AdministratorAsync(proxy.Address);
        using var stop = new CancellationTokenSource();
        var failed = new ConcurrentQueue<string>();
        var clients = Enumerable.Range(0, 8).Select(n => Task.Run(() => ClientAsync(client, n, failed, stop.Token))).ToArray();

        for (var restart = 0; restart < 4; restart++)
        {
            await Task.Delay(500);
            var old = running.Dequeue();
            old.Terminate();
            Assert.Equal(0, await old.ExitedAsync(TimeSpan.FromSeconds(40)));
            proxy.Remove(old.Address);
            running.Enqueue(await nodes.StartAsync(nodes.Database.ConnectionString));
            await proxy.AddAsync(running.Last().Address);
        }

        await stop.CancelAsync();
        var requests = await Task.WhenAll(clients);
        Assert.True(failed.IsEmpty, string.Join('\n', failed));
        Assert.All(requests, count => Assert.True(count > 20));
    }

    /// <summary>Creates, changes, reads and deletes, and expects each step to see the one before, whichever node took it.</summary>
    /// <returns>How many requests it made.</returns>
    static async Task<int> ClientAsync(ApiClient client, int number, ConcurrentQueue<string> failed, CancellationToken stopped)
    {
        var requests = 0;
        while (!stopped.IsCancellationRequested)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"rolling-{number}-{requests}@example.test");
            var made = await ExpectAsync(201, client.PostAsync("/scim/v2/Users", Resources.User(name)));
            if (made is null)
                continue;

            var path = "/scim/v2/Users/" + made.Id;
            await ExpectAsync(200, client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "title", name))));
            if (await ExpectAsync(200, client.GetAsync(path)) is { } read && (string?)read.Body["title"] != name)
                failed.Enqueue($"{name} was read without its title.");
            await ExpectAsync(204, client.DeleteAsync(path));
        }

        return requests;

        async Task<Answer?> ExpectAsync(int status, Task<Answer> sent)
        {
            requests++;
            try
            {
                var answer = await sent;
                if (answer.Status == status)
                    return answer;

                failed.Enqueue($"{status} was expected: {answer.Status} {answer.Text}");
            }
            catch (HttpRequestException broken)
            {
                failed.Enqueue(broken.Message);
            }

            return null;
        }
    }
}
