using System.Diagnostics.Metrics;
using ChaosService.Model.Histories;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>
/// Faults: which are active and where, the results of each step, how long injecting and reverting took, and how soon they were detected.
/// Thread-safe.
/// </summary>
internal sealed class FaultMetrics
{
    private static readonly double[] StepBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];
    private static readonly double[] DetectionBounds = [0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300];

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Run, string Fault), ActiveFault> _active = [];
    private readonly Histogram<double> _inject;
    private readonly Histogram<double> _revert;
    private readonly Histogram<double> _detection;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _findings;

    public FaultMetrics(ServiceMeter meter)
    {
        meter.Gauges(
            "chaosservice.active.faults", "{fault}",
            "Faults of running runs that are under way, from the decision to inject to the end of the revert.", Active);
        _inject = meter.Seconds(
            "chaosservice.fault.inject.duration", "From the decision to inject until the fault is in force on every node.", StepBounds);
        _revert = meter.Seconds(
            "chaosservice.fault.revert.duration", "From the decision to revert until the fault is gone from every node.", StepBounds);
        _detection = meter.Seconds(
            "chaosservice.time.to.detection", "From a fault's being in force until the first sign of it, by the sign.", DetectionBounds);
        _steps = meter.Counter("chaosservice.fault.steps", "{step}", "Steps of faults; effect and recovery by whether they were seen.");
        _findings = meter.Counter("chaosservice.findings", "{finding}", "Violations that were certain while the run went on.");
    }

    public void Step(string runId, string experiment, FaultEvent e)
    {
        _steps.Add(1, new("kind", e.Kind), new("step", Word(e)));
        lock (_gate)
        {
            var key = (runId, e.FaultId);
            var known = _active.TryGetValue(key, out var active);
            if (e.Step == FaultStep.Inject) _active[key] = new ActiveFault(experiment, e.Kind, e.Nodes, e.TimeNs, null);
            else if (e.Step == FaultStep.Injected && known) Record(_inject, e, active!.InjectNs);
            else if (e.Step == FaultStep.Revert && known) _active[key] = active! with { RevertNs = e.TimeNs };
            else if (e.Step == FaultStep.Reverted && _active.Remove(key) && active!.RevertNs is { } revertNs) Record(_revert, e, revertNs);
        }
    }

    public void Found(string experiment, string check, int count) =>
        _findings.Add(count, new("experiment", experiment), new("check", check));

    public void Detected(string kind, string sign, TimeSpan after) =>
        _detection.Record(after.TotalSeconds, new("kind", kind), new("sign", sign));

    /// <summary>
    /// The run has ended. What it could not revert is no longer a fault of an active run; the health of the service reports it.
    /// </summary>
    public void Clear(string runId)
    {
        lock (_gate)
            foreach (var key in _active.Keys.Where(k => k.Run == runId).ToList()) _active.Remove(key);
    }

    private static void Record(Histogram<double> duration, FaultEvent e, long fromNs) =>
        duration.Record(Math.Max(0, e.TimeNs - fromNs) / 1e9, new KeyValuePair<string, object?>("kind", e.Kind));

    private List<Measurement<double>> Active()
    {
        lock (_gate)
            return [.. _active.Values.SelectMany(f => f.Nodes.Select(n => (f.Experiment, f.Kind, Node: n))).GroupBy(f => f)
                .Select(same =>
                    ((double)same.Count()).With(("experiment", same.Key.Experiment), ("kind", same.Key.Kind), ("node", same.Key.Node)))];
    }

    private static string Word(FaultEvent e) => e.Step is FaultStep.Effect or FaultStep.Recovery
        ? $"{Measured.Word(e.Step)}_{(e.Proven == true ? "seen" : "unseen")}"
        : Measured.Word(e.Step);

    private sealed record ActiveFault(string Experiment, string Kind, IReadOnlyList<string> Nodes, long InjectNs, long? RevertNs);
}
