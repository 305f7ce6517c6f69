using System.Collections.Concurrent;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Applied;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Registry;
using ChaosService.Telemetry.Metrics.Slo;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>
/// The state of each applied experiment: the result of its last run. A gauge, so that an alert on it holds until a later run is better,
/// also across a restart. Deleting an experiment removes its series.
/// </summary>
internal sealed class Standings : IHostedService
{
    /// <summary>How many of the newest runs are read at the start.</summary>
    private const int LookedThrough = 500;

    private readonly ConcurrentDictionary<string, StoredRun> _last = new(StringComparer.Ordinal);
    private readonly AppliedExperiments _applied;
    private readonly IRunStore _store;
    private readonly MetricListener _metrics;
    private readonly SloLedger _ledger;

    public Standings(ServiceMeter meter, AppliedExperiments applied, IRunStore store, MetricListener metrics, SloLedger ledger)
    {
        (_applied, _store, _metrics, _ledger) = (applied, store, metrics, ledger);
        meter.Gauges(
            "chaosservice.experiment.last.verdict", null, "1 at the verdict of the experiment's last run that has one, 0 at the others.",
            () => _last.Values.SelectMany(r => Enum.GetValues<Outcome>()
                .Select(o => Measured.Flag(r.Verdict == o).With(("experiment", r.Experiment), ("verdict", Measured.Word(o))))));
        meter.Gauges(
            "chaosservice.experiment.failing", null,
            "1 when the experiment's last run with a verdict was not what is expected of it: a violation, or none where one is expected.",
            () => _last.Values.Select(r => Measured.Flag(r.ExitCode == ExitCodes.Invalid).With(("experiment", r.Experiment))));
        meter.Gauges(
            "chaosservice.experiment.last.end.time", "s", "When the experiment's last run with a verdict ended, since 1970.",
            () => _last.Values.Where(r => r.EndedAt is not null)
                .Select(r => (r.EndedAt!.Value.ToUnixTimeMilliseconds() / 1000.0).With(("experiment", r.Experiment))));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var names = _applied.All().Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var run in _store.List(new RunFilter(), null, LookedThrough).Runs
            .Where(r => names.Contains(r.Experiment) && r.Verdict is not null))
            _last.TryAdd(run.Experiment, run);
        _applied.Changed += Changed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Ended(StoredRun run)
    {
        // An alert for an experiment that was deleted during its run would never be resolved.
        if (run.Verdict is not null && _applied.Find(run.Experiment) is not null) _last[run.Experiment] = run;
    }

    private void Changed(string experiment)
    {
        if (_applied.Find(experiment) is not null) return;
        _last.TryRemove(experiment, out _);
        _ledger.Forget(experiment);
        _metrics.Forget("experiment", experiment);
    }
}
