using ChaosService.Contracts;

namespace ChaosService.Service.Events;

/// <summary>A run's progress so far, bounded however long the run takes. Thread-safe.</summary>
internal sealed class LiveRun(TimeProvider time)
{
    private const int PhasesKept = 50;
    private const int FaultStepsKept = 600;
    private const int FindingsKept = 50;
    private const int PointsKept = 600;

    /// <summary>Followers of the service get a run's figures this often; its own followers get them all.</summary>
    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<PhaseReply> _phases = new();
    private readonly Queue<FaultStepReply> _faults = new();
    private readonly List<FindingData> _findings = [];
    private readonly ProgressSeries _series = new(PointsKept);
    private string? _headline;
    private ProgressData? _progress;
    private long? _told;

    public void Begin(string headline)
    {
        lock (_gate) _headline = headline;
    }

    public void Phase(string phase)
    {
        lock (_gate) Keep(_phases, new PhaseReply(phase, time.GetUtcNow()), PhasesKept);
    }

    public void Fault(FaultData step)
    {
        lock (_gate) Keep(_faults, new FaultStepReply(time.GetUtcNow(), step), FaultStepsKept);
    }

    /// <summary>False when there are more than are kept.</summary>
    public bool Finding(FindingData finding)
    {
        lock (_gate)
        {
            if (_findings.Count == FindingsKept) return false;
            _findings.Add(finding);
            return true;
        }
    }

    /// <summary>Whether it is time to inform the followers of the service.</summary>
    public bool Progress(ProgressData progress)
    {
        lock (_gate)
        {
            _progress = progress;
            _series.Add(new ProgressPoint(progress.ElapsedSeconds, progress.OpsPerSecond, progress.ErrorRatio, progress.P99Ms));
            if (_told is { } told && time.GetElapsedTime(told) < ToldEvery) return false;
            _told = time.GetTimestamp();
            return true;
        }
    }

    public LiveReply Read(long lastEvent)
    {
        lock (_gate) return new LiveReply(lastEvent, _headline, [.. _phases], _progress, _series.Points(), [.. _faults], [.. _findings]);
    }

    private static void Keep<T>(Queue<T> queue, T item, int most)
    {
        queue.Enqueue(item);
        if (queue.Count > most) queue.Dequeue();
    }
}
