namespace ChaosService.Model.Histories;

/// <summary>
/// Where load generators and the nemesis write what happens. Never blocks: when its bounded queue is full the event is dropped
/// and counted, and the run's verdict can no longer be valid. Thread-safe; events of one process keep their order.
/// </summary>
public interface IRecorder
{
    /// <summary>ns since the run's start, monotonic.</summary>
    long ElapsedNs { get; }

    void Record(in OpEvent e);

    void Record(FaultEvent e);

    void Record(PhaseEvent e);
}
