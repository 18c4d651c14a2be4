using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Server.Admin;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Commands;

/// <summary><c>roster token</c>: long-lived tokens to paste into an identity provider.</summary>
static class TokenCommand
{
    public static Command Create() => new("token", "Manage provisioning tokens, the long-lived ones for identity providers.") { Add(), List(), Revoke() };

    static Command Add()
    {
        var clientId = new Option<string>("--client") { Description = "The id of the client that it acts as.", Required = true };
        var name = new Option<string>("--name") { Description = "What it is for. A client has at most two tokens of one name at once.", Required = true };
        var days = new Option<int?>("--days") { Description = "Days until it expires, 1 to 3650; without it, it does not." };
        var user = new Option<string?>("--user") { Description = "The id of the user that it acts for, if it is one's own." };
        return new Command("add", "Make a token and print it, once.") { clientId, name, days, user }.Administers(async (store, given, cancel) =>
        {
            var id = given.GetValue(clientId)!;
            var client = await store.Clients.FindAsync(id, cancel) is { RevokedAt: null } found ? found : throw new OptionsException($"There is no client '{id}', or it was revoked before.");
            if (given.GetValue(days) is < 1 or > 3650)
                throw new OptionsException("--days must be between 1 and 3650.");

            var token = Credentials.NewProvisioningToken();
            var added = await store.Tokens.AddProvisioningAsync(
                new NewProvisioningToken
                {
                    Tenant = client.Tenant,
                    ClientId = client.Id,
                    Name = ClientRules.Name(given.GetValue(name)!),
                    Hash = Credentials.Hash(token),
                    Prefix = Credentials.Recognisable(token),
                    UserId = given.GetValue(user),
                    ExpiresAt = given.GetValue(days) is { } count ? TimeProvider.System.GetUtcNow().AddDays(count) : null,
                },
                cancel);

            var json = ProvisioningTokenEndpoints.Describe(added, TimeProvider.System.GetUtcNow());
            json.Insert(1, "token", token);
            given.Print(json, $"""
                Token    {token}
                Expires  {(added.ExpiresAt is { } at ? AdminRequest.Iso(at) : "never")}
                This is shown once; keep it.
                """);
            return 0;
        });
    }

    static Command List() => new Command("list", "List an organization's provisioning tokens.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var tokens = await store.Tokens.ListAsync((await store.TenantAsync(given, cancel)).Id, clientId: null, after: "", int.MaxValue, cancel);

        var now = TimeProvider.System.GetUtcNow();
        given.Print(
            new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(t => ProvisioningTokenEndpoints.Describe(t, now))]) },
            string.Join(Environment.NewLine, tokens.Select(t =>
                $"{t.Id}  {t.Prefix}…  {t.Name}  client {t.ClientId}  expires {(t.ExpiresAt is { } at ? AdminRequest.Iso(at) : "never")}  last used {(t.LastUsedAt is { } used ? AdminRequest.Iso(used) : "never")}")));
        return 0;
    });

    static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The token's id, as the list shows it." };
        return new Command("revoke", "End a provisioning token, at once.") { id, DataOption.Tenant }.Administers(async (store, given, cancel) =>
        {
            if (!await store.Tokens.RevokeByIdAsync((await store.TenantAsync(given, cancel)).Id, given.GetValue(id)!, cancel))
                throw new OptionsException($"There is no token '{given.GetValue(id)}'.");

            given.Print(new JsonObject { ["id"] = given.GetValue(id), ["revoked"] = true }, $"Token {given.GetValue(id)} is revoked.");
            return 0;
        });
    }
}
