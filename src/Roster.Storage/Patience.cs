namespace Roster.Storage;

/// <summary>
/// How long is waited for a database that may be gone. Whatever is asked of it is answered, if only by 503, within five seconds: a network that swallows what is sent
/// shows by nothing but a statement's own limit, which is four, so that what comes before and after must fit into the fifth.
/// </summary>
static class Patience
{
    /// <summary>What has waited longer for its turn, while the database does not answer, is not begun any more.</summary>
    public static readonly TimeSpan Queueing = TimeSpan.FromSeconds(0.5);

    /// <summary>A connection that is found to be lost later than this is not replaced for the same request: to open one may take a second.</summary>
    public static readonly TimeSpan TryingAgain = TimeSpan.FromSeconds(2.5);

    /// <summary>When it must be known whether a commit went through; else it is said that it is not.</summary>
    public static readonly TimeSpan Certainty = TimeSpan.FromSeconds(4.5);

    /// <summary>For the look at that there is always as long as this.</summary>
    public static readonly TimeSpan ALook = TimeSpan.FromSeconds(0.5);
}
