using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability.Live;

/// <summary>
/// Sets while the load runs: elements that are twice in one read, that nobody added, and, where the set must be linearizable, elements
/// that were in one read and are not in a later one. (Otherwise an element may come back, and only the last reads tell.)
/// </summary>
internal sealed class LiveSetFull(SetFullParameters parameters) : IStreamingCheck
{
    /// <summary>Sets with more elements are given up: what was seen must be remembered.</summary>
    private const int MaxElements = 1_000_000;

    private readonly PendingOps _pending = new();
    private readonly LiveFaults _faults = new();
    private readonly Dictionary<string, LiveSet> _sets = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    public void Observe(int index, in OpEvent e)
    {
        if (e.F is not (Functions.Add or Functions.Read)) return;
        if (e.Type == OpType.Invoke)
        {
            _pending.Invoke(index, e);
            if (e.F == Functions.Add) Set(e.Key).Tried.Add(e.Value.First);
            return;
        }
        if (_pending.Complete(index, e) is not { } op || op.F != Functions.Read || op.Outcome != OpType.Ok || op.Value.Kind != OpValueKind.List) return;
        var set = Set(op.Key);
        if (set.Tried.Count > MaxElements) return;
        foreach (var (anomaly, sentence, proof) in set.Read(op, parameters.Linearizable))
        {
            Op[] ops = proof is { } earlier ? [earlier, op] : [op];
            _findings.Add(new Finding { Anomaly = anomaly, Explanation = sentence, Ops = ops, Faults = _faults.During(ops[0].InvokedNs, op.CompletedNs) });
        }
    }

    public void Observe(FaultEvent e) => _faults.Observe(e);

    public IReadOnlyList<Finding> TakeFindings()
    {
        if (_findings.Count == 0) return [];
        Finding[] taken = [.. _findings];
        _findings.Clear();
        return taken;
    }

    public IReadOnlyDictionary<string, double> WindowFigures(long nowNs) => new Dictionary<string, double>();

    private LiveSet Set(string? key)
    {
        if (!_sets.TryGetValue(key ?? "", out var set)) _sets.Add(key ?? "", set = new LiveSet());
        return set;
    }
}
