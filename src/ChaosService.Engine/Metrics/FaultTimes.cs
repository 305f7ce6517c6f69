using ChaosService.Model.Histories;

namespace ChaosService.Engine.Metrics;

/// <summary>When faults were under way, as far back as an op that completes now may have been wanted.</summary>
internal sealed class FaultTimes
{
    /// <summary>Longer than an op can be under way and a fault takes to settle.</summary>
    private const long KeptNs = 300_000_000_000;

    private readonly List<(string Id, long FromNs, long UntilNs)> _times = [];

    /// <summary>From the decision to inject to the end of the revert.</summary>
    public void Observe(FaultEvent e)
    {
        if (e.Step == FaultStep.Inject) _times.Add((e.FaultId, e.TimeNs, long.MaxValue));
        if (e.Step != FaultStep.Reverted) return;
        for (var i = 0; i < _times.Count; i++)
            if (_times[i].Id == e.FaultId) _times[i] = _times[i] with { UntilNs = e.TimeNs };
    }

    public bool IsOutside(long atNs, long settleNs)
    {
        foreach (var (_, fromNs, untilNs) in _times)
            if (fromNs <= atNs && atNs - settleNs <= untilNs) return false;
        return true;
    }

    public void Forget(long nowNs) => _times.RemoveAll(t => t.UntilNs < nowNs - KeptNs);
}
