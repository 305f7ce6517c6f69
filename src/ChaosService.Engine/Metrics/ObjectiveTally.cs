using ChaosService.Model.Checks;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Metrics;

/// <summary>Counts what an objective counts, as the check that states it does.</summary>
internal sealed class ObjectiveTally
{
    private readonly EngineMetrics _metrics;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly long? _withinNs;
    private readonly long? _settleNs;
    private long _ops;
    private long _good;

    public ObjectiveTally(EngineMetrics metrics, string experiment, ServiceObjective objective)
    {
        _metrics = metrics;
        _tags = [new("experiment", experiment), new("slo", objective.Name)];
        _withinNs = (long?)objective.Within?.TotalNanoseconds;
        _settleNs = (long?)objective.Settle?.TotalNanoseconds;
        metrics.ObjectiveOps.Add(0, _tags);
        metrics.ObjectiveGoodOps.Add(0, _tags);
    }

    /// <param name="latencyNs">Null: it never waited.</param>
    public void Count(in OpEvent e, long wantedNs, long? latencyNs, FaultTimes faults)
    {
        if (_settleNs is { } settleNs && !faults.IsOutside(wantedNs, settleNs)) return;
        if (_withinNs is { } withinNs)
        {
            if (latencyNs is not { } took) return;
            _ops++;
            if (took <= withinNs) _good++;
            return;
        }
        _ops++;
        if (Answers.Succeeded(e.Type, e.F, e.Error)) _good++;
    }

    public void HandOn()
    {
        if (_ops == 0) return;
        _metrics.ObjectiveOps.Add(_ops, _tags);
        _metrics.ObjectiveGoodOps.Add(_good, _tags);
        (_ops, _good) = (0, 0);
    }
}
