using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>
/// The process is killed while eight clients write (T79). What was acknowledged must be there afterwards, and what was not must be there
/// wholly or not at all.
/// </summary>
public sealed class CrashTests
{
    const int Writers = 8;

    static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(5);

    static int Rounds => Environment.GetEnvironmentVariable("ROSTER_LONG_TESTS") is "1" or "true" ? 200 : 20;

    [Fact]
    [Holds("S-47", "PA-06")]
    public async Task After_a_kill_every_acknowledged_write_is_there_and_no_other_is_there_by_halves()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var folder = Directory.CreateTempSubdirectory("roster-crash-").FullName;
        var writers = Enumerable.Range(0, Writers).Select(number => new Writer(number)).ToArray();
        var acknowledged = 0;
        string? group = null;

        for (var round = 0; round <= Rounds; round++)
        {
            await using var server = await RosterProcess.StartAsync(folder, http, TimeSpan.FromMinutes(1));
            // What a start has to recover after a kill is in the file; a database server recovers by itself.
            Assert.True(TestEngine.IsPostgres || server.StartedWithin < ReadyWithin, $"Round {round}: ready after {server.StartedWithin}");
            var client = new ApiClient(http, server.Address, await RosterProcess.TokenAsync(http, server.Address, RosterProcess.ClientId, RosterProcess.ClientSecret));
            group ??= (await client.CreateGroupAsync("Everybody")).Id;

            var stored = await StoredAsync(client, group, round);
            foreach (var writer in writers)
                writer.Compare(stored, round);
            Assert.Equal(writers.Sum(w => w.Acknowledged.Count), stored.Count);

            if (round == Rounds)
                break;

            using var killed = new CancellationTokenSource();
            var enough = new Countdown(Random.Shared.Next(10, 150));
            var writing = writers.Select(writer => writer.WriteAsync(client, group, enough, killed.Token)).ToArray();
            // A writer that fails ends the round too, and is heard below.
            await Task.WhenAny([enough.Reached, .. writing]);
            await Task.Delay(Random.Shared.Next(0, 10));
            await killed.CancelAsync();
            await server.KillAsync();
            await Task.WhenAll(writing);
            acknowledged += enough.Count;
        }

