using ChaosService.Engine.Histories.Recording;

namespace ChaosService.Engine.Metrics;

/// <summary>The recorders of the active runs, and the drops of earlier ones. Thread-safe.</summary>
internal sealed class RecorderWatch
{
    private readonly Lock _gate = new();
    private readonly HashSet<HistoryRecorder> _recorders = [];
    private long _droppedBefore;

    public long Queued
    {
        get { lock (_gate) return _recorders.Sum(r => (long)r.Queued); }
    }

    public long Dropped
    {
        get { lock (_gate) return _droppedBefore + _recorders.Sum(r => r.Dropped); }
    }

    public void Add(HistoryRecorder recorder)
    {
        lock (_gate) _recorders.Add(recorder);
    }

    public void Remove(HistoryRecorder recorder)
    {
        lock (_gate)
            if (_recorders.Remove(recorder)) _droppedBefore += recorder.Dropped;
    }
}
