using System.Diagnostics.Metrics;
using ChaosService.Engine.Metrics;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Suites;
using ChaosService.Service.Triggers;
using ChaosService.Telemetry.Metrics.Instruments;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Registry;
using ChaosService.Telemetry.Metrics.Slo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Telemetry.Metrics;

internal static class MetricsRegistration
{
    /// <summary>
    /// Created at the start, although nothing may use them before the first run: a metric that does not exist yet looks like a missing one.
    /// </summary>
    private static readonly Type[] Instruments =
    [
        typeof(StoreMetrics), typeof(HealthMetrics), typeof(RetentionMetrics), typeof(ProcessMetrics), typeof(QueueMetrics),
        typeof(FaultMetrics), typeof(RunMetrics), typeof(FiringMetrics), typeof(TargetMetrics),
        typeof(NotificationMetrics), typeof(Standings), typeof(SloLedger),
    ];

    /// <summary>
    /// Needs every part of the service in the same collection. Adds nothing when metrics are off: then there is no listener, and nothing is
    /// measured.
    /// </summary>
    public static IServiceCollection AddServiceMetrics(this IServiceCollection parts, ServiceOptions options, EngineMetrics engine)
    {
        if (!options.Metrics.Enabled) return parts;
        foreach (var instruments in Instruments) parts.AddSingleton(instruments);
        return parts
            .AddSingleton(engine)
            .AddSingleton<ServiceMeter>()
            .AddSingleton(p => new MetricListener(
                options.Metrics, Followed(p), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<MetricListener>>()))
            .AddSingleton<IRunObserver>(p => p.GetRequiredService<RunMetrics>())
            .AddSingleton<IFiringObserver>(p => p.GetRequiredService<FiringMetrics>())
            .AddSingleton<RunTrigger>()
            .AddSingleton<IRunTrigger, CountedTrigger>()
            .AddHostedService(p => p.GetRequiredService<Standings>())
            .AddHostedService(p => p.GetRequiredService<TargetMetrics>());
    }

    /// <summary>Meters whose scope is one of this service's parts, and the platform's meters.</summary>
    private static Func<Meter, bool> Followed(IServiceProvider parts)
    {
        object[] scopes =
        [
            parts.GetRequiredService<EngineMetrics>(), parts.GetRequiredService<ServiceMeter>(),
            .. parts.GetRequiredService<ITelemetry>().MeterScopes,
        ];
        var web = parts.GetRequiredService<IMeterFactory>();
        return meter => BuiltInMeters.Include(meter, web) || (meter.Scope is { } scope && scopes.Contains(scope));
    }

    /// <summary>Creates all instruments.</summary>
    public static void Start(IServiceProvider parts)
    {
        foreach (var instruments in Instruments) parts.GetRequiredService(instruments);
    }
}
