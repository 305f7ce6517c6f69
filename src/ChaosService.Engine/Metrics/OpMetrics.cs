using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Metrics;

/// <summary>
/// Counts the ops of one exercise while they are recorded. On the recorder's thread, between the load and its history: an op costs a
/// latency that is put into its bucket and some additions; counts are handed on a few times a second, with tags that were made once.
/// </summary>
internal sealed class OpMetrics : IHistoryObserver, IDisposable
{
    private const long HandOnEveryNs = 250_000_000;

    private readonly EngineMetrics _metrics;
    private readonly RecorderWatch _recorders;
    private readonly OpCells _cells;
    private readonly ObjectiveTally[] _objectives;
    private readonly FaultTimes _faults = new();

    /// <summary>By process: when the op that is under way was wanted. As big as the number of clients.</summary>
    private readonly Dictionary<int, long> _wantedNs = [];

    private HistoryRecorder? _recorder;
    private bool _loading;
    private long _handedOnNs;

    public OpMetrics(EngineMetrics metrics, Plan plan, RecorderWatch recorders)
    {
        (_metrics, _recorders) = (metrics, recorders);
        _cells = new OpCells(metrics, plan);
        _objectives =
            [.. plan.Checks.SelectMany(c => c.Parameters.Objectives).Select(o => new ObjectiveTally(metrics, plan.Experiment, o))];
    }

    /// <summary>Its queue and its drops are shown until <see cref="Dispose"/>.</summary>
    public void Watch(HistoryRecorder recorder) => _recorders.Add(_recorder = recorder);

    public void Observe(int index, in OpEvent e)
    {
        if (e.Type == OpType.Invoke)
        {
            _wantedNs[e.Process] = e.IntendedNs ?? e.TimeNs;
            return;
        }
        if (!_wantedNs.Remove(e.Process, out var wantedNs)) return;
        var cell = _cells.Of(e);
        cell.Count++;
        var latencyNs = Math.Max(0, e.TimeNs - wantedNs);
        var shed = Answers.WasShed(e.Type, e.Error);
        if (!shed) _metrics.OpDuration.Record(latencyNs / 1e9, cell.Tags);
        if (!_loading) return;
        foreach (var objective in _objectives) objective.Count(e, wantedNs, shed ? null : latencyNs, _faults);
    }

    public void Observe(FaultEvent e) => _faults.Observe(e);

    /// <summary>Objectives are about the load: final reads come after it.</summary>
    public void Observe(PhaseEvent e)
    {
        if (e.Phase == RunPhase.LoadStarted) _loading = true;
        if (e.Phase == RunPhase.LoadEnded) _loading = false;
    }

    public void Tick(long nowNs)
    {
        if (nowNs - _handedOnNs < HandOnEveryNs) return;
        _handedOnNs = nowNs;
        HandOn();
        _faults.Forget(nowNs);
    }

    public void Dispose()
    {
        HandOn();
        if (_recorder is not null) _recorders.Remove(_recorder);
    }

    private void HandOn()
    {
        _cells.HandOn();
        foreach (var objective in _objectives) objective.HandOn();
    }
}
