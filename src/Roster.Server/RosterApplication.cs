using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Roster.Genesys;
using Roster.Scim;
using Roster.Server.Admin;
using Roster.Server.Errors;
using Roster.Server.Health;
using Roster.Server.Hosting;
using Roster.Server.Http;
using Roster.Server.Limits;
using Roster.Server.Metrics;
using Roster.Server.OAuth;
using Roster.Server.Options;
using Roster.Server.Passwords;
using Roster.Server.Scim;
using Roster.Server.Telemetry;
using Roster.Server.Transport;
using Roster.Storage;

namespace Roster.Server;

/// <summary>The server, put together. The executable and the tests start the same thing.</summary>
public static class RosterApplication
{
    // A service that asks about each token it is shown asks often.
    const int InspectionsPerMinute = 6_000;

    /// <summary>Opens the data folder and builds the server on it; disposing the application gives the folder back.</summary>
    /// <param name="configuration">Where ASP.NET Core's own sections are read from: log levels, certificates.</param>
    /// <param name="configureLogging">Replaces the console as the place for logs.</param>
    /// <param name="further">Surfaces to serve beside those that Roster brings. They are doors to the same directory.</param>
    /// <exception cref="ArgumentException">A further profile does not go together with the others.</exception>
    /// <exception cref="OptionsException">The options cannot be used.</exception>
    /// <exception cref="StorageException">The data cannot be used.</exception>
    public static async Task<WebApplication> BuildAsync(
        RosterOptions options, IConfiguration configuration, TimeProvider clock, CancellationToken cancel,
        Action<ILoggingBuilder>? configureLogging = null, IEnumerable<ScimProfile>? further = null)
    {
        OptionsReader.Check(options);
        if (options.Urls.Contains("https://", StringComparison.OrdinalIgnoreCase) && options.Tls.Certificate is null && !configuration.GetSection("Kestrel:Certificates:Default").Exists())
            throw new OptionsException("Urls has an https address, and Tls:Certificate, which it needs, is missing.");

        var held = Hold(options);
        Task<Opened>? opening = null;
        WebApplication? app = null;
        try
        {
            // The data takes about as long to open as the server to build, and neither needs the other until routes are given to the store.
            opening = Task.Run(() => OpenAsync(options, clock, further, cancel), cancel);
            Opened? opened = null;
            app = Build(options, configuration, clock, configureLogging, held, () => opened ?? throw new InvalidOperationException("A service was asked for the data before they were open."));
            opened = await opening;
            MapStore(app, options, opened);
            return app;
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            if (opening is not null)
                await CloseAsync(opening);
            held?.Dispose();
            throw;
        }
    }

    /// <summary>What is served.</summary>
    /// <param name="Made">Null when there was a client already.</param>
    sealed record Opened(Surfaces Surfaces, RosterStore Store, FirstClient? Made);

