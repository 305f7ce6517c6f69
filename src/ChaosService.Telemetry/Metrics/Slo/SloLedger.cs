using System.Diagnostics.Metrics;
using ChaosService.Engine.Metrics;
using ChaosService.Model.Checks;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Slo;

/// <summary>
/// The error budgets of all experiments, computed from the engine's counts since the start of the service: across restarts the recording
/// rules compute the same figures from the counters. Thread-safe.
/// </summary>
internal sealed class SloLedger : IDisposable
{
    /// <summary>Objectives above this number are not kept.</summary>
    private const int BudgetsMax = 500;

    private static readonly (string Name, TimeSpan Span)[] Windows =
    [
        ("5m", TimeSpan.FromMinutes(5)), ("30m", TimeSpan.FromMinutes(30)), ("1h", TimeSpan.FromHours(1)), ("6h", TimeSpan.FromHours(6)),
        ("1d", TimeSpan.FromDays(1)), ("3d", TimeSpan.FromDays(3)),
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Experiment, string Slo), SloBudget> _budgets = [];
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;

    public SloLedger(ServiceMeter meter, EngineMetrics engine, TimeProvider time)
    {
        _time = time;
        meter.Gauges(
            "chaosservice.slo.objective", "1", "What share of an experiment's ops must be good, as its last run states it.",
            () => Each((budget, _) => [(budget.Objective, null)]));
        meter.Gauges(
            "chaosservice.slo.compliance", "1", "What share was good, in the runs of the last 30 days since the service's start.",
            () => Each((budget, now) => [(budget.Compliance(now), null)]));
        meter.Gauges(
            "chaosservice.slo.error.budget.remaining", "1",
            "What is left of the error budget of the same time: 1 all of it, 0 nothing, below 0 more was used than there was.",
            () => Each((budget, now) => [(budget.Remaining(now), null)]));
        meter.Gauges(
            "chaosservice.slo.burn.rate", null, "How many times faster than the objective allows the error budget was used, by window.",
            () => Each((budget, now) => Windows.Select(w => ((double?)budget.BurnRate(now, w.Span), (string?)w.Name))));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (engine.IsObjective(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, count, tags, _) => Take((string)tags[0].Value!, (string)tags[1].Value!, !engine.IsGood(instrument), count));
        _listener.Start();
    }

    /// <summary>A run begins: these are now the experiment's objectives.</summary>
    public void Declare(string experiment, IReadOnlyList<ServiceObjective> objectives)
    {
        lock (_gate)
        {
            foreach (var gone in _budgets.Keys.Where(k => k.Experiment == experiment && objectives.All(o => o.Name != k.Slo)).ToList())
                _budgets.Remove(gone);
            foreach (var objective in objectives)
            {
                if (_budgets.TryGetValue((experiment, objective.Name), out var known)) known.Objective = objective.Share;
                else if (_budgets.Count < BudgetsMax)
                    _budgets[(experiment, objective.Name)] = new SloBudget { Objective = objective.Share };
            }
        }
    }

    public void Forget(string experiment) => Declare(experiment, []);

    public void Dispose() => _listener.Dispose();

    private void Take(string experiment, string slo, bool all, long count)
    {
        lock (_gate)
            if (_budgets.TryGetValue((experiment, slo), out var budget)) budget.Add(_time.GetUtcNow(), all ? count : 0, all ? 0 : count);
    }

    private List<Measurement<double>> Each(Func<SloBudget, DateTimeOffset, IEnumerable<(double? Value, string? Window)>> values)
    {
        var now = _time.GetUtcNow();
        List<Measurement<double>> all = [];
        lock (_gate)
        {
            foreach (var ((experiment, slo), budget) in _budgets)
            foreach (var (value, window) in values(budget, now))
                if (value is { } known)
                    all.Add(window is null
                        ? known.With(("experiment", experiment), ("slo", slo))
                        : known.With(("experiment", experiment), ("slo", slo), ("window", window)));
        }
        return all;
    }
}
