using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Roster.Scim;
using Roster.Scim.Resources;
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

    // Kept until the store hands out other settings.
    readonly ConcurrentDictionary<TenantId, (TenantSettings Settings, ScimServiceProvider Provider)> made = new();

    /// <summary>Serves a request of a caller. When the organization's schemas change meanwhile it is served anew; nothing was written then.</summary>
    /// <param name="serve">Reads the body once and keeps it.</param>
    public async Task RunAsync(HttpContext http, Func<SurfaceRequest, Task> serve)
    {
        var caller = http.Caller();
        for (var attempt = 1; ; attempt++)
        {
            var provider = await OfAsync(caller, http.RequestAborted);
            var representation = new Representation(provider.Profile, caller, provider.Profile.AbsoluteLocations ? address.Of(http) : "");
            try
            {
                await serve(new SurfaceRequest(http, provider, caller, representation));
                return;
            }
            catch (SchemaChangedException) when (attempt < SchemaAttempts)
            {
                // The next attempt sees the new schemas.
            }
        }
    }

    public async ValueTask<ScimServiceProvider> OfAsync(Caller caller, CancellationToken cancel)
    {
        var settings = await store.Tenants.FindSettingsAsync(caller.Tenant, cancel);
        if (made.TryGetValue(caller.Tenant, out var known) && ReferenceEquals(known.Settings, settings))
            return known.Provider;

        var provider = new ScimServiceProvider(Effective(Profile, settings), store, Hash(settings), clock, () => Guid.NewGuid().ToString());
        made[caller.Tenant] = (settings, provider);
        return provider;
    }

    /// <summary>The profile with an organization's settings; what it did not set stays the profile's.</summary>
    public static ScimProfile Effective(ScimProfile profile, TenantSettings settings)
    {
        var paging = profile.Paging;
        var max = settings.MaxCount ?? paging.MaxCount;
        return profile with
        {
            Tolerances = settings.Apply(profile.Tolerances),
            FiltersInBodyOnly = settings.FiltersInBodyOnly && profile.Has(Features.Search),
            OpenCatalogues = settings.OpenCatalogues ?? profile.OpenCatalogues,
            Paging = paging with { MaxCount = max, DefaultCount = Math.Min(settings.DefaultCount ?? paging.DefaultCount, max), LookThrough = settings.LookThrough ?? paging.LookThrough },
        };
    }

    PasswordHash Hash(TenantSettings settings) => (password, cancel) =>
    {
        PasswordRules.Require(password, settings);
        return hashing.HashAsync(password, cancel);
    };
}
