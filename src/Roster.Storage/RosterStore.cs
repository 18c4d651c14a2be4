using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Storage.Moving;
using Roster.Storage.Postgres;
using Roster.Storage.Sqlite;

namespace Roster.Storage;

/// <summary>The directories of all tenants in one data folder or database, with the clients and tokens that may use them.</summary>
public sealed class RosterStore : IDirectory, IAsyncDisposable
{
    RosterStore(Database database, ValueIndex index, StorageOptions options, byte[] cursorKey)
    {
        CursorKey = cursorKey;
        (this.database, this.index) = (database, index);
        Tenants = new TenantStore(database, options.Clock);
        Clients = new ClientStore(database, options.Clock);
        Tokens = new TokenStore(database, options);
        Catalogues = new CatalogueStore(database);
        Changes = new ChangeLog(database, index);
        Deleted = new DeletedResources(database, index);
        builder = new IndexBuilder(database, index);
        Indexes = new Indexes(database, index, builder);
        Schemas = new OwnSchemaStore(database, index, builder);
        Maintenance = new MaintenanceSwitch(database);
        Retention = new Retention(database, Tenants, Tokens, Deleted);
        clock = options.Clock;
        StorageMetrics.Opened(database);

        // A command beside a server leaves all this to it.
        if (!options.Indexed.IsDefault)
        {
            builder.Start();
            listener = database.Dialect.Listen(Told);
            statistics = database.Dialect.KeepStatistics();
        }
    }

    // Another node wrote something that is cached here.
    void Told()
    {
        database.Administration.Invalidate();
        builder.Wake();
    }

    readonly Database database;
    readonly ValueIndex index;
    readonly IndexBuilder builder;
    readonly IAsyncDisposable? listener;
    readonly IAsyncDisposable? statistics;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<TenantId, TenantResources> tenants = new();

    /// <summary>Opens the folder or database: makes it, brings its schema up to date, builds missing indexes.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="StorageException">The data cannot be used; the message says why and what to do.</exception>
    public static async Task<RosterStore> OpenAsync(StorageOptions options, CancellationToken cancel)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        Database? opened = null;
        try
        {
            opened = new Database(await Task.Run(() => Prepare(options), cancel), options);
            if (await opened.Readers.ReadAsync(MoveMark.IsSet, cancel))
                throw MoveMark.NotWhole();

            return new RosterStore(opened, await ValueIndex.OpenAsync(options, opened, cancel), options, await Administration.CursorKeyAsync(opened, cancel));
        }
        catch (Exception failure)
        {
            if (opened is not null)
                await opened.DisposeAsync();
            if (failure is DbException or IOException or UnauthorizedAccessException)
                throw new StorageException($"The data in {(options.ConnectionString is null ? $"'{options.Folder}'" : "the database")} cannot be opened: {failure.Message}", failure);
            throw;
        }
    }

    static Dialect Prepare(StorageOptions options)
    {
        if (options.ConnectionString is { } connectionString)
        {
            var postgres = new PostgresDialect(connectionString);
            // Reads wait for the database on threads of their own number, which others must not have to wait for.
            ThreadPool.GetMinThreads(out var workers, out var ports);
            ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + options.Readers), ports);
            WhenReachable(postgres, () => PostgresMigrations.Apply(postgres.Source, options.Partitions));
            postgres.ForgetOldWriters();
            postgres.Look();
            return postgres;
        }

        var file = Path.GetFullPath(Path.Combine(options.Folder, SqliteFiles.Database));
        var sqlite = new SqliteDialect(file, options.MaxPages);
        Directory.CreateDirectory(options.Folder);
        using var connection = (SqliteConnection)sqlite.OpenWriter();
        SqliteMigrations.Apply(connection, file);
        return sqlite;
    }

    // A node may be started before its database, or while that is busy.
    static readonly TimeSpan WaitsForDatabase = TimeSpan.FromSeconds(30);

    static void WhenReachable(PostgresDialect postgres, Action work)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                work();
                return;
            }
            catch (DbException lost) when (postgres.Classify(lost) == Failure.ConnectionLost && Stopwatch.GetElapsedTime(began) < WaitsForDatabase)
            {
                Thread.Sleep(500);
            }
        }
    }

    /// <summary>32 random bytes, the same for as long as the data lives, to seal cursors with.</summary>
    public ReadOnlyMemory<byte> CursorKey { get; }

    public TenantStore Tenants { get; }

    public ClientStore Clients { get; }

    public TokenStore Tokens { get; }

    public CatalogueStore Catalogues { get; }

    public ChangeLog Changes { get; }

    public DeletedResources Deleted { get; }

    public Indexes Indexes { get; }

    /// <summary>The schemas and resource types that organizations define for themselves.</summary>
    public OwnSchemaStore Schemas { get; }

    public Retention Retention { get; }

    public MaintenanceSwitch Maintenance { get; }

    public IResourceStore For(TenantId tenant) => Resources(tenant);

    /// <summary>The stored hash of a resource's password; null when it has none, or is not there.</summary>
    public Task<string?> FindPasswordHashAsync(TenantId tenant, ResourceKey key, CancellationToken cancel) => Resources(tenant).FindPasswordHashAsync(key, cancel);

    const string ProbeSql = "UPDATE administration SET probed_at = @now WHERE id = 1";

    /// <summary>Whether a write gets through to the disk.</summary>
    public async Task<bool> IsWritableAsync(CancellationToken cancel)
    {
        try
        {
            return await database.Writer.RunAsync(null, on => on[ProbeSql].Run(("@now", clock.GetUtcNow().UtcTicks)) == 1, null, cancel);
        }
        catch (ScimException refused) when (refused.Error.Status == 503)
        {
            return false;
        }
    }

    /// <summary>Bytes that the data takes, and bytes that are free for more; null where only the database server knows.</summary>
    public Task<(long Data, long? Free)> SpaceAsync(CancellationToken cancel) => database.Readers.ReadAsync(database.Dialect.Space, cancel).AsTask();

    TenantResources Resources(TenantId tenant) => tenants.GetOrAdd(tenant, static (id, store) => new TenantResources(id, store.database, store.index, store.Catalogues), this);

    int closed;

    /// <summary>Finishes the writes that wait, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        StorageMetrics.Closed(database);
        if (listener is not null)
            await listener.DisposeAsync();
        if (statistics is not null)
            await statistics.DisposeAsync();
        await builder.DisposeAsync();
        await Tokens.Uses.DisposeAsync();
        await database.DisposeAsync();
    }
}
