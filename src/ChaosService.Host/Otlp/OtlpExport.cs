using System.Reflection;
using ChaosService.Engine.Tracing;
using ChaosService.Host.Service.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChaosService.Host.Otlp;

/// <summary>
/// Traces, metrics and logs to one collector, as far as each is switched on. All go out by tasks of their own, from queues that the library bounds: a collector
/// that is slow or gone costs what does not fit, and no run anything.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>Meters of this program.</summary>
    private const string Meters = "ChaosService*";

    /// <summary>For each of the three, when the service stops.</summary>
    private const int CloseLimitMs = 2000;

    /// <summary>Of one attempt to send.</summary>
    private const int SendLimitMs = 5000;

    private readonly OtlpOptions _options;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;
    private readonly ServiceProvider? _logs;

    public OtlpExport(OtlpOptions options)
    {
        _options = options;
        if (options.Traces) _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Spans.SourceName).AddOtlpExporter(o => Apply(o, "v1/traces")).Build();
        if (options.Metrics) _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters).AddOtlpExporter(o => Apply(o, "v1/metrics")).Build();
        if (options.Logs)
            _logs = new ServiceCollection().AddLogging(logging => logging.AddOpenTelemetry(o =>
            {
                o.SetResourceBuilder(Resource());
                o.IncludeFormattedMessage = true;
                o.AddOtlpExporter(e => Apply(e, "v1/logs"));
            })).BuildServiceProvider();
    }

    /// <summary>Null when logs do not go to the collector. The caller does not dispose it.</summary>
    public ILoggerProvider? Logs => _logs?.GetServices<ILoggerProvider>().OfType<OpenTelemetryLoggerProvider>().Select(p => new RunLogProvider(p)).FirstOrDefault();

    /// <summary>Sends what waits, within a limit.</summary>
    public void Dispose()
    {
        _traces?.Shutdown(CloseLimitMs);
        _traces?.Dispose();
        _metrics?.Shutdown(CloseLimitMs);
        _metrics?.Dispose();
        _logs?.GetService<LoggerProvider>()?.Shutdown(CloseLimitMs);
        _logs?.Dispose();
    }

    private void Apply(OtlpExporterOptions exporter, string path)
    {
        var grpc = _options.Protocol == OtlpProtocol.Grpc;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // The library adds the signal's path only to an address that it has from the environment.
        exporter.Endpoint = new Uri(grpc ? _options.Endpoint : $"{_options.Endpoint.TrimEnd('/')}/{path}");
        exporter.Headers = string.Join(',', PairText.Parse(_options.Headers)!.Select(h => $"{h.Key}={h.Value}"));
        exporter.TimeoutMilliseconds = SendLimitMs;
    }

    private static ResourceBuilder Resource()
    {
        var resource = ResourceBuilder.CreateDefault();
        Describe(resource);
        return resource;
    }

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("chaosservice", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
}
