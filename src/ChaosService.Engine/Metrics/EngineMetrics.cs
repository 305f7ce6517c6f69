using System.Diagnostics.Metrics;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Metrics;

/// <summary>
/// The engine's own metrics. Every instance has a meter of its own, so that two services in one process do not add up.
/// Without a listener nothing is measured. docs/metrics.md is the list.
/// </summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The name by which exporters find the meter.</summary>
    public const string MeterName = "ChaosService.Engine";

    private static readonly InstrumentAdvice<double> OpBuckets =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<double> CheckBuckets =
        new() { HistogramBucketBoundaries = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120] };

    private readonly RecorderWatch _recorders = new();
    private readonly Histogram<double> _checkDuration;

    /// <summary>Registers every instrument.</summary>
    public EngineMetrics()
    {
        Meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        Ops = Meter.CreateCounter<long>(
            "chaosservice.ops", "{op}", "Ops that runs completed, by outcome: ok (it happened), fail (it did not), info (nobody knows).");
        OpDuration = Meter.CreateHistogram(
            "chaosservice.op.duration", "s",
            "How long ops took from when the schedule wanted them; ops that were shed never waited and are not in it.", null, OpBuckets);
        ObjectiveOps = Meter.CreateCounter<long>("chaosservice.slo.ops", "{op}", "Ops of the load that an objective counts.");
        ObjectiveGoodOps =
            Meter.CreateCounter<long>("chaosservice.slo.good.ops", "{op}", "Ops of the load that an objective counts, and that were good.");
        _checkDuration =
            Meter.CreateHistogram("chaosservice.check.duration", "s", "How long a check took to judge one history.", null, CheckBuckets);
        Meter.CreateObservableGauge(
            "chaosservice.recorder.queued.events", () => _recorders.Queued, "{event}",
            "Events of running runs that wait to be written into their histories.");
        Meter.CreateObservableCounter(
            "chaosservice.recorder.dropped.events", () => _recorders.Dropped, "{event}",
            "Events that are missing in histories; a run with one cannot be valid.");
    }

    /// <summary>The engine's meter; its scope is this object.</summary>
    public Meter Meter { get; }

    internal Counter<long> Ops { get; }

    internal Histogram<double> OpDuration { get; }

    internal Counter<long> ObjectiveOps { get; }

    internal Counter<long> ObjectiveGoodOps { get; }

    /// <summary>Does it count what objectives count? Its tags are <c>experiment</c> and <c>slo</c>.</summary>
    public bool IsObjective(Instrument instrument) => instrument == ObjectiveOps || IsGood(instrument);

    /// <summary>Of those, the one that counts the good ones.</summary>
    public bool IsGood(Instrument instrument) => instrument == ObjectiveGoodOps;

    /// <summary>Ends the meter.</summary>
    public void Dispose() => Meter.Dispose();

    /// <summary>
    /// Follows one exercise; to be disposed after its recorder. Null without a listener, and then it costs nothing.
    /// </summary>
    internal OpMetrics? Follow(Plan plan) =>
        Ops.Enabled || OpDuration.Enabled || ObjectiveOps.Enabled ? new OpMetrics(this, plan, _recorders) : null;

    internal void Checked(string check, Outcome outcome, TimeSpan took) =>
        _checkDuration.Record(took.TotalSeconds, new("check", check), new("outcome", outcome.ToString().ToLowerInvariant()));
}
