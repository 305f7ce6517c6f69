using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Ops;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Durability.Live;

/// <summary>
/// Sets while the load runs: elements that are twice in one read, that nobody can have added, and, where the set must be linearizable,
/// elements that were known to be there and are missing from a later read. (Otherwise an element may come back, and only the last reads
/// decide.)
/// </summary>
internal sealed class LiveSetFull(SetFullParameters parameters) : IStreamingCheck
{
    /// <summary>Larger sets are given up: their elements must be kept in memory.</summary>
    private const int MaxElements = 1_000_000;

    private readonly PendingOps _pending = new();
    private readonly LiveFaults _faults = new();
    private readonly Dictionary<string, LiveSet> _sets = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    /// <summary>Keys with elements that are not whole numbers: they are not followed.</summary>
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

    public void Observe(int index, in OpEvent e)
    {
        if (e.F is Functions.Write or Functions.Cas) Set(e.Key).IsInDoubt = true;
        if (e.F is not (Functions.Add or Functions.Read)) return;
        if (ForeignOps.IsForeign(e.F, e.Value)) _foreign.Add(e.Key ?? "");
        if (_foreign.Count > 0 && _foreign.Contains(e.Key ?? "")) return;
        if (e.Type == OpType.Invoke)
        {
            var begun = _pending.Invoke(index, e);
            if (e.F == Functions.Add) Set(e.Key).Begin(begun);
        }
        else if (_pending.Complete(index, e) is { } op && Of(op) is { } set && set.Count <= MaxElements)
        {
            foreach (var trouble in op.F == Functions.Add ? set.Complete(op) : set.Read(op))
            {
                var faults = _faults.During(trouble.Ops.Min(o => o.InvokedNs), op.CompletedNs);
                _findings.Add(new() { Anomaly = trouble.Anomaly, Explanation = trouble.Sentence, Ops = trouble.Ops, Faults = faults });
            }
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

    /// <summary>The set that a completed op gives information about; null when it gives none, or belongs to a register.</summary>
    private LiveSet? Of(in Op op) => op switch
    {
        { F: Functions.Add } or { Outcome: OpType.Ok, Value.Kind: OpValueKind.List } => Set(op.Key),
        { Outcome: OpType.Ok, Value.Kind: OpValueKind.None } => _sets.TryGetValue(op.Key ?? "", out var set) && !set.IsInDoubt ? set : null,
        _ => null,
    };

    private LiveSet Set(string? key)
    {
        if (_sets.TryGetValue(key ?? "", out var set)) return set;
        // An accepted loss is not a violation, and which losses are accepted is only known at the end.
        _sets.Add(key ?? "", set = new LiveSet(missesCount: parameters is { Linearizable: true, LossWindow: null }));
        return set;
    }
}
