using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Histories;

namespace ChaosService.Benchmarks;

/// <summary>What a load did, as its recorder saw it.</summary>
internal sealed class LoadTally : IHistoryObserver
{
    private readonly List<long> _latenessNs = [];

    public int Completions { get; private set; }

    public int NotOk { get; private set; }

    public long Dropped { get; set; }

    /// <summary>Actual - intended start.</summary>
    public double LatenessMs(double quantile)
    {
        _latenessNs.Sort();
        return _latenessNs[(int)Math.Min(_latenessNs.Count - 1, quantile * _latenessNs.Count)] / 1e6;
    }

    public void Observe(int index, in OpEvent e)
    {
        if (e.IntendedNs is { } intended) _latenessNs.Add(e.TimeNs - intended);
        if (e.Type == OpType.Invoke) return;
        Completions++;
        if (e.Type != OpType.Ok) NotOk++;
    }

    public void Observe(FaultEvent e)
    {
    }

    public void Observe(PhaseEvent e)
    {
    }

    public void Tick(long nowNs)
    {
    }
}