    static async Task<Opened> OpenAsync(RosterOptions options, TimeProvider clock, IEnumerable<ScimProfile>? further, CancellationToken cancel)
    {
        var surfaces = new Surfaces([.. Profiles(options), .. further ?? []]);
        var store = await RosterStore.OpenAsync(Storage(surfaces.Profiles, options, clock), cancel);
        try
        {
            return new Opened(surfaces, store, await FirstClient.EnsureAsync(store, options.Bootstrap, AdminPermissions.All(surfaces.Profiles), cancel));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    static async Task CloseAsync(Task<Opened> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            await (await opening).Store.DisposeAsync();
    }

    /// <returns>Null for a database, which any number of servers share.</returns>
    static DataFolderLock? Hold(RosterOptions options)
    {
        if (options.Storage.ConnectionString is not null)
            return null;
        var folder = DataFolder.Make(options.Data);
        return DataFolderLock.TryAcquire(folder) ?? throw new OptionsException($"Data: another server runs on '{folder}'. Stop it, or give this one another folder.");
    }

    /// <summary>What the store must know, for the server and for commands that work beside it.</summary>
    /// <exception cref="OptionsException">The data folder cannot be made.</exception>
    public static StorageOptions Storage(IEnumerable<ScimProfile> profiles, RosterOptions options, TimeProvider clock) => new()
    {
        Folder = options.Storage.ConnectionString is null ? DataFolder.Make(options.Data) : options.Data,
        ConnectionString = options.Storage.ConnectionString,
        Partitions = options.Storage.Partitions,
        Readers = options.Storage.Readers,
        KeptTextBytes = options.Storage.KeptTextBytes,
        ResourceTypes = StoredTypes.Of(profiles),
        Indexed = [.. GenesysResourceTypes.LookedUpUserAttributes.Select(path => new IndexedAttribute(GenesysResourceTypes.User.Name, path))],
        Clock = clock,
    };

    /// <summary>The surfaces that Roster brings. What lies outside all surfaces is answered in the words of the first.</summary>
    public static IReadOnlyList<ScimProfile> Profiles(RosterOptions options)
    {
        var genesys = new GenesysOptions
        {
            GroupLifecycle = options.Genesys.GroupLifecycle,
            OpenCatalogues = options.Genesys.Catalogues is "open",
            VersionConflictStatus = options.Genesys.VersionConflictStatus,
        };
        var standard = new StandardOptions
        {
            Tolerances = options.Standard.Tolerances is "all" ? Tolerances.All : Tolerances.None,
            UniqueGroupNames = genesys.UniqueGroupNames,
            Features = OptionsReader.Offered(options.Standard),
            BulkLimits = new BulkLimits(options.Limits.BulkOperations, options.Limits.BulkBytes),
            DocumentationUri = options.Standard.DocumentationUri,
        };
        return [GenesysProfile.Create(genesys), StandardProfile.Create(standard)];
    }

    /// <summary>The server with all that needs no data; what does asks <paramref name="opened"/>, once there are requests.</summary>
    static WebApplication Build(
        RosterOptions options, IConfiguration configuration, TimeProvider clock, Action<ILoggingBuilder>? configureLogging, DataFolderLock? held, Func<Opened> opened)
    {
        // Without the argument the folder that the server was started in is watched to its depths, the data among it: each write would wake the watcher.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production, ApplicationName = "Roster", Args = ["--hostBuilder:reloadConfigOnChange=false"] });

        // Ours are the only sources: ASPNETCORE_ variables of the surroundings must not open a port or a page.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(configuration.AsEnumerable());
        ConfigureLogging(builder.Logging, options.Log, configuration, configureLogging);
        ConfigureKestrel(builder.WebHost, options);

        // Registered by factory, so that they are disposed with the application, the lock last.
        if (held is not null)
            builder.Services.AddSingleton(_ => held);
        builder.Services.AddSingleton(_ => opened().Store);
        builder.Services.AddSingleton(_ => new PasswordHashing(options.Passwords));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(_ => opened().Surfaces);
        builder.Services.AddSingleton(_ => opened().Made!);
        builder.Services.AddSingleton(p => new SurfaceRates(p.GetRequiredService<Surfaces>(), options.RateLimit.RequestsPerMinute, clock));
        builder.Services.AddSingleton(p => new TokenRates(options.RateLimit.RequestsPerMinute ?? p.GetRequiredService<Surfaces>().Profiles[0].RequestsPerMinute, clock));
        builder.Services.AddSingleton(new WrongSecrets(options.RateLimit.RequestsPerMinute, clock));
        builder.Services.AddSingleton<ClientAuthentication>();
        builder.Services.AddSingleton<TokenEndpoint>();
        builder.Services.AddTelemetry(options.Telemetry);
        builder.Services.AddTransport(options);
        builder.Services.AddSingleton(_ => new LargeAnswers(options.Limits));
        builder.Services.AddSingleton<StorageProbe>();
        builder.Services.AddAnswerCompression();
        builder.Services.AddSingleton<Rehearsal>();
        builder.Services.AddSingleton<Nowhere>();
        builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<VersionSegment.Not>(VersionSegment.Not.Name));
        builder.Services.AddSingleton<MatcherPolicy, LastResort>();
        builder.Services.AddSingleton<Maintenance>();
        builder.Services.AddHostedService(p => p.GetRequiredService<Maintenance>());

        var app = builder.Build();
        app.UseMiddleware<RequestEnvelope>(TellsOfRequests(options.Log, configureLogging));
        app.UseMiddleware<RequestMeter>();
        app.UseResponseCompression();
        app.UseMiddleware<ErrorRenderer>();
        var proxies = app.Services.GetRequiredService<TrustedProxies>();
        app.UseMiddleware<RequestOrigin>(options);
        if (!proxies.IsEmpty)
            app.UseForwardedHeaders(proxies.Options());
        app.UseMiddleware<PathForm>();
        app.UseMiddleware<ClosedForMaintenance>();
        app.UseRouting();
        var nowhere = app.Services.GetRequiredService<Nowhere>();
        nowhere.Add("/admin", new Access.Token());
        nowhere.Add("", new Access.Open());
        app.Use((http, next) =>
        {
            nowhere.Take(http);
            return next(http);
        });
        app.UseMiddleware<BearerAuthentication>();
        if (options.RateLimit.RequestsPerMinute is not 0)
            app.UseMiddleware<RateLimit>();

        app.MapMetrics();
        app.MapOpenApi();
        return app;
    }

    static void MapStore(WebApplication app, RosterOptions options, Opened opened)
    {
        var services = app.Services;
        // Made in this order, they are disposed of in the other: the lock when nobody writes any more.
        _ = services.GetService<DataFolderLock>();
        var store = services.GetRequiredService<RosterStore>();
        var hashing = services.GetRequiredService<PasswordHashing>();
        var certificate = options.Tls.Certificate is null ? null : services.GetRequiredService<ServerCertificate>();

        var clock = services.GetRequiredService<TimeProvider>();
        var (probe, readiness) = (services.GetRequiredService<StorageProbe>(), services.GetRequiredService<Readiness>());
        var profiles = opened.Surfaces.Profiles;
        var permissions = AdminPermissions.All(profiles);
        var address = new PublicAddress(options);
        var cursors = new Cursors(store.CursorKey.Span, clock);
        List<ScimSurface> surfaces =
        [
            .. profiles.Select(p => new ScimSurface(
                new TenantSurface(p, store, hashing, clock, address), options.Limits, services.GetRequiredService<LargeAnswers>(), address, cursors, services.GetRequiredService<ILogger<BulkEndpoint>>())),
        ];
        services.GetRequiredService<Rehearsal>().Begin(surfaces.Select(s => (RequestDelegate)s.ListAsync), permissions);
        surfaces.ForEach(s => s.Map(app, services.GetRequiredService<Nowhere>()));
        var withPasswords = profiles.First(p => p.ResourceTypes.Any(t => t.PasswordAttribute is not null));
        new PasswordEndpoints(new ScimServiceProvider(withPasswords, store, hashing.HashAsync, clock, () => ResourceIds.New(clock)), store, hashing).Map(app);
        services.GetRequiredService<TokenEndpoint>().Map(app);
        ActivatorUtilities.CreateInstance<TokenInspectionEndpoints>(services, new TokenRates(options.RateLimit.RequestsPerMinute ?? InspectionsPerMinute, clock)).Map(app);
        new AuthorizationServerMetadata(address).Map(app);
        app.MapHealth(probe, readiness);
        new CatalogueEndpoints(store).Map(app);
        new TenantEndpoints(store).Map(app);
        new ClientEndpoints(store, permissions).Map(app);
        new ProvisioningTokenEndpoints(store, clock).Map(app);
        new IndexEndpoints(store).Map(app);
        new SchemaEndpoints(store).Map(app);
        new DeletedEndpoints(store, clock).Map(app);
        new ChangeEndpoints(store).Map(app);
        new MaintenanceEndpoint(store).Map(app);
        new HealthDetailEndpoint(probe, store, readiness, certificate, clock).Map(app);
        app.RefuseRoutesWithoutAccess();
    }

    static void ConfigureLogging(ILoggingBuilder logging, LogOptions options, IConfiguration configuration, Action<ILoggingBuilder>? replace)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        // Their lines say less than our own line a request, or the same again.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("OpenIddict", LogLevel.Warning);
        // Only for its sake would each request be given a trace that nobody sees. Failures are logged by ourselves.
        if (!TellsOfRequests(options, replace))
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (replace is not null)
            replace(logging);
        else if (options.Format is "json")
            logging.AddConsole(c => c.FormatterName = JsonLines.FormatterName).AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        else
            logging.AddSimpleConsole(c => (c.SingleLine, c.UseUtcTimestamp, c.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
    }

    /// <summary>Whether lines of the log tell which request and trace they belong to.</summary>
    static bool TellsOfRequests(LogOptions options, Action<ILoggingBuilder>? replace) => options.Format is "json" || replace is not null;

    static void ConfigureKestrel(IWebHostBuilder host, RosterOptions options)
    {
        host.UseUrls(options.Urls);
        host.UseKestrelHttpsConfiguration();
        host.UseTls(options.Tls);
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
            limits.MaxRequestBodySize = 4L * Math.Max(options.Limits.BulkBytes, Math.Max(options.Limits.BodyBytes, options.Limits.GroupBodyBytes));
            limits.MaxConcurrentConnections = options.Limits.Connections;
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.Limits.HeaderSeconds);
            limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            limits.MinRequestBodyDataRate = rate;
            limits.MinResponseDataRate = rate;
        });
    }
}
