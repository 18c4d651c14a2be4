using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roster.Server.Admin;
using Roster.Server.Metrics;
using Roster.Storage;

namespace Roster.Server.Hosting;

/// <summary>What has to be done now and then: each hour what is past its time is removed, each day provisioning tokens that will expire soon are warned about.</summary>
sealed class Maintenance(RosterStore store, TimeProvider clock, RosterMetrics metrics, ILogger<Maintenance> log) : BackgroundService
{
    // Not at once: whoever starts the server waits for its first answers.
    static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(10);
    static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    DateTimeOffset? warnedAt;
    int runs;

    /// <summary>How often it was done.</summary>
    public int Runs => Volatile.Read(ref runs);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FirstAfter, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                timer.Period = SweepEvery;
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host would take it for a failure when it is given up before it has started.
        }
    }

    /// <summary>Does what is due. A failure is logged, and all of it is tried again an hour later.</summary>
    async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await WarnAsync(cancel);
            if (await store.Retention.SweepAsync(clock.GetUtcNow(), cancel) is { IsNothing: false } swept)
                Log.Swept(log, swept.ResourcesPurged, swept.ChangesRemoved, swept.TokensRemoved, swept.TenantsPurged);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            Log.MaintenanceFailed(log, failure);
        }

        Interlocked.Increment(ref runs);
    }

    async Task WarnAsync(CancellationToken cancel)
    {
        var expiring = await store.Tokens.ExpiringAsync(ProvisioningTokenEndpoints.WarnedWithin, cancel);
        metrics.TokensExpiring = expiring.Count;

        var now = clock.GetUtcNow();
        if (now - warnedAt < WarnEvery)
            return;

        foreach (var token in expiring)
            Log.TokenExpiresSoon(log, token.Name, token.Id, token.ClientId, token.ExpiresAt!.Value.UtcDateTime);
        warnedAt = now;
    }
}
