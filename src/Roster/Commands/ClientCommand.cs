using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Server;
using Roster.Server.Admin;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary><c>roster client</c>: the OAuth clients that identity providers and applications sign in as.</summary>
static class ClientCommand
{
    static readonly Argument<string> Id = new("id") { Description = "The client's id." };

    public static Command Create() => new("client", "Manage OAuth clients.") { Add(), List(), Update(), Rotate(), Revoke() };

    static Command Add()
    {
        var name = new Option<string>("--name") { Description = "What the client is for.", Required = true };
        var permissions = new Option<string>("--permissions") { Description = "Permissions, separated by commas; 'all' for every one.", Required = true };
        var lifetime = new Option<int>("--lifetime") { Description = "Seconds that an access token lives, 300 to 38880000.", DefaultValueFactory = _ => ClientRules.DefaultLifetime };

        return new Command("add", "Make a client and print its secret, once.") { name, permissions, lifetime, DataOption.Tenant }.Administers(async (store, given, cancel) =>
        {
            var secret = Credentials.NewSecret();
            var client = await store.Clients.AddAsync(
                new NewClient
                {
                    Id = Credentials.NewClientId(),
                    Name = Checked("--name", () => ClientRules.Name(given.GetValue(name)!)),
                    Permissions = Permissions(given.GetValue(permissions)!),
                    SecretHash = Credentials.Hash(secret),
                    TokenLifetime = Checked("--lifetime", () => ClientRules.Lifetime(given.GetValue(lifetime))),
                    Tenant = (await store.TenantAsync(given, cancel)).Id,
                },
                cancel);

            var json = ClientEndpoints.Describe(client);
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
            new JsonObject { ["clients"] = new JsonArray([.. clients.Select(ClientEndpoints.Describe)]) },
            string.Join(Environment.NewLine, clients.Select(c => $"{c.Id}  {(c.RevokedAt is null ? "active " : "revoked")}  {c.Name}  {string.Join(',', c.Permissions.Order(StringComparer.Ordinal))}")));
        return 0;
    });

    static Command Update()
    {
        var name = new Option<string?>("--name") { Description = "What the client is for." };
        var permissions = new Option<string?>("--permissions") { Description = "All its permissions from now on, separated by commas; they hold for tokens that are out." };
        var lifetime = new Option<int?>("--lifetime") { Description = "Seconds that an access token issued from now on lives, 300 to 38880000." };
        return new Command("update", "Change a client's name, permissions or lifetime.") { Id, name, permissions, lifetime }.Administers(async (store, given, cancel) =>
        {
            var client = await FindAsync(store, given, cancel);
            var update = new ClientUpdate
            {
                Name = given.GetValue(name) is { } text ? Checked("--name", () => ClientRules.Name(text)) : null,
                Permissions = given.GetValue(permissions) is { } list ? Permissions(list) : null,
                TokenLifetime = given.GetValue(lifetime) is { } seconds ? Checked("--lifetime", () => ClientRules.Lifetime(seconds)) : null,
            };

            var updated = await store.Clients.UpdateAsync(client.Tenant, client.Id, update, cancel);
            given.Print(ClientEndpoints.Describe(updated), $"Client {client.Id} is changed.");
            return 0;
        });
    }

    static Command Rotate()
    {
        var end = new Option<bool>("--end") { Description = "End the older of two secrets, once the newer is in use." };
        return new Command("rotate", "Give a client a second secret and print it, once; then end the older with --end.") { Id, end }.Administers(async (store, given, cancel) =>
        {
            var client = await FindAsync(store, given, cancel);
            if (given.GetValue(end))
            {
                if (client.Secrets.Length < 2)
                    throw new OptionsException($"The client {client.Id} has one secret only; it would be left without.");
                await store.Clients.EndSecretAsync(client.Tenant, client.Id, client.Secrets[0].Id, cancel);
                given.Print(new JsonObject { ["clientId"] = client.Id, ["ended"] = client.Secrets[0].Id }, $"The older secret of client {client.Id} is ended.");
                return 0;
            }

            var secret = Credentials.NewSecret();
            var added = await store.Clients.AddSecretAsync(client.Tenant, client.Id, Credentials.Hash(secret), cancel);
            given.Print(new JsonObject { ["clientId"] = client.Id, ["clientSecret"] = secret, ["secretId"] = added.Id }, $"""
                Client id      {client.Id}
                Client secret  {secret}
                This is shown once. The older secret is good too, until 'roster client rotate {client.Id} --end'.
                """);
            return 0;
        });
    }

    static Command Revoke() => new Command("revoke", "End a client and all its tokens, at once.") { Id }.Administers(async (store, given, cancel) =>
    {
        var clientId = given.GetValue(Id)!;
        if (!await store.Clients.RevokeAsync(clientId, cancel))
            throw new OptionsException($"There is no client '{clientId}', or it was revoked before.");

        given.Print(new JsonObject { ["clientId"] = clientId, ["revoked"] = true }, $"Client {clientId} is revoked.");
        return 0;
    });

    static async Task<Storage.Client> FindAsync(RosterStore store, ParseResult given, CancellationToken cancel) =>
        await store.Clients.FindAsync(given.GetValue(Id)!, cancel) is { RevokedAt: null } client ? client
        : throw new OptionsException($"There is no client '{given.GetValue(Id)}', or it was revoked before.");

    static ImmutableHashSet<string> Permissions(string list)
    {
        var known = AdminPermissions.All(RosterApplication.Profiles(new RosterOptions()));
        return list is "all" ? [.. known]
            : Checked("--permissions", () => ClientRules.Permissions(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), known));
    }

    static T Checked<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ScimException wrong)
        {
            throw new OptionsException($"{option}: {wrong.Message}", wrong);
        }
    }
}
