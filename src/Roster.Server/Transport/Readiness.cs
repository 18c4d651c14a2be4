using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roster.Server.Options;

namespace Roster.Server.Transport;

/// <summary>
/// The order of stopping: first the server says that it is not ready, and goes on answering while whoever balances the load notices, each connection once more; then
/// it takes no more connections and finishes the requests it has; then the store is closed.
/// </summary>
sealed class Readiness(ShutdownOptions shutdown, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Readiness> log) : IHostedLifecycleService
{
    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(log);
        if (shutdown.DrainSeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(shutdown.DrainSeconds), clock, cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Log.Stopped(log);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
