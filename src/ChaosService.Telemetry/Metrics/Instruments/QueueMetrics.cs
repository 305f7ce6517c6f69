using System.Diagnostics.Metrics;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using ChaosService.Service.Triggers;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>Runs that are triggered or queued.</summary>
internal sealed class QueueMetrics
{
    private readonly Counter<long> _triggers;

    public QueueMetrics(ServiceMeter meter, RunQueue queue, ServiceOptions options)
    {
        _triggers = meter.Counter(
            "chaosservice.triggers", "{trigger}", "Triggers of runs and suites, by what was answered; all but accepted are refusals.");
        meter.Gauge("chaosservice.running.runs", "{run}", "Runs that go on.", () => queue.Count.Running);
        meter.Gauge("chaosservice.queued.runs", "{run}", "Accepted runs that wait.", () => queue.Count.Waiting);
        meter.Gauge("chaosservice.queue.limit", "{run}", "How many runs may wait.", () => options.QueueLimit);
        foreach (var status in Enum.GetValues<TriggerStatus>()) Count(status, 0);
    }

    public void Answered(TriggerStatus status) => Count(status, 1);

    private void Count(TriggerStatus status, int count) =>
        _triggers.Add(count, new KeyValuePair<string, object?>("result", Measured.Word(status)));
}
