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
    readonly SemaphoreSlim jobs = new(options.Concurrent, options.Concurrent);
    int inside;
    int waiting;

    /// <summary>How many hashes wait for a place.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <exception cref="ScimException">503 with <c>Retry-After</c> when too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancel) => InTurnAsync(() => Argon2id.Hash(password), cancel);

    /// <summary>
    /// For a job that brings many passwords and is bounded by itself: waits for as long as it takes. Jobs together never have more hashes in the queue than are
    /// worked on at once, so others are not kept waiting by the length of a job.
    /// </summary>
    public async Task<string> HashInJobAsync(string password, CancellationToken cancel)
    {
        await jobs.WaitAsync(cancel);
        try
        {
            return await AtPlaceAsync(() => Argon2id.Hash(password), cancel);
        }
        finally
        {
            jobs.Release();
        }
    }

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
            return await AtPlaceAsync(work, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    async Task<T> AtPlaceAsync<T>(Func<T> work, CancellationToken cancel)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await places.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            return await Task.Run(work, cancel);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose()
    {
        places.Dispose();
        jobs.Dispose();
    }
}
