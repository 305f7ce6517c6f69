using System.Reflection;
using ChaosService.Engine.Tracing;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Telemetry.Metrics.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChaosService.Telemetry.Otlp;

/// <summary>
/// Traces, metrics and logs to one collector, each if it is enabled. All are sent by separate tasks, from queues that the library bounds:
/// with a slow or unavailable collector the overflow is lost, but no run is affected. It has its own container: logs are written before the
/// service exists and after it.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>The meters of this program.</summary>
    private const string Meters = "ChaosService*";

    /// <summary>The limit for each of the three, when the service stops.</summary>
    private const int CloseLimitMs = 2000;

    /// <summary>The limit of one attempt to send.</summary>
    private const int SendLimitMs = 5000;

    private readonly OtlpOptions _options;
    private readonly ServiceProvider _signals;

    public OtlpExport(OtlpOptions options)
    {
        _options = options;
        var services = new ServiceCollection();
        var signals = services.AddOpenTelemetry().ConfigureResource(r => r.AddService("chaosservice", serviceVersion: Version()));
        if (options.Traces)
            signals.WithTracing(traces => traces.AddSource(Spans.SourceName).AddOtlpExporter(o => Apply(o, "v1/traces")));
        if (options.Metrics)
            signals.WithMetrics(all => all.AddMeter([Meters, .. BuiltInMeters.Names]).AddOtlpExporter(o => Apply(o, "v1/metrics")));
        if (options.Logs)
            signals.WithLogging(logs => logs.AddOtlpExporter(o => Apply(o, "v1/logs")), o => o.IncludeFormattedMessage = true);
        _signals = services.BuildServiceProvider();
        // They listen from now on, as they would in a host.
        _signals.GetService<TracerProvider>();
        _signals.GetService<MeterProvider>();
    }

    /// <summary>Null when logs do not go to the collector. The caller does not dispose it.</summary>
    public ILoggerProvider? Logs =>
        _signals.GetServices<ILoggerProvider>().OfType<OpenTelemetryLoggerProvider>().Select(p => new RunLogProvider(p)).FirstOrDefault();

    /// <summary>Sends the pending data, within a limit.</summary>
    public void Dispose()
    {
        _signals.GetService<TracerProvider>()?.Shutdown(CloseLimitMs);
        _signals.GetService<MeterProvider>()?.Shutdown(CloseLimitMs);
        _signals.GetService<LoggerProvider>()?.Shutdown(CloseLimitMs);
        _signals.Dispose();
    }

    private void Apply(OtlpExporterOptions exporter, string path)
    {
        var grpc = _options.Protocol == OtlpProtocol.Grpc;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // The library adds the signal's path only to an address from the environment.
        exporter.Endpoint = new Uri(grpc ? _options.Endpoint : $"{_options.Endpoint.TrimEnd('/')}/{path}");
        exporter.Headers = string.Join(',', PairText.Parse(_options.Headers)!.Select(h => $"{h.Key}={h.Value}"));
        exporter.TimeoutMilliseconds = SendLimitMs;
    }

    private static string? Version() =>
        typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
