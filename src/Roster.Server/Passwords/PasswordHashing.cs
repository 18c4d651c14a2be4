using Roster.Scim.Messages;
using Roster.Server.Options;

namespace Roster.Server.Passwords;

/// <summary>
/// Hashes and verifies passwords, a few at once, and lets a bounded number of requests wait. Without the bounds a flood of writes with
/// passwords would take all processors and memory from everybody else.
/// </summary>
sealed class PasswordHashing(PasswordOptions options) : IDisposable
{
    readonly SemaphoreSlim places = new(options.Concurrent, options.Concurrent);
    readonly Lazy<string> dummy = new(() => Argon2id.Hash("nobody's password"));
    int inside;

    /// <exception cref="ScimException">503 with <c>Retry-After</c> when too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancel) => InTurnAsync(() => Argon2id.Hash(password), cancel);

    /// <param name="stored">The stored hash; null takes the same time and is false, so that the answer does not tell who has a password.</param>
    /// <exception cref="ScimException">503 with <c>Retry-After</c> when too many wait already.</exception>
    public Task<bool> VerifyAsync(string password, string? stored, CancellationToken cancel) =>
        InTurnAsync(() => Argon2id.Verify(password, stored ?? dummy.Value) && stored is not null, cancel);

    async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref inside) > options.Concurrent + options.Waiting)
        {
            Interlocked.Decrement(ref inside);
            throw new ScimError(503, null, "Too many passwords are being hashed at once; try again.") { Fault = GatewayFault.Unavailable, RetryAfter = 2 }.ToException();
        }

        try
        {
            await places.WaitAsync(cancel);
            try
            {
                return await Task.Run(work, cancel);
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => places.Dispose();
}
