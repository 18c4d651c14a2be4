namespace Roster.Client;

/// <summary>
/// When a request is sent again: after 502, 503, 504 or a lost connection if repeating it is harmless (GET, a search, a token, a write with a version in <c>If-Match</c>),
/// and any request after 429, which says that it was not taken on, or if the connection was never made.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>Attempts in all; 1 switches retries off.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The most that is waited after the first failure. It doubles with each further one.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that is waited between two attempts, unless the server asks for more by <c>Retry-After</c>.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(20);

    internal static bool IsTransient(int status) => status is 429 or 502 or 503 or 504;

    /// <summary>Between half of the doubled bound and all of it, so that clients which failed together do not return together, and none returns at once.</summary>
    internal TimeSpan BackOff(int attempt)
    {
        var bound = Math.Min(BaseDelay.TotalMilliseconds * Math.Pow(2, attempt - 1), MaxDelay.TotalMilliseconds);
#pragma warning disable CA5394 // It spreads requests; nobody gains by guessing it.
        return TimeSpan.FromMilliseconds(bound * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}
