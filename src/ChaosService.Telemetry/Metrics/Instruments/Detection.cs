using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>
/// How soon a fault is detected. The time starts when the fault takes effect; each signal detects it once: <c>availability</c>, when the
/// share of ops that succeed over the last seconds falls below the experiment's objective for all of its ops, and <c>finding</c>, when a
/// live check is certain of a violation. A signal counts for every fault that is active, or was until <see cref="Linger"/> ago, and that it
/// has not detected before. A fault without a signal is not counted. Thread-safe.
/// </summary>
internal sealed class Detection(Plan plan, FaultMetrics faults, TimeProvider time)
{
    public const string ByAvailability = "availability";
    public const string ByFinding = "finding";

    /// <summary>For an experiment without an objective.</summary>
    private const double UsualShare = 0.99;

    /// <summary>The effect of a fault may only show in a later read.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Watched> _watched = [];

    private readonly double _share =
        plan.Checks.SelectMany(c => c.Parameters.Objectives).FirstOrDefault(o => o is { Within: null, Settle: null })?.Share ?? UsualShare;

    public void Fault(FaultEvent e)
    {
        lock (_gate)
        {
            if (e.Step == FaultStep.Injected) _watched.Add(new Watched(e.FaultId, e.Kind, time.GetTimestamp()));
            if (e.Step == FaultStep.Reverted && _watched.Find(w => w.Id == e.FaultId) is { } over) over.Reverted = time.GetTimestamp();
        }
    }

    public void Finding() => Sign(ByFinding);

    public void Progress(RunProgress progress)
    {
        if (1 - progress.ErrorRatio < _share) Sign(ByAvailability);
    }

    private void Sign(string sign)
    {
        lock (_gate)
        {
            _watched.RemoveAll(w => w.Reverted is { } at && time.GetElapsedTime(at) > Linger);
            foreach (var watched in _watched.Where(w => w.Signs.Add(sign)))
                faults.Detected(watched.Kind, sign, time.GetElapsedTime(watched.InForce));
        }
    }

    private sealed class Watched(string id, string kind, long inForce)
    {
        public string Id => id;

        public string Kind => kind;

        public long InForce => inForce;

        public long? Reverted { get; set; }

        public HashSet<string> Signs { get; } = new(StringComparer.Ordinal);
    }
}
