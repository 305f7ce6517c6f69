using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Queue;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Slo;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>The results of runs, and the active ones.</summary>
internal sealed class RunMetrics : IRunObserver
{
    /// <summary>The value of the verdict label for a run without one.</summary>
    private const string None = "none";

    private readonly ConcurrentDictionary<string, StoredRun> _running = new(StringComparer.Ordinal);
    private readonly FaultMetrics _faults;
    private readonly Standings _standings;
    private readonly SloLedger _ledger;
    private readonly TimeProvider _time;
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _windows;

    public RunMetrics(ServiceMeter meter, FaultMetrics faults, Standings standings, SloLedger ledger, TimeProvider time)
    {
        (_faults, _standings, _ledger, _time) = (faults, standings, ledger, time);
        _runs = meter.Counter("chaosservice.runs", "{run}", "Runs that are over, by how they ended and their verdict; none: without one.");
        _duration = meter.Seconds(
            "chaosservice.run.duration", "From a run's start to its stored end.", [10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400]);
        _windows = meter.Counter("chaosservice.windows", "{window}", "Windows of soaks that were judged, by verdict.");
        meter.Gauges(
            "chaosservice.run.info", null, "1 for each run that goes on.",
            () => _running.Values.Select(r => 1.0.With(("experiment", r.Experiment), ("run_id", r.Id), ("project", r.Project))));
    }

    public IRunListener Started(StoredRun run, Plan plan)
    {
        _running[run.Id] = run;
        _ledger.Declare(plan.Experiment, [.. plan.Checks.SelectMany(c => c.Parameters.Objectives)]);
        // From zero: if a counter appears with its first event, its increase is invisible.
        foreach (var verdict in Enum.GetValues<Outcome>()) _runs.Add(0, Tags(run, RunState.Finished, Measured.Word(verdict)));
        foreach (var check in plan.Checks) _faults.Found(plan.Experiment, check.Kind, 0);
        return new RunFollower(run.Id, run.Experiment, plan, _faults, _windows, _time);
    }

    public void Ended(StoredRun run, RunResult? result)
    {
        _running.TryRemove(run.Id, out _);
        _faults.Clear(run.Id);
        _runs.Add(1, Tags(run, run.State, run.Verdict is { } verdict ? Measured.Word(verdict) : None));
        if (run is { StartedAt: { } started, EndedAt: { } ended })
            _duration.Record(Math.Max(0, (ended - started).TotalSeconds), new KeyValuePair<string, object?>("experiment", run.Experiment));
        _standings.Ended(run);
    }

    private static KeyValuePair<string, object?>[] Tags(StoredRun run, RunState state, string verdict) =>
        [new("experiment", run.Experiment), new("state", Measured.Word(state)), new("verdict", verdict)];
}