        Directory.Delete(folder, recursive: true);
        Assert.True(acknowledged >= Rounds * 10, $"Only {acknowledged} writes were acknowledged, too few to show anything.");
    }

    /// <summary>What the server holds, by userName; both sides of a membership and both halves of a PATCH are compared on the way.</summary>
    static async Task<ImmutableSortedDictionary<string, StoredUser>> StoredAsync(ApiClient client, string group, int round)
    {
        var members = (await client.GetAsync("/api/v2/scim/v2/groups/" + group)).Expect(200).Body["members"]?.AsArray().Select(m => (string)m!["value"]!).ToHashSet(StringComparer.Ordinal) ?? [];
        var stored = ImmutableSortedDictionary.CreateBuilder<string, StoredUser>(StringComparer.Ordinal);
        await foreach (var user in UsersAsync(client))
        {
            var (id, name) = ((string)user["id"]!, (string)user["userName"]!);
            var isMember = user["groups"]?.AsArray().Any(g => (string)g!["value"]! == group) ?? false;
            Assert.True(isMember == members.Remove(id), $"Round {round}: {name} and its group disagree");
            var title = (string?)user["title"];
            Assert.True(title == (string?)user[Resources.Enterprise]?["department"], $"Round {round}: {name} has half a PATCH: {user.ToJsonString()}");
            stored.Add(name, new(id, title, isMember));
        }

        Assert.True(members.Count == 0, $"Round {round}: members that are no users: {string.Join(' ', members)}");
        return stored.ToImmutable();
    }

    static async IAsyncEnumerable<JsonObject> UsersAsync(ApiClient client)
    {
        for (var (read, total) = (0, 1); read < total;)
        {
            var page = (await client.GetAsync($"/api/v2/scim/v2/users?count=500&startIndex={read + 1}")).Expect(200).Body;
            total = (int)page["totalResults"]!;
            foreach (var user in page["Resources"]!.AsArray())
            {
                read++;
                yield return user!.AsObject();
            }
        }
    }

    /// <summary>Acknowledged writes of all writers. The kill waits for a number of them, not for a time: a slow machine then shows as much as a fast one.</summary>
    sealed class Countdown(int target)
    {
        readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _count;

        public int Count => _count;

        public Task Reached => _reached.Task;

        public void Step()
        {
            if (Interlocked.Increment(ref _count) == target)
                _reached.SetResult();
        }
    }

    sealed record StoredUser(string Id, string? Title, bool IsMember);

    /// <summary>
    /// One client that does one thing after another and remembers what the server has promised. Its users are its own; the group is everybody's.
    /// </summary>
    sealed class Writer(int number)
    {
        const int MostUsers = 12;

        ImmutableSortedDictionary<string, StoredUser>? _attempted;
        int _made;

        /// <summary>The writer's users as the server has acknowledged them.</summary>
        public ImmutableSortedDictionary<string, StoredUser> Acknowledged { get; private set; } = ImmutableSortedDictionary.Create<string, StoredUser>(StringComparer.Ordinal);

        string Prefix => string.Create(CultureInfo.InvariantCulture, $"w{number}-");

        /// <summary>Writes until the server is gone.</summary>
        public async Task WriteAsync(ApiClient client, string group, Countdown enough, CancellationToken killed)
        {
            try
            {
                while (true)
                {
                    foreach (var step in new[] { CreateAsync, ChangeAsync, JoinAsync, ChangeAsync, LeaveAsync })
                    {
                        await step(client, group);
                        enough.Step();
                    }
                }
            }
            catch (Exception gone) when (killed.IsCancellationRequested && gone is HttpRequestException or SocketException)
            {
                // The server is gone, as it should be. HttpClient lets a connection that breaks while it is made through as it is.
            }
        }

        /// <summary>The server holds what it acknowledged, with or without the one write whose answer never came.</summary>
        public void Compare(ImmutableSortedDictionary<string, StoredUser> all, int round)
        {
            var stored = all.Where(u => u.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToImmutableSortedDictionary(StringComparer.Ordinal);
            var found = Text(stored);
            Assert.True(
                found == Text(Acknowledged) || (_attempted is not null && found == Text(_attempted)),
                $"Round {round}, writer {number}\nstored:       {found}\nacknowledged: {Text(Acknowledged)}\nattempted:    {(_attempted is null ? "nothing more" : Text(_attempted))}");
            (Acknowledged, _attempted) = (stored, null);
        }

        async Task CreateAsync(ApiClient client, string group)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_made++:D6}@example.test");
            _attempted = Acknowledged.Add(name, new("", Title: null, IsMember: false));
            var created = (await client.PostAsync("/api/v2/scim/v2/users", Resources.User(name))).Expect(201);
            Acknowledged = _attempted.SetItem(name, new(created.Id, Title: null, IsMember: false));
        }

        /// <summary>Two attributes in one PATCH, always set alike.</summary>
        async Task ChangeAsync(ApiClient client, string group)
        {
            var (name, user) = Acknowledged.ElementAt(Random.Shared.Next(Acknowledged.Count));
            var title = string.Create(CultureInfo.InvariantCulture, $"t{_made}-{Random.Shared.Next(1_000_000)}");
            _attempted = Acknowledged.SetItem(name, user with { Title = title });
            (await client.PatchAsync("/api/v2/scim/users/" + user.Id, Resources.Patch(
                Resources.Operation("replace", "title", title),
                Resources.Operation("add", Resources.Enterprise + ":department", title)))).Expect(200);
            Acknowledged = _attempted;
        }

        /// <summary>Up to three users join in one PATCH, while seven others change the same group.</summary>
        async Task JoinAsync(ApiClient client, string group)
        {
            var joining = Acknowledged.Reverse().Take(3).ToArray();
            _attempted = Acknowledged.SetItems(joining.Select(u => KeyValuePair.Create(u.Key, u.Value with { IsMember = true })));
            (await client.PatchAsync("/api/v2/scim/v2/groups/" + group, Resources.Patch(
                Resources.Operation("add", "members", Resources.Members(joining.Select(u => u.Value.Id)))))).Expect(200);
            Acknowledged = _attempted;
        }

        /// <summary>The oldest user is deleted when there are many; otherwise it leaves the group.</summary>
        async Task LeaveAsync(ApiClient client, string group)
        {
            var (name, user) = Acknowledged.First();
            if (Acknowledged.Count > MostUsers)
            {
                _attempted = Acknowledged.Remove(name);
                (await client.DeleteAsync("/api/v2/scim/v2/users/" + user.Id)).Expect(204);
            }
            else
            {
                _attempted = Acknowledged.SetItem(name, user with { IsMember = false });
                (await client.PatchAsync("/api/v2/scim/v2/groups/" + group, Resources.Patch(
                    Resources.Operation("remove", $"members[value eq \"{user.Id}\"]", value: null)))).Expect(200);
            }

            Acknowledged = _attempted;
        }

        static string Text(ImmutableSortedDictionary<string, StoredUser> users) =>
            string.Join("; ", users.Select(u => $"{u.Key} {u.Value.Title} {(u.Value.IsMember ? "in" : "out")}"));
    }
}
