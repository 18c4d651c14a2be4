using Roster.Client;

namespace Roster.Contexts;

/// <summary>A server that a command has been pointed at, with the way to it.</summary>
sealed class ReachedServer : IDisposable
{
    readonly HttpClient http;

    /// <param name="context">Where it is and who asks.</param>
    /// <param name="name">The name of the stored context; null when the server was named by its address.</param>
    /// <exception cref="Roster.Server.Options.OptionsException">No requests can go there.</exception>
    public ReachedServer(ServerContext context, string? name)
    {
        (Context, Name) = (context, name);
        // An own handler: no redirects, which would turn a POST into a GET and take the token to another host.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            Connection = new ScimConnection(http, new ScimConnectionOptions
            {
                BaseAddress = context.Url,
                Credential = context.Credential,
                AllowPlainHttp = context.AllowPlainHttp,
                Timeout = TimeSpan.FromMinutes(5),
                AttemptTimeout = TimeSpan.FromMinutes(2),
                // Somebody waits: a server that is not there shall be told of within two seconds.
                Retry = new RetryOptions { MaxAttempts = 4, BaseDelay = TimeSpan.FromMilliseconds(300) },
            });
        }
        catch (ArgumentException bad)
        {
            http.Dispose();
            throw new Roster.Server.Options.OptionsException(
                context.IsSignedIn && context.Url is { Scheme: "http", IsLoopback: false }
                    ? $"'{context.Url}' is plain HTTP to another machine, and a secret would go there. Use https, or say --plain-http if the way there is safe."
                    : $"'{context.Url}' cannot be used: {bad.Message}", bad);
        }

        Service = new ScimService(Connection);
    }

    public ServerContext Context { get; }

    public string? Name { get; }

    /// <summary>One connection for the whole command: it keeps the token.</summary>
    public ScimConnection Connection { get; }

    public ScimService Service { get; }

    public void Dispose() => http.Dispose();
}
