using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Roster.Server.Metrics;
using Roster.Server.Options;
using Roster.Storage;

namespace Roster.Server.Telemetry;

/// <summary>
/// What OpenTelemetry collects and where it goes. Its own <c>OTEL_</c> variables have no say: it reads them from the application's configuration, where they are not, and what
/// a server sends to whom must be seen in one place.
/// </summary>
static class TelemetrySetup
{
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton<RosterMetrics>();
        // Also without a collector: the trace id is in the log.
        services.AddSingleton<DistributedContextPropagator>(new IncomingTrace(options.TrustTraceparent));

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService(options.ServiceName, serviceVersion: Version))
            .WithMetrics(metrics =>
            {
                metrics
                    // Of ASP.NET Core's own meters the one that has requests: those of memory, routing and connections count several times in each request.
                    .AddMeter(RosterMetrics.MeterName, StorageMetrics.Name, "Microsoft.AspNetCore.Hosting")
                    .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
                    .AddRuntimeInstrumentation()
                    .AddPrometheusExporter();
                if (options.OtlpEndpoint is { } collector)
                    metrics.AddOtlpExporter(otlp => Send(otlp, collector, "v1/metrics"));
            });
        if (options.OtlpEndpoint is { } traced)
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", StorageMetrics.Name)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TracePercent / 100.0)))
                .AddProcessor(new KnownAttributes())
                .AddOtlpExporter(otlp => Send(otlp, traced, "v1/traces")));
        }
    }

    static string? Version => typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    static void Send(OtlpExporterOptions otlp, string collector, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(new Uri(collector.TrimEnd('/') + "/"), path);
    }
}
