using System.Diagnostics;
using System.Globalization;
using Roster.Testing;

namespace Roster.Tests.Nodes;

/// <summary>
/// The network between the nodes and their database is cut, at any byte, while eight clients write. What was acknowledged is there exactly once, what failed
/// is there wholly or not at all, and nobody waits for long.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class CutConnectionTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    // What the database answers to the beginning of a write, and to its commit.
    static readonly byte[] Began = "INSERT 0 1"u8.ToArray();
    static readonly byte[] Committed = "COMMIT"u8.ToArray();

    const int Writers = 8;
    const int Readers = 16;
    const int Outages = 2;

    static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(5);

    // Longer than the database keeps a transaction of which it hears no more.
    static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    static int Cuts => Environment.GetEnvironmentVariable("ROSTER_LONG_TESTS") is "1" or "true" ? 1000 : 20;

    [Fact]
    public Task No_write_is_lost_halved_or_done_twice_and_every_answer_comes_within_five_seconds() => WriteWhileAsync(Cuts, cut => CutAsync(cut % 2 == 0 ? nodes.NetworkOfOne : nodes.NetworkOfOther, cut / 2));

    [Fact]
    public async Task Nor_is_it_when_the_network_swallows_what_is_sent_instead()
    {
        using var stop = new CancellationTokenSource();
        var client = await nodes.AdministratorAsync(nodes.One.Address);
        var user = await client.CreateUserAsync(door: Resources.StandardDoor);
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync(client, "/scim/v2/Users/" + user.Id, stop.Token))).ToArray();

        await WriteWhileAsync(Outages, async outage =>
        {
            var network = nodes.NetworkOfOne;
            if (outage % 2 == 0)
                network.Traffic = Traffic.Swallow;
            else
                await network.SwallowBefore(Toward.Client, Committed, after: Began);
            await Task.Delay(Outage);
            network.Traffic = Traffic.Pass;
        });

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), answered => Assert.True(answered > Outages));
    }

    async Task WriteWhileAsync(int cuts, Func<int, Task> cutAsync)
    {
        ApiClient[] clients = [await nodes.AdministratorAsync(nodes.One.Address), await nodes.AdministratorAsync(nodes.Other.Address)];
        var group = (await clients[0].CreateGroupAsync(Resources.UniqueName())).Id;
        var others = (int)(await clients[0].GetAsync("/scim/v2/Users?count=0")).Expect(200).Body["totalResults"]!;
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(n => new Writer(clients[n % 2], n, group)).ToArray();
        var writing = writers.Select(writer => Task.Run(() => writer.WriteAsync(stop.Token))).ToArray();

        for (var cut = 0; cut < cuts; cut++)
        {
            // Every cut meets writers at work: each has had answers since the last one.
            var before = writers.Select(w => w.Acknowledged).ToArray();
            for (var watch = Stopwatch.StartNew(); writers.Where((w, n) => w.Acknowledged < before[n] + 2).Any() && !writing.Any(w => w.IsCompleted); await Task.Delay(1))
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"After cut {cut} not every writer got on.");
            await Task.Delay(Random.Shared.Next(0, 20));

            await cutAsync(cut).WaitAsync(TimeSpan.FromSeconds(30));
            if (writing.Any(w => w.IsCompleted))
                break;
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);

        // Each node tells the same, and it is what the writers know.
        foreach (var client in clients)
        {
            var stored = (await client.GetAsync($"/scim/v2/Groups/{group}")).Expect(200);
            var members = stored.Body["members"]?.AsArray().Select(m => (string)m!["value"]!) ?? [];
            Assert.Equal(writers.SelectMany(w => w.Users.Where(u => u.IsMember).Select(u => u.Id)).Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
            Assert.Equal(1 + writers.Sum(w => w.MemberChanges), Version(stored));
            Assert.Equal(others + writers.Sum(w => w.Users.Count), (int)(await client.GetAsync("/scim/v2/Users?count=0")).Expect(200).Body["totalResults"]!);
            foreach (var user in writers.SelectMany(w => w.Users))
                Assert.Equal(user, await ReadAsync(client, user.Id, group));
        }

        Assert.True(writers.Sum(w => w.Acknowledged) >= cuts * Writers * 2);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cuts} cuts: {writers.Sum(w => w.Acknowledged)} acknowledged, {writers.Sum(w => w.Failed)} failed of which {writers.Sum(w => w.FailedYetMade)} were made; slowest answer {writers.Max(w => w.Slowest)}"));
    }

    /// <summary>By turns at some byte or other, and where it is worst: a commit has been made, and its answer is lost.</summary>
    static Task CutAsync(CuttingProxy network, int kind)
    {
        switch (kind % 5)
        {
            case 0:
                network.Cut();
                return Task.CompletedTask;
            case 1:
                return network.CutAfter(Toward.Client, Random.Shared.Next(0, 2000));
            case 2:
                return network.CutAfter(Toward.Server, Random.Shared.Next(0, 2000));
            default:
                return network.CutBefore(Toward.Client, Committed, after: Began);
        }
    }

    /// <summary>Asks without end; whoever waits for the database must not keep the others waiting longer.</summary>
    /// <returns>How often it was answered.</returns>
    static async Task<int> ReadAsync(ApiClient client, string path, CancellationToken stopped)
    {
        for (var answered = 0; ; answered++)
        {
            if (stopped.IsCancellationRequested)
                return answered;

            var asked = Stopwatch.GetTimestamp();
            var answer = await client.GetAsync(path);
            Assert.True(Stopwatch.GetElapsedTime(asked) < AnsweredWithin, $"Answered after {Stopwatch.GetElapsedTime(asked)}: {answer.Status} {answer.Text}");
            Assert.True(answer.Status == 200 || (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After")), $"{answer.Status} {answer.Text}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    static int Version(Answer answer) => int.Parse(answer.Version.AsSpan(3, answer.Version.Length - 4), CultureInfo.InvariantCulture);

    static async Task<StoredUser> ReadAsync(ApiClient client, string id, string group) => Read((await client.GetAsync("/scim/v2/Users/" + id)).Expect(200), group);

    static StoredUser Read(Answer answer, string group)
    {
        var title = (string?)answer.Body["title"];
        Assert.Equal(title, (string?)answer.Body["displayName"]);
        return new(answer.Id, title, answer.Body["groups"]?.AsArray().Any(g => (string)g!["value"]! == group) ?? false, Version(answer));
    }

    sealed record StoredUser(string Id, string? Title, bool IsMember, int Version);

    /// <summary>One client at one node. Its users are its own, so it knows the version that each must have; the group is everybody's.</summary>
    sealed class Writer(ApiClient client, int number, string group)
    {
        int _number;

        /// <summary>Its users as they must be stored.</summary>
        public List<StoredUser> Users { get; } = [];

        public int Acknowledged { get; private set; }

        public int Failed { get; private set; }

        public int FailedYetMade { get; private set; }

        /// <summary>How often one of its users became a member or ceased to be one.</summary>
        public int MemberChanges { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public async Task WriteAsync(CancellationToken stopped)
        {
            while (!stopped.IsCancellationRequested)
            {
                // Only a creation that is done again shows: its name is taken.
                await CreateAsync();
                await ChangeAsync();
                await CreateAsync();
                await JoinOrLeaveAsync();
            }
        }

        async Task CreateAsync()
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"cut-{group}-{number}-{_number++}");
            var user = Resources.User(name + "@example.test");
            (user["title"], user["displayName"]) = (name, name);
            var answer = await SendAsync(() => client.PostAsync("/scim/v2/Users", user), 201);
            if (answer is not null)
            {
                Users.Add(Read(answer, group));
                return;
            }

            // A failed one is there whole or not at all.
            var found = (await UntilAnsweredAsync($"/scim/v2/Users?filter=userName eq \"{name}@example.test\"")).Body["Resources"]?.AsArray() ?? [];
            if (found.Count == 0)
                return;

            FailedYetMade++;
            var stored = Read(await UntilAnsweredAsync("/scim/v2/Users/" + (string)Assert.Single(found)!["id"]!), group);
            Assert.Equal(new(stored.Id, name, IsMember: false, Version: 1), stored);
            Users.Add(stored);
        }

        /// <summary>Two attributes in one PATCH, always set alike.</summary>
        Task ChangeAsync()
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"t{number}-{_number++}");
            return ChangeAsync(
                user => user with { Title = title, Version = user.Version + 1 },
                user => client.PatchAsync("/scim/v2/Users/" + user.Id, Resources.Patch(Resources.Operation("replace", "title", title), Resources.Operation("replace", "displayName", title))));
        }

        /// <summary>A membership is a change of the user too.</summary>
        Task JoinOrLeaveAsync() => ChangeAsync(
            user => user with { IsMember = !user.IsMember, Version = user.Version + 1 },
            user => client.PatchAsync($"/scim/v2/Groups/{group}?attributes=displayName", Resources.Patch(user.IsMember
                ? Resources.Operation("remove", $"members[value eq \"{user.Id}\"]", value: null)
                : Resources.Operation("add", "members", Resources.Members(user.Id)))));

        async Task ChangeAsync(Func<StoredUser, StoredUser> change, Func<StoredUser, Task<Answer>> send)
        {
            if (Users.Count == 0)
                return;

            var at = Random.Shared.Next(Users.Count);
            var (before, after) = (Users[at], change(Users[at]));
            var acknowledged = await SendAsync(() => send(before), 200) is not null;
            var stored = Read(await UntilAnsweredAsync("/scim/v2/Users/" + before.Id), group);
            if (acknowledged)
                Assert.Equal(after, stored);
            else
                Assert.True(stored == before || stored == after, $"It was {before} and should have become {after}; it is {stored}.");

            FailedYetMade += !acknowledged && stored == after ? 1 : 0;
            MemberChanges += stored.IsMember != before.IsMember ? 1 : 0;
            Users[at] = stored;
        }

        /// <returns>Null when it failed, which is answered by 503 and nothing else: a name that is taken, say, would have been taken by this very request.</returns>
        async Task<Answer?> SendAsync(Func<Task<Answer>> send, int expected)
        {
            var watch = Stopwatch.StartNew();
            var answer = await send();
            Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
            Assert.True(watch.Elapsed < AnsweredWithin, $"Answered after {watch.Elapsed}: {answer.Status} {answer.Text}");
            Assert.True(answer.Status == expected || (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After")), $"{answer.Status} {answer.Text}");
            if (answer.Status == 503)
            {
                Failed++;
                return null;
            }

            Acknowledged++;
            return answer;
        }

        async Task<Answer> UntilAnsweredAsync(string path)
        {
            for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
            {
                var asked = Stopwatch.GetTimestamp();
                var answer = await client.GetAsync(path);
                Assert.True(Stopwatch.GetElapsedTime(asked) < AnsweredWithin, $"Answered after {Stopwatch.GetElapsedTime(asked)}: {answer.Status} {answer.Text}");
                if (answer.Status != 503)
                    return answer.Expect(200);

                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "The node did not recover.");
            }
        }
    }
}
