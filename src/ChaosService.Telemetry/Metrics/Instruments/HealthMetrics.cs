using ChaosService.Service.Events;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Readiness;
using ChaosService.Service.Recovering;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>Whether the service can do its work.</summary>
internal sealed class HealthMetrics
{
    public HealthMetrics(
        ServiceMeter meter, ServiceHealth health, RunLife life, Recovery recovery, DiskRoom room, EventReaders readers,
        ServiceOptions options)
    {
        meter.Gauge(
            "chaosservice.ready", null, "1 when runs are taken, as /readyz says.",
            () => Measured.Flag(health.Closed is null && health.Troubles.Count == 0));
        meter.Gauge(
            "chaosservice.halted", null, "1 while the service is halted, or stopping.", () => Measured.Flag(health.Closed is not null));
        meter.Gauges(
            "chaosservice.trouble", null,
            "1 for what keeps the service from its work: the store cannot be written, a fault or a target cannot be reverted, the "
                + "disk is full.",
            () =>
        [
            Measured.Flag(life.StoreTrouble is not null).With(("trouble", "store")),
            Measured.Flag(recovery.Trouble is not null).With(("trouble", "leftovers")),
            Measured.Flag(room.Trouble is not null).With(("trouble", "disk")),
        ]);
        meter.Gauge(
            "chaosservice.warnings", "{warning}", "What somebody should see to although runs are taken; /readyz lists it.",
            () => health.Warnings.Count);
        meter.Gauge("chaosservice.watchers", "{watcher}", "Readers of event streams: pages, clients, pipelines.", () => readers.Count);
        meter.Gauges("chaosservice.free.disk", "By", "Free bytes where the state and the runs are written.", () => Room(options));
        meter.Gauges(
            "chaosservice.build.info", null, "1, with the version.",
            () => [1.0.With(("version", typeof(HealthMetrics).Assembly.GetName().Version!.ToString(3)))]);
    }

    private static IEnumerable<System.Diagnostics.Metrics.Measurement<double>> Room(ServiceOptions options) =>
        new[] { ("state", Path.GetFullPath(options.State)), ("runs", options.RunsDirectory) }.Where(d => Directory.Exists(d.Item2))
            .Select(d => ((double)new DriveInfo(d.Item2).AvailableFreeSpace).With(("directory", d.Item1)));
}
