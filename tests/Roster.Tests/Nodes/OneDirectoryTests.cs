using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Roster.Testing;

namespace Roster.Tests.Nodes;

/// <summary>Two nodes are one directory: what is done at one of them holds at the other.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class OneDirectoryTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    const int Rounds = 20;
    const string Json = "application/json";
    const string Urn = "urn:example:params:scim:schemas:extension:nodes:1.0:User";

    static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_is_written_at_one_node_is_read_at_the_other_at_once()
    {
        ApiClient[] clients = [await nodes.AdministratorAsync(nodes.One.Address), await nodes.AdministratorAsync(nodes.Other.Address)];
        for (var round = 0; round < 100; round++)
        {
            var (here, there) = (clients[round % 2], clients[1 - (round % 2)]);
            var name = $"read-your-writes-{round}@example.test";
            var user = await here.CreateUserAsync(name, Resources.StandardDoor);
            var path = "/scim/v2/Users/" + user.Id;

            Assert.Equal(user.Text, (await there.GetAsync(path)).Expect(200).Text);
            Assert.Equal(1, (int)(await there.GetAsync($"/scim/v2/Users?count=0&filter=userName eq \"{name}\"")).Expect(200).Body["totalResults"]!);
            Assert.Equal(409, (await there.PostAsync("/scim/v2/Users", Resources.User(name))).Status);

            var patched = (await there.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "title", name)))).Expect(200);
            Assert.Equal(patched.Text, (await here.GetAsync(path)).Expect(200).Text);
            Assert.Equal(412, (await here.PatchAsync(path, Resources.Patch(Resources.Operation("replace", "title", "x")), ("If-Match", user.Version))).Status);

            (await here.DeleteAsync(path)).Expect(204);
            Assert.Equal(404, (await there.GetAsync(path)).Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_token_that_is_revoked_at_one_node_is_refused_at_the_other_within_a_second(bool deaf) => MeasureAsync(
        deaf,
        async client =>
        {
            using var form = new FormUrlEncodedContent([new("token", client.Token), new("client_id", client.Id), new("client_secret", client.Secret)]);
            using var response = await nodes.Http.PostAsync(new Uri(nodes.One.Address + "/oauth/revoke"), form);
            return (int)response.StatusCode;
        },
        expected: 401);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_permission_that_is_taken_away_at_one_node_is_gone_at_the_other_within_a_second(bool deaf)
    {
        var administrator = await nodes.AdministratorAsync(nodes.One.Address);
        await MeasureAsync(
            deaf,
            async client => (await administrator.SendAsync("PATCH", "/admin/v1/clients/" + client.Id, """{"permissions":[]}""", ("Content-Type", Json))).Status,
            expected: 403);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_schema_that_is_changed_at_one_node_is_in_force_at_the_other_within_a_second(bool deaf)
    {
        var (here, there) = (await nodes.AdministratorAsync(nodes.One.Address), await nodes.AdministratorAsync(nodes.Other.Address));
        var urn = deaf ? Urn + "Deaf" : Urn;
        var attributes = new JsonArray(new JsonObject { ["name"] = "first" });
        JsonObject Schema() => new() { ["id"] = urn, ["name"] = deaf ? "Deaf" : "Hearing", ["attributes"] = attributes.DeepClone() };
        (await here.SendAsync("POST", "/admin/v1/schemas", Schema().ToJsonString(), ("Content-Type", Json))).Expect(201);
        var extensions = (await here.GetAsync("/admin/v1/resource-types/User")).Expect(200).Body["schemaExtensions"]!.DeepClone().AsArray();
        extensions.Add(new JsonObject { ["schema"] = urn, ["required"] = false });
        (await here.SendAsync("PUT", "/admin/v1/resource-types/User", new JsonObject { ["schemaExtensions"] = extensions }.ToJsonString(), ("Content-Type", Json))).Expect(200);

        for (var round = 0; round < Rounds; round++)
        {
            var name = $"added{round}";
            attributes.Add(new JsonObject { ["name"] = name });
            if (deaf)
                await DeafenAsync();
            (await here.SendAsync("PUT", "/admin/v1/schemas/" + urn, Schema().ToJsonString(), ("Content-Type", Json))).Expect(200);

            for (var watch = Stopwatch.StartNew(); ;)
            {
                var asked = watch.Elapsed;
                var user = Resources.User(Resources.UniqueName());
                user[urn] = new JsonObject { [name] = "known" };
                var made = (await there.PostAsync("/scim/v2/Users", user)).Expect(201).Body;
                if ((string?)made[urn]?[name] == "known")
                    break;

                Assert.True(asked < Bound, $"Round {round}: after {asked} the other node does not know {name}.");
            }
        }
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_all_come_up_and_agree()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var database = await PostgresDatabase.CreateAsync();

            var started = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => nodes.StartAsync(database.ConnectionString)));

            var clients = await Task.WhenAll(started.Select(node => nodes.AdministratorAsync(node.Address)));
            var user = await clients[0].CreateUserAsync(door: Resources.StandardDoor);
            Assert.All(await Task.WhenAll(clients.Select(c => c.GetAsync("/scim/v2/Users/" + user.Id))), answer => Assert.Equal(user.Text, answer.Text));
            Assert.Equal("1 1", await ScalarAsync(database.ConnectionString, "SELECT concat_ws(' ', (SELECT count(*) FROM tenant), (SELECT count(*) FROM client))"));
            await Task.WhenAll(started.Select(node => node.KillAsync()));
        }
    }

    /// <param name="deaf">Whether the connections on which the nodes hear of changes are broken just before, so that only the age of what they remember helps.</param>
    /// <param name="take">Takes something away at one node from a client that asks the other one without end.</param>
    async Task MeasureAsync(bool deaf, Func<(string Id, string Secret, string Token), Task<int>> take, int expected)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var client = await nodes.NewClientAsync(nodes.One, "directory:user:view");
            var there = new ApiClient(nodes.Http, nodes.Other.Address, client.Token);
            (await there.GetAsync("/scim/v2/Users?count=0")).Expect(200);

            using var asking = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var refused = Task.Run(async () =>
            {
                while (!asking.IsCancellationRequested)
                {
                    var answer = await there.GetAsync("/scim/v2/Users?count=0");
                    if (answer.Status != 200)
                        return (answer.Status, At: Stopwatch.GetTimestamp());
                }

                return (Status: 200, At: Stopwatch.GetTimestamp());
            });
            if (deaf)
                await DeafenAsync();
            Assert.Equal(200, await take(client));
            var acknowledged = Stopwatch.GetTimestamp();
            var (status, at) = await refused;

            Assert.Equal(expected, status);
            Assert.True(Stopwatch.GetElapsedTime(acknowledged, at) < Bound, $"Round {round}: {Stopwatch.GetElapsedTime(acknowledged, at)}");
        }
    }

    Task DeafenAsync() => nodes.Database.ExecuteAsAdminAsync(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN roster'");

    static async Task<string> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
