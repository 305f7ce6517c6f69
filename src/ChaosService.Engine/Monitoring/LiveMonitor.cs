using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// The checks' streaming forms, fed while the run is recorded. Findings are certain; that there are none is not a verdict.
/// The recorder's thread feeds it and a timer reads it, so a lock guards the checks.
/// </summary>
internal sealed class LiveMonitor(IReadOnlyDictionary<string, IStreamingCheck> checks) : IHistoryObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _activeFaults = new(StringComparer.Ordinal);
    private long _findings;

    public long FindingCount => Interlocked.Read(ref _findings);

    public void Observe(int index, in OpEvent e)
    {
        lock (_gate)
            foreach (var check in checks.Values) check.Observe(index, e);
    }

    public void Observe(FaultEvent e)
    {
        lock (_gate)
        {
            foreach (var check in checks.Values) check.Observe(e);
            if (e.Step == FaultStep.Injected) _activeFaults[e.FaultId] = $"{e.FaultId} {e.Kind} {string.Join(",", e.Nodes)}";
            if (e.Step == FaultStep.Reverted) _activeFaults.Remove(e.FaultId);
        }
    }

    public void Observe(PhaseEvent e)
    {
        // The checks' streaming forms know no phases.
    }

    public void Tick(long nowNs)
    {
        // The watch reads at its own pace.
    }

    /// <summary>Findings since the last call, each with its check's name.</summary>
    public IReadOnlyList<(string Check, Finding Finding)> TakeFindings()
    {
        lock (_gate)
        {
            List<(string, Finding)> taken = [.. checks.SelectMany(c => c.Value.TakeFindings().Select(f => (c.Key, f)))];
            Interlocked.Add(ref _findings, taken.Count);
            return taken;
        }
    }

    /// <summary>A figure of the window that ends now; null when the check has none or saw no traffic.</summary>
    public double? Figure(string check, string figure, long nowNs)
    {
        lock (_gate)
            return checks.TryGetValue(check, out var stream)
                && stream.WindowFigures(nowNs).TryGetValue(figure, out var value) ? value : null;
    }

    public IReadOnlyList<string> ActiveFaults()
    {
        lock (_gate) return [.. _activeFaults.Values];
    }
}
