using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Server;
using Roster.Server.Admin;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary><c>roster client</c>: the OAuth clients that identity providers and applications sign in as.</summary>
static class ClientCommand
{
    const int ShortestLifetime = 300;
    const int LongestLifetime = 450 * 24 * 60 * 60;

    public static Command Create() => new("client", "Manage OAuth clients.") { Add(), List(), Revoke() };

    static Command Add()
    {
        var name = new Option<string>("--name") { Description = "What the client is for.", Required = true };
        var permissions = new Option<string>("--permissions") { Description = "Permissions, separated by commas; 'all' for every one.", Required = true };
        var lifetime = new Option<int>("--lifetime") { Description = "Seconds that an access token lives, 300 to 38880000.", DefaultValueFactory = _ => 24 * 60 * 60 };

        return new Command("add", "Make a client and print its secret, once.") { name, permissions, lifetime, DataOption.Tenant }.Administers(async (store, given, cancel) =>
        {
            var seconds = given.GetValue(lifetime);
            if (seconds is < ShortestLifetime or > LongestLifetime)
                throw new OptionsException($"--lifetime must be between {ShortestLifetime} and {LongestLifetime} seconds; it is {seconds}.");

            var secret = Credentials.NewSecret();
            var client = await store.Clients.AddAsync(
                new NewClient
                {
                    Id = Credentials.NewClientId(),
                    Tenant = (await store.TenantAsync(given, cancel)).Id,
                    Name = given.GetValue(name)!,
                    Permissions = [.. Permissions(given.GetValue(permissions)!)],
                    SecretHash = Credentials.Hash(secret),
                    TokenLifetime = TimeSpan.FromSeconds(seconds),
                },
                cancel);

            var json = Describe(client);
            json.Insert(1, "clientSecret", secret);
            given.Print(json, $"""
                Client id      {client.Id}
                Client secret  {secret}
                This is shown once; keep the secret.
                """);
            return 0;
        });
    }

    static Command List() => new Command("list", "List an organization's clients.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var clients = await store.Clients.ListAsync((await store.TenantAsync(given, cancel)).Id, cancel);

        given.Print(
            new JsonObject { ["clients"] = new JsonArray([.. clients.Select(Describe)]) },
            string.Join(Environment.NewLine, clients.Select(c => $"{c.Id}  {(c.RevokedAt is null ? "active " : "revoked")}  {c.Name}  {string.Join(',', c.Permissions.Order(StringComparer.Ordinal))}")));
        return 0;
    });

    static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The client's id." };
        return new Command("revoke", "End a client and all its tokens, at once.") { id }.Administers(async (store, given, cancel) =>
        {
            var clientId = given.GetValue(id)!;
            if (!await store.Clients.RevokeAsync(clientId, cancel))
                throw new OptionsException($"There is no client '{clientId}', or it was revoked before.");

            given.Print(new JsonObject { ["clientId"] = clientId, ["revoked"] = true }, $"Client {clientId} is revoked.");
            return 0;
        });
    }

    static IEnumerable<string> Permissions(string list)
    {
        var known = AdminPermissions.All(RosterApplication.Profiles(new RosterOptions()));
        if (list is "all")
            return known;

        var given = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return given.FirstOrDefault(p => !known.Contains(p)) is { } unknown
            ? throw new OptionsException($"--permissions: '{unknown}' is not a permission. There are: {string.Join(", ", known)}.")
            : given;
    }

    static JsonObject Describe(Client client) => new()
    {
        ["clientId"] = client.Id,
        ["name"] = client.Name,
        ["permissions"] = new JsonArray([.. client.Permissions.Order(StringComparer.Ordinal).Select(p => (JsonNode)p)]),
        ["tokenLifetime"] = (long)client.TokenLifetime.TotalSeconds,
        ["createdAt"] = client.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["revoked"] = client.RevokedAt is not null,
    };
}
