using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests.Nodes;

/// <summary>Two nodes on one PostgreSQL database, each with a network of its own to it that a test can cut.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    readonly string _folder = Directory.CreateTempSubdirectory("roster-nodes-").FullName;
    readonly Stack<IAsyncDisposable> _owned = [];

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public PostgresDatabase Database { get; private set; } = null!;

    public RosterProcess One { get; private set; } = null!;

    public RosterProcess Other { get; private set; } = null!;

    public CuttingProxy NetworkOfOne { get; private set; } = null!;

    public CuttingProxy NetworkOfOther { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var server = await PostgresServer.Shared;
        Database = Own(await PostgresDatabase.CreateAsync(server));
        (NetworkOfOne, NetworkOfOther) = (Own(CuttingProxy.Start(server.Port)), Own(CuttingProxy.Start(server.Port)));
        One = await StartAsync(Database.Through(NetworkOfOne.Port));
        Other = await StartAsync(Database.Through(NetworkOfOther.Port));
    }

    /// <summary>A further node, which goes with the others. All have one outer address, so that they answer alike, and take two seconds to say that they are going.</summary>
    public async Task<RosterProcess> StartAsync(string connectionString)
    {
        var node = await RosterProcess.StartAsync(
            Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName, Http, StartTimeout,
            ("ROSTER_Storage__ConnectionString", connectionString), ("ROSTER_PublicUrl", "https://scim.example.test"), ("ROSTER_Shutdown__DrainSeconds", "2"));
        lock (_owned)
            return Own(node);
    }

    /// <summary>The first client, which may do everything.</summary>
    public async Task<ApiClient> AdministratorAsync(string address) =>
        new(Http, address, await RosterProcess.TokenAsync(Http, address, RosterProcess.ClientId, RosterProcess.ClientSecret));

    /// <summary>A new OAuth client with a token, made at one of the nodes.</summary>
    public async Task<(string Id, string Secret, string Token)> NewClientAsync(RosterProcess node, params string[] permissions)
    {
        var made = (await (await AdministratorAsync(node.Address)).SendAsync(
            "POST", "/admin/v1/clients", new JsonObject { ["name"] = "Test", ["permissions"] = new JsonArray([.. permissions.Select(p => (JsonNode)p)]) }.ToJsonString(), ("Content-Type", "application/json"))).Expect(201).Body;
        var (id, secret) = ((string)made["clientId"]!, (string)made["clientSecret"]!);
        return (id, secret, await RosterProcess.TokenAsync(Http, node.Address, id, secret));
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var one))
            await one.DisposeAsync();
        Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    T Own<T>(T one)
        where T : IAsyncDisposable
    {
        _owned.Push(one);
        return one;
    }
}
