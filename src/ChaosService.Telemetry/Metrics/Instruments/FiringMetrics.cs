using System.Diagnostics.Metrics;
using ChaosService.Engine.Store.Firings;
using ChaosService.Service.Scheduling;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>The results of schedules' firings.</summary>
internal sealed class FiringMetrics(ServiceMeter meter) : IFiringObserver
{
    private readonly Counter<long> _firings =
        meter.Counter("chaosservice.firings", "{firing}", "Firings of schedules, by what came of them: started, skipped, missed, failed.");

    public void Recorded(string experiment, Firing firing)
    {
        foreach (var outcome in Enum.GetValues<FiringOutcome>())
            _firings.Add(outcome == firing.Outcome ? 1 : 0, new("experiment", experiment), new("outcome", Measured.Word(outcome)));
    }
}
