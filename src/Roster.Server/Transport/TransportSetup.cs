using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roster.Server.Options;

namespace Roster.Server.Transport;

/// <summary>How connections come in, and how they end.</summary>
static class TransportSetup
{
    public static void AddTransport(this IServiceCollection services, RosterOptions options)
    {
        services.AddSingleton(new TrustedProxies(options.TrustedProxies));
        services.AddSingleton(p => new Readiness(
            options.Shutdown, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IHostApplicationLifetime>(), p.GetRequiredService<ILogger<Readiness>>()));
        services.AddHostedService(p => p.GetRequiredService<Readiness>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Shutdown.DrainSeconds + options.Shutdown.TimeoutSeconds));
        services.AddSingleton(p => new ServerCertificate(options.Tls, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<ServerCertificate>>()));
    }

    /// <summary>Lets each handshake ask for the certificate as it is then. Without one, Kestrel's own section of the configuration may name it.</summary>
    public static void UseTls(this IWebHostBuilder host, TlsOptions options)
    {
        if (options.Certificate is null)
            return;

        host.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            var certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
            https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, handshake) =>
            {
                // With the certificates that lead to the issuer, which a selector cannot give.
                handshake.ServerCertificateSelectionCallback = null;
                handshake.ServerCertificateContext = certificate.Current;
            };
        }));
    }
}
