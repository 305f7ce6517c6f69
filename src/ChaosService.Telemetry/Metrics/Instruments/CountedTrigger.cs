using ChaosService.Service.Suites;
using ChaosService.Service.Triggers;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>The trigger of runs, with counts of its results.</summary>
internal sealed class CountedTrigger(RunTrigger trigger, QueueMetrics metrics) : IRunTrigger
{
    public async Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken)
    {
        var result = await trigger.TriggerAsync(request, cancellationToken);
        metrics.Answered(result.Status);
        return result;
    }
}
