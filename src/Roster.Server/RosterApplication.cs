using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roster.Genesys;
using Roster.Scim;
using Roster.Server.Admin;
using Roster.Server.Errors;
using Roster.Server.Health;
using Roster.Server.Hosting;
using Roster.Server.Http;
using Roster.Server.Limits;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Server.Passwords;
using Roster.Server.Scim;
using Roster.Storage;

namespace Roster.Server;

/// <summary>The server, put together. The executable and the tests start the same thing.</summary>
public static class RosterApplication
{
    // Without the option, what the vendor allows a client by default.
    const int GenesysRequestsPerMinute = 300;

    /// <summary>Opens the data folder and builds the server on it; disposing the application gives the folder back.</summary>
    /// <param name="configuration">Where ASP.NET Core's own sections are read from: log levels, certificates.</param>
    /// <param name="configureLogging">Replaces the console as the place for logs.</param>
    /// <exception cref="OptionsException">The options cannot be used.</exception>
    /// <exception cref="StorageException">The data cannot be used.</exception>
    public static async Task<WebApplication> BuildAsync(
        RosterOptions options, IConfiguration configuration, TimeProvider clock, CancellationToken cancel, Action<ILoggingBuilder>? configureLogging = null)
    {
        OptionsReader.Check(options);
        var folder = DataFolder.Make(options.Data);
        var held = DataFolderLock.TryAcquire(folder)
            ?? throw new OptionsException($"Data: another server runs on '{folder}'. Stop it, or give this one another folder.");
        RosterStore? store = null;
        try
        {
            store = await RosterStore.OpenAsync(Storage(options, folder, clock), cancel);
            var profile = Profile(options);
            var made = await FirstClient.EnsureAsync(store, options.Bootstrap, AdminPermissions.All([profile]), cancel);
            return Assemble(options, configuration, clock, configureLogging, profile, store, held, made);
        }
        catch
        {
            if (store is not null)
                await store.DisposeAsync();
            held.Dispose();
            throw;
        }
    }

    /// <summary>What the store must know, for the server and for commands that work beside it.</summary>
    public static StorageOptions Storage(RosterOptions options, string folder, TimeProvider clock) => new()
    {
        Folder = folder,
        ResourceTypes = [GenesysStoredTypes.User, GenesysStoredTypes.Group(GenesysOptionsOf(options))],
        Indexed = [.. GenesysStoredTypes.IndexedUserAttributes.Select(path => new IndexedAttribute(GenesysStoredTypes.User.Name, path))],
        Clock = clock,
    };

    public static ScimProfile Profile(RosterOptions options) => GenesysProfile.Create(GenesysOptionsOf(options));

    static GenesysOptions GenesysOptionsOf(RosterOptions options) => new()
    {
        GroupLifecycle = options.Genesys.GroupLifecycle,
        OpenCatalogues = options.Genesys.Catalogues is "open",
        VersionConflictStatus = options.Genesys.VersionConflictStatus,
    };

    static WebApplication Assemble(
        RosterOptions options, IConfiguration configuration, TimeProvider clock, Action<ILoggingBuilder>? configureLogging,
        ScimProfile profile, RosterStore store, DataFolderLock held, FirstClient? made)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production, ApplicationName = "Roster" });

        // Ours are the only sources: ASPNETCORE_ variables of the surroundings must not open a port or a page.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(configuration.AsEnumerable());
        ConfigureLogging(builder.Logging, options.Log, configuration, configureLogging);
        ConfigureKestrel(builder.WebHost, options);

        var hashing = new PasswordHashing(options.Passwords);
        var provider = new ScimServiceProvider(profile, store, hashing.HashAsync, clock, () => Guid.NewGuid().ToString());
        // Registered by factory, so that they are disposed with the application, the lock last.
        builder.Services.AddSingleton(_ => held);
        builder.Services.AddSingleton(_ => store);
        builder.Services.AddSingleton(_ => hashing);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(profile);
        builder.Services.AddSingleton(provider);
        var perMinute = options.RateLimit.RequestsPerMinute ?? GenesysRequestsPerMinute;
        builder.Services.AddSingleton(new ClientRates(perMinute, clock));
        builder.Services.AddSingleton(new TokenRates(perMinute, clock));
        if (made is not null)
            builder.Services.AddSingleton(made);
        builder.Services.AddTokenEndpoint();

        var app = builder.Build();
        _ = app.Services.GetRequiredService<DataFolderLock>();
        _ = app.Services.GetRequiredService<RosterStore>();
        _ = app.Services.GetRequiredService<PasswordHashing>();

        // ASP.NET Core would put OpenIddict before every request; the token endpoint calls it where it is needed.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseMiddleware<RequestEnvelope>();
        app.UseMiddleware<ErrorRenderer>();
        app.UseMiddleware<PathForm>();
        app.UseRouting();
        app.UseMiddleware<BearerAuthentication>();
        if (perMinute is not 0)
            app.UseMiddleware<RateLimit>();

        app.MapTokenEndpoint();
        app.MapHealth(store);
        new ScimSurface(profile, provider, options.Limits, FirstUrl(options)).Map(app);
        new PasswordEndpoints(provider, store, hashing).Map(app);
        new CatalogueEndpoints(store.Catalogues).Map(app);
        app.MapNothing("/admin/{**rest}", new Access.Token());
        app.MapNothing("/{**rest}", new Access.Open());
        app.RefuseRoutesWithoutAccess();
        return app;
    }

    static void ConfigureLogging(ILoggingBuilder logging, LogOptions options, IConfiguration configuration, Action<ILoggingBuilder>? replace)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        // Their lines say less than our own line a request, or the same again.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("OpenIddict", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (replace is not null)
            replace(logging);
        else if (options.Format is "json")
            logging.AddJsonConsole(c => c.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(c => (c.SingleLine, c.UseUtcTimestamp, c.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
    }

    static void ConfigureKestrel(IWebHostBuilder host, RosterOptions options)
    {
        host.UseUrls(options.Urls);
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel =>
        {
            var limits = kestrel.Limits;
            var rate = options.Limits.MinimumBytesPerSecond is 0 ? null : new MinDataRate(options.Limits.MinimumBytesPerSecond, TimeSpan.FromSeconds(5));
            kestrel.AddServerHeader = false;
            limits.MaxRequestLineSize = 8 * 1024;
            limits.MaxRequestHeadersTotalSize = 32 * 1024;
            limits.MaxRequestHeaderCount = 100;
            // Each body is read with a limit of its own, below this one. What was refused unread is taken off the wire up to here, so that
            // the client sees the answer, and its connection stays good.
            limits.MaxRequestBodySize = 4L * Math.Max(options.Limits.BodyBytes, options.Limits.GroupBodyBytes);
            limits.MaxConcurrentConnections = options.Limits.Connections;
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.Limits.HeaderSeconds);
            limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            limits.MinRequestBodyDataRate = rate;
            limits.MinResponseDataRate = rate;
        });
    }

    static string FirstUrl(RosterOptions options) => options.Urls.Split(';')[0].Trim().TrimEnd('/');
}
