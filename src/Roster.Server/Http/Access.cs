namespace Roster.Server.Http;

/// <summary>Who may enter a route. Every route carries one as metadata; a route without it keeps the server from starting.</summary>
public abstract record Access
{
    private Access() { }

    /// <summary>Anybody: nobody is asked who they are.</summary>
    public sealed record Open : Access;

    /// <summary>Anybody, but a token that is sent must be a good one.</summary>
    public sealed record TokenOptional : Access;

    /// <summary>Whoever has a good token. What it permits is judged per method by the profile's table of operations.</summary>
    public sealed record Token : Access;

    /// <summary>Whoever has a token with this permission.</summary>
    public sealed record Permission(string Name) : Access;
}
