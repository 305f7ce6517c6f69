using ChaosService.Service.Retention;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>What retention deleted.</summary>
internal sealed class RetentionMetrics
{
    public RetentionMetrics(ServiceMeter meter, RunRetention retention)
    {
        meter.Total("chaosservice.retention.deleted.runs", "{run}", "Runs that retention deleted.", () => retention.Deleted.Runs);
        meter.Total("chaosservice.retention.deleted", "By", "Bytes that retention freed.", () => retention.Deleted.Bytes);
        meter.Gauge(
            "chaosservice.retention.troubles", "{trouble}", "Limits that cannot be met and deletions that failed.",
            () => retention.Troubles.Count);
    }
}
