using Roster.Scim.Messages;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Server.Hosting;

/// <summary>The client that a start has made, to be shown once.</summary>
/// <param name="Secret">Null when the configuration gave it: whoever set it knows it.</param>
public sealed record FirstClient(string ClientId, string? Secret)
{
    /// <summary>The organization that is always there.</summary>
    public const string Tenant = "default";

    /// <summary>
    /// Makes the organization <c>default</c> and a client with all permissions where they are missing: the client that the configuration names,
    /// or else one of its own when the organization has none at all.
    /// </summary>
    /// <returns>Null when there was nothing to make.</returns>
    /// <exception cref="OptionsException">The configured client exists with another secret, or was revoked.</exception>
    public static async Task<FirstClient?> EnsureAsync(RosterStore store, BootstrapOptions options, IEnumerable<string> permissions, CancellationToken cancel)
    {
        // Of several nodes that start on an empty database, one comes first.
        var tenant = await store.Tenants.FindAsync(Tenant, cancel) ?? await UnlessThereAsync(() => store.Tenants.AddAsync(Tenant, cancel)) ?? (await store.Tenants.FindAsync(Tenant, cancel))!;
        if (options is { ClientId: { } id, ClientSecret: { } secret })
        {
            if (await store.Clients.FindAsync(id, cancel) is null && await UnlessThereAsync(() => AddAsync(id, secret)) is not null)
                return new FirstClient(id, Secret: null);

            RequireSame((await store.Clients.FindAsync(id, cancel))!, secret);
            return null;
        }

        if ((await store.Clients.ListAsync(tenant.Id, cancel)).Count > 0)
            return null;

        var made = new FirstClient(Credentials.NewClientId(), Credentials.NewSecret());
        await AddAsync(made.ClientId, made.Secret!);
        return made;

        Task<Client> AddAsync(string id, string secret) => store.Clients.AddAsync(
            new NewClient { Id = id, Tenant = tenant.Id, Name = "First client", Permissions = [.. permissions], SecretHash = Credentials.Hash(secret) }, cancel);
    }

    static async Task<T?> UnlessThereAsync<T>(Func<Task<T>> add)
        where T : class
    {
        try
        {
            return await add();
        }
        catch (ScimException taken) when (taken.Error.Status == 409)
        {
            return null;
        }
    }

    static void RequireSame(Client existing, string secret)
    {
        if (existing.RevokedAt is not null)
            throw new OptionsException("Bootstrap:ClientId names a client that was revoked. Name another one, or remove the key.");

        if (!existing.HasSecret(Credentials.Hash(secret)))
            throw new OptionsException("Bootstrap:ClientSecret is not a secret of the client that Bootstrap:ClientId names. A start does not change a client: use its secret, or name another client.");
    }
}
