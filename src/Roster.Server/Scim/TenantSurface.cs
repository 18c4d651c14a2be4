using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Http;
using Roster.Server.OAuth;
using Roster.Server.Passwords;
using Roster.Storage;

namespace Roster.Server.Scim;

/// <summary>
/// One surface as each organization has it: the profile with what the organization's settings change. Whose settings they are is the token's to say and nothing else's.
/// </summary>
sealed class TenantSurface(ScimProfile profile, RosterStore store, PasswordHashing hashing, TimeProvider clock, PublicAddress address)
{
    // How often a request is checked anew because the organization's schemas changed under it.
    const int SchemaAttempts = 5;

    /// <summary>As it is for an organization that has set nothing.</summary>
    public ScimProfile Profile { get; } = profile;

    // Kept until the store hands out other settings or schemas.
    readonly ConcurrentDictionary<TenantId, Made> made = new();

    sealed record Made(TenantSettings Settings, long Schemas, ScimServiceProvider Provider, ScimServiceProvider JobProvider);

    /// <summary>Serves a request of a caller. When the organization's schemas change meanwhile it is served anew; nothing was written then.</summary>
    /// <param name="serve">Reads the body once and keeps it.</param>
    public Task RunAsync(HttpContext http, Func<SurfaceRequest, Task> serve) => RunAsync(http, serve, static (serve, request) => serve(request));

    /// <inheritdoc cref="RunAsync(HttpContext, Func{SurfaceRequest, Task})"/>
    /// <param name="by">What <paramref name="serve"/> needs, so that it can be one and the same for all requests.</param>
    public async Task RunAsync<TBy>(HttpContext http, TBy by, Func<TBy, SurfaceRequest, Task> serve)
    {
        var caller = http.Caller();
        for (var attempt = 1; ; attempt++)
        {
            var (settings, _, provider, _) = await CurrentAsync(caller, http.RequestAborted);
            http.Facts().TenantClass = settings.MetricsClass;
            var representation = new Representation(provider.Profile, caller, provider.Profile.AbsoluteLocations ? address.Of(http) : "");
            try
            {
                await serve(by, new SurfaceRequest(http, provider, caller, representation));
                return;
            }
            catch (SchemaChangedException) when (attempt < SchemaAttempts)
            {
                // The next attempt sees the new schemas.
            }
        }
    }

    public async ValueTask<ScimServiceProvider> OfAsync(Caller caller, CancellationToken cancel) => (await CurrentAsync(caller, cancel)).Provider;

    /// <summary>The same for a job of many operations, whose passwords wait their turn however many others wait.</summary>
    public async ValueTask<ScimServiceProvider> OfJobAsync(Caller caller, CancellationToken cancel) => (await CurrentAsync(caller, cancel)).JobProvider;

    async ValueTask<Made> CurrentAsync(Caller caller, CancellationToken cancel)
    {
        var settings = await store.Tenants.FindSettingsAsync(caller.Tenant, cancel);
        var own = store.Schemas.Of(caller.Tenant);
        return made.TryGetValue(caller.Tenant, out var known) && ReferenceEquals(known.Settings, settings) && known.Schemas == own.Version
            ? known
            : made[caller.Tenant] = Make(settings, own);
    }

    Made Make(TenantSettings settings, OwnSchemas own)
    {
        var effective = Effective(Profile, settings).With(own);
        return new Made(settings, own.Version, Provider(hashing.HashAsync), Provider(hashing.HashInJobAsync));

        ScimServiceProvider Provider(PasswordHash hash) => new(effective, store, Ruled(hash, settings), clock, () => ResourceIds.New(clock));
    }

    /// <summary>The profile with an organization's settings; what it did not set stays the profile's.</summary>
    public static ScimProfile Effective(ScimProfile profile, TenantSettings settings)
    {
        var max = settings.MaxCount ?? profile.Paging.MaxCount;
        var paging = profile.Paging with
        {
            MaxCount = max,
            DefaultCount = Math.Min(settings.DefaultCount ?? profile.Paging.DefaultCount, max),
            LookThrough = settings.LookThrough ?? profile.Paging.LookThrough,
        };
        return profile with
        {
            Tolerances = settings.Apply(profile.Tolerances),
            RequiresIfMatch = settings.RequireIfMatch || profile.RequiresIfMatch,
            RefusesUnknownAttributes = settings.RefuseUnknownAttributes || profile.RefusesUnknownAttributes,
            FiltersInBodyOnly = settings.FiltersInBodyOnly && profile.Has(Features.Search),
            OpenCatalogues = settings.OpenCatalogues ?? profile.OpenCatalogues,
            Paging = paging,
            ServiceProviderConfig = Announcing(profile.ServiceProviderConfig, paging),
        };
    }

    // What a client is told of pages is what it gets (RFC 9865 section 4).
    static JsonObject Announcing(JsonObject configuration, PagingLimits paging)
    {
        var announced = configuration.DeepClone().AsObject();
        if (announced["filter"] is JsonObject filter)
            filter["maxResults"] = paging.MaxCount;
        if (announced["pagination"] is JsonObject pages)
            (pages["defaultPageSize"], pages["maxPageSize"]) = (paging.DefaultCount, paging.MaxCount);
        return announced;
    }

    static PasswordHash Ruled(PasswordHash hash, TenantSettings settings) => (password, cancel) =>
    {
        PasswordRules.Require(password, settings);
        return hash(password, cancel);
    };
}
