using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Recording;

/// <summary>
/// Sees the history while it is written, in its order, on the recorder's one thread: no locks are needed, and whatever is slow here
/// fills the recorder's queue. An observer that throws is not called again; <see cref="HistoryRecorder.ObserverError"/> says why.
/// After a dropped event ops are no longer shown: the missing ones could make a correct observer raise a false alarm.
/// </summary>
public interface IHistoryObserver
{
    void Observe(int index, in OpEvent e);

    void Observe(FaultEvent e);

    void Observe(PhaseEvent e);

    /// <summary>
    /// About every <see cref="HistoryRecorder.Interval"/>, also when nothing happens. <paramref name="nowNs"/>: ns since the run's start.
    /// </summary>
    void Tick(long nowNs);
}
