using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roster.Scim;
using Roster.Server;
using Roster.Server.Hosting;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Testing;

/// <summary>The real server on a free loopback port, with a data folder of its own that goes away with it.</summary>
public sealed class RosterServer : IAsyncDisposable
{
    RosterServer(WebApplication app, string folder, bool ownsFolder, string baseUrl, CapturedLogs logs) =>
        (App, Folder, this.ownsFolder, BaseUrl, Logs) = (app, folder, ownsFolder, baseUrl, logs);

    readonly bool ownsFolder;
    readonly List<HttpClient> clients = [];
    HttpClient? http;

    public WebApplication App { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Scheme, host and port, without a trailing slash.</summary>
    public string BaseUrl { get; }

    /// <summary>The first client's, which has all permissions in organization <c>default</c>.</summary>
    public string ClientId { get; private init; } = "";

    public string ClientSecret { get; private init; } = "";

    /// <summary>Everything that was logged, down to the finest level unless the test said otherwise.</summary>
    public CapturedLogs Logs { get; }

    public RosterStore Store => App.Services.GetRequiredService<RosterStore>();

    /// <summary>Sends with the first client's token.</summary>
    public HttpClient Http => http ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Sends without a token.</summary>
    public HttpClient Anonymous => anonymous ??= NewClient();

    HttpClient? anonymous;

    /// <param name="change">What to configure otherwise; rate limits are off and a stop waits for nobody unless it sets them.</param>
    /// <param name="folder">An existing data folder, which stays.</param>
    /// <param name="configuration">ASP.NET Core's own sections.</param>
    /// <param name="further">Surfaces beside the built-in ones.</param>
    /// <param name="logged">What is kept in <see cref="Logs"/>, from which level on.</param>
    public static async Task<RosterServer> StartAsync(
        Func<RosterOptions, RosterOptions>? change = null, TimeProvider? clock = null, string? folder = null, IConfiguration? configuration = null, IEnumerable<ScimProfile>? further = null,
        LogLevel logged = LogLevel.Trace)
    {
        var data = folder ?? Path.Combine(Path.GetTempPath(), "roster-" + Guid.NewGuid().ToString("N"));
        var secret = Credentials.NewSecret();
        var options = new RosterOptions
        {
            Data = data,
            Urls = "http://127.0.0.1:0",
            Bootstrap = new BootstrapOptions { ClientId = "test-" + Guid.NewGuid().ToString("N"), ClientSecret = secret },
            RateLimit = new RateLimitOptions { RequestsPerMinute = 0 },
            Storage = new StorageSettings { ConnectionString = TestEngine.ConnectionString(data) },
            Shutdown = new ShutdownOptions { DrainSeconds = 0 },
        };
        options = change is null ? options : change(options);
        var logs = new CapturedLogs();
        var app = await RosterApplication.BuildAsync(
            options, configuration ?? new ConfigurationBuilder().Build(), clock ?? TimeProvider.System, CancellationToken.None,
            logging => logging.SetMinimumLevel(logged).AddFilter((_, level) => level >= logged).AddProvider(logs), further);
        await app.StartAsync();

        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var made = app.Services.GetService<FirstClient>();
        var server = new RosterServer(app, data, folder is null, url, logs)
        {
            ClientId = options.Bootstrap.ClientId ?? made?.ClientId ?? "",
            ClientSecret = options.Bootstrap.ClientSecret ?? made?.Secret ?? "",
        };
        server.http = server.ClientId.Length == 0 ? server.Anonymous : server.WithToken(await server.TokenAsync(server.ClientId, server.ClientSecret));
        return server;
    }

    /// <summary>A store beside the server on the same data, as a command opens it.</summary>
    public static Task<RosterStore> OpenBesideAsync(string folder)
    {
        var options = new RosterOptions { Data = folder, Storage = new StorageSettings { ConnectionString = TestEngine.ConnectionString(folder) } };
        return RosterStore.OpenAsync(RosterApplication.Storage(RosterApplication.Profiles(options), options, TimeProvider.System) with { Indexed = default }, CancellationToken.None);
    }

    /// <summary>Fetches a token over HTTP.</summary>
    public async Task<string> TokenAsync(string clientId, string clientSecret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, BaseUrl + "/oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = Basic(clientId, clientSecret);
        using var response = await Anonymous.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"No token: {(int)response.StatusCode} {body}");

        return JsonNode.Parse(body)!["access_token"]!.GetValue<string>();
    }

    /// <summary>Makes a client with these permissions and sends with its token.</summary>
    public async Task<HttpClient> ClientAsync(string tenant, params string[] permissions) => WithToken(await NewTokenAsync(tenant, permissions));

    /// <summary>Makes a client with these permissions and fetches a token for it.</summary>
    /// <param name="tenant">The organization's name; made when it is not there.</param>
    public async Task<string> NewTokenAsync(string tenant, params string[] permissions)
    {
        var (id, secret) = await NewCredentialsAsync(tenant, permissions);
        return await TokenAsync(id, secret);
    }

    public async Task<(string Id, string Secret)> NewCredentialsAsync(string tenant, IEnumerable<string> permissions, TimeSpan? lifetime = null)
    {
        var organization = await Store.Tenants.FindAsync(tenant, CancellationToken.None) ?? await Store.Tenants.AddAsync(tenant, CancellationToken.None);
        var (id, secret) = (Credentials.NewClientId(), Credentials.NewSecret());
        var client = new NewClient { Id = id, Tenant = organization.Id, Name = "Test", Permissions = [.. permissions], SecretHash = Credentials.Hash(secret) };
        await Store.Clients.AddAsync(lifetime is { } given ? client with { TokenLifetime = given } : client, CancellationToken.None);
        return (id, secret);
    }

    public HttpClient WithToken(string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static AuthenticationHeaderValue Basic(string clientId, string clientSecret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}")));

    HttpClient NewClient()
    {
        var client = new HttpClient(NewHandler()) { BaseAddress = new Uri(BaseUrl) };
        clients.Add(client);
        return client;
    }

    static SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        // A server with TLS has a certificate of the test's own, on this machine.
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => errors is SslPolicyErrors.None || certificate?.Subject is "CN=localhost";
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        if (!ownsFolder)
            return;
        TestEngine.Drop(Folder);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Keeps what is logged, exceptions included.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose() { }

    sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)} {exception}");
    }
}
