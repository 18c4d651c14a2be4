using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Roster.Scim.Messages;
using Roster.Server.Metrics;
using Roster.Storage;

namespace Roster.Server.OAuth;

/// <summary>
/// Tells whether a secret is a client's. Unknown, wrong, revoked and suspended look alike, in the answer and in the time it takes. A secret is
/// 256 random bits: guessing is hopeless and needs no lock-out, which would only let strangers lock a client out. Whoever goes on being wrong is told to wait.
/// </summary>
sealed class ClientAuthentication(RosterStore store, WrongSecrets wrong, RosterMetrics metrics, ILogger<ClientAuthentication> log)
{
    static readonly byte[] NobodysSecret = Credentials.Hash("");

    /// <param name="from">The address that the request came from.</param>
    /// <exception cref="ScimException">429 when the secret is wrong, not for the first time.</exception>
    public async ValueTask<Client?> AuthenticateAsync(string? id, string? secret, IPAddress? from, CancellationToken cancel)
    {
        var client = id is { Length: > 0 and <= 256 } ? await store.Clients.FindAsync(id, cancel) : null;
        var hash = Credentials.Hash(secret ?? "");
        var right = client?.HasSecret(hash) ?? CryptographicOperations.FixedTimeEquals(hash, NobodysSecret);
        if (client is { RevokedAt: null, Suspended: false } && right && !string.IsNullOrEmpty(secret))
            return client;

        metrics.WrongSecret();
        Log.RefusedClient(log, ScimError.Quote(id ?? ""));
        if (wrong.Count(from, id is { Length: <= 256 } ? id : "") is { } use)
            throw new ScimError(429, null, "The client id or the secret was wrong too often; wait before trying again.") { Fault = GatewayFault.TooManyRequests, RetryAfter = use.ResetSeconds }.ToException();
        return null;
    }
}
