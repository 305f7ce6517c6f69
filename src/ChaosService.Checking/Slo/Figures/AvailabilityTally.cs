using ChaosService.Model.Histories;

namespace ChaosService.Checking.Slo.Figures;

/// <summary>Attempts and successes.</summary>
internal struct Share
{
    public long Attempts;
    public long Successes;

    public readonly double Ratio => Attempts == 0 ? double.NaN : (double)Successes / Attempts;

    public void Count(bool success)
    {
        Attempts++;
        if (success) Successes++;
    }
}

/// <summary>One pass over the load's ops.</summary>
internal sealed class AvailabilityTally
{
    private readonly (long FromNs, long UntilNs) _span;
    private readonly long _settleNs;

    public AvailabilityTally(History history, TimeSpan settle)
    {
        _settleNs = settle.Ticks * 100;
        _span = LoadOps.Span(history);
        PerFault = new Share[history.Faults.Count];
        var successes = new List<long>();
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (!LoadOps.Within(op, _span)) continue;
            var success = LoadOps.Succeeded(op);
            Overall.Count(success);
            Count(history, op.IntendedNs, success);
            if (success) successes.Add(op.CompletedNs);
        }
        FindGap(successes);
    }

    public Share Overall;
    public Share Outside;

    /// <summary>In the same order as <see cref="History.Faults"/>.</summary>
    public Share[] PerFault { get; }

    /// <summary>The start and the end of the longest time without a success.</summary>
    public (long FromNs, long UntilNs) Gap { get; private set; }

    private void Count(History history, long atNs, bool success)
    {
        var outside = true;
        for (var f = 0; f < PerFault.Length; f++)
        {
            var fault = history.Faults[f];
            if (fault.Covers(atNs)) PerFault[f].Count(success);
            outside &= !fault.Overlaps(atNs - _settleNs, atNs);
        }
        if (outside) Outside.Count(success);
    }

    private void FindGap(List<long> successes)
    {
        successes.Sort();
        successes.Add(_span.UntilNs);
        var last = _span.FromNs;
        foreach (var at in successes)
        {
            if (at - last > Gap.UntilNs - Gap.FromNs) Gap = (last, at);
            last = Math.Max(last, at);
        }
    }
}
