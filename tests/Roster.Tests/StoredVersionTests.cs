using Roster.Server.Options;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>What a server with an earlier schema stored in PostgreSQL is opened by this one and answered as it was then, to the clients and by the tokens of then.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class StoredVersionTests : IAsyncLifetime
{
    PostgresDatabase database = null!;

    public static TheoryData<string> Versions => [.. StoredVersion.PostgresNames];

    public async ValueTask InitializeAsync() => database = await PostgresDatabase.CreateAsync();

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Theory, MemberData(nameof(Versions))]
    public async Task Every_answer_is_the_one_that_was_given_then_and_writing_goes_on(string version)
    {
        await StoredVersion.MakePostgresAsync(version, database);

        await using var server = await RosterServer.StartAsync(o => o with
        {
            Storage = new StorageSettings { ConnectionString = database.ConnectionString },
            PublicUrl = "https://roster.example",
            Bootstrap = new BootstrapOptions { ClientId = StoredVersion.ClientId, ClientSecret = StoredVersion.ClientSecret },
        });

        using var http = new HttpClient();
        foreach (var caller in await StoredVersion.AnswersAsync(version))
        {
            var client = new ApiClient(http, server.BaseUrl, (string?)caller!["token"] ?? await server.TokenAsync((string)caller["clientId"]!, (string)caller["clientSecret"]!));
            foreach (var (path, expected) in caller["answers"]!.AsObject())
                Assert.Equal($"{path}\n{expected!.ToJsonString()}", $"{path}\n{(await client.GetAsync(path)).Expect(200).Body.ToJsonString()}");

            if (caller["token"] is not null)
                continue;
            var user = await client.CreateUserAsync(door: Resources.StandardDoor);
            await client.CreateGroupAsync(Resources.UniqueName(), user.Id);
            var verified = await client.SendAsync("POST", "/admin/v1/passwords/verify", """{"userName":"dana01@example.org","password":"correct horse battery staple"}""", ("Content-Type", "application/json"));
            Assert.Equal((string)caller["clientId"]! == StoredVersion.ClientId, (bool?)verified.Expect(200).Body["valid"]);
        }
    }
}
