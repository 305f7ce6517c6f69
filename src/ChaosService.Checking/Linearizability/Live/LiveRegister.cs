using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Linearizability.Live;

/// <summary>
/// One register as it develops. A value is retired once a newer one was completed before the earliest pending op began: no later op may see
/// it. Only the values in between are kept, about as many as there are clients.
/// </summary>
internal sealed class LiveRegister(string? key)
{
    /// <summary>
    /// Writes with an unknown outcome stay open, as they may take effect at any time. A register with more of them than this is given up.
    /// </summary>
    private const int MaxOpen = 1024;

    /// <summary>Retired values that are remembered for a precise message; older ones look like values that nobody wrote.</summary>
    private const int MaxRetired = 256;

    private readonly Dictionary<long, LiveCluster> _open = new() { [OpValue.Nil] = new LiveCluster(OpValue.Nil) };
    private readonly Dictionary<long, LiveCluster> _retired = [];
    private readonly Queue<long> _retiredOrder = new();
    private readonly Dictionary<int, long> _underWay = [];
    private bool _forgot;
    private bool _givenUp;

    public void Begin(in Op op)
    {
        if (_givenUp) return;
        _underWay[op.Process] = op.InvokedNs;
        if (op.F == Functions.Read) return;
        var value = Written(op);
        // Values that repeat are left to the final check's search.
        if (_retired.ContainsKey(value) || !_open.TryAdd(value, new LiveCluster(value) { Writer = op }) || _open.Count > MaxOpen) GiveUp();
    }

    /// <summary>For an op that turned out not to concern a register.</summary>
    public void Forget(in Op op) => _underWay.Remove(op.Process);

    /// <summary>Reports nothing more: an op that is not followed may explain anything that looks wrong.</summary>
    public void GiveUp()
    {
        _givenUp = true;
        _open.Clear();
        _retired.Clear();
        _retiredOrder.Clear();
        _underWay.Clear();
    }

    public Finding? Complete(in Op op)
    {
        if (_givenUp) return null;
        _underWay.Remove(op.Process);
        if (op.Outcome == OpType.Fail && op.F != Functions.Read) _open.Remove(Written(op));
        if (op.Outcome != OpType.Ok) return null;
        var finding = op.F switch
        {
            Functions.Read => See(op, op.Value.Kind == OpValueKind.None ? OpValue.Nil : op.Value.First),
            Functions.Write => See(op, op.Value.First),
            _ => See(op, op.Value.First) ?? See(op, op.Value.Second),
        };
        if (finding is null) Retire();
        return finding;
    }

    private static long Written(in Op op) =>
        op.F == Functions.Cas ? op.Value.Second : op.Value.Kind == OpValueKind.None ? OpValue.Nil : op.Value.First;

    private Finding? See(in Op op, long value)
    {
        // An invocation may reach the history a little late: only the recorded times are reliable.
        if (_retired.TryGetValue(value, out var newer)) return newer.FirstDoneNs < op.InvokedNs ? TellStale(op, value, newer) : null;
        if (!_open.TryGetValue(value, out var cluster)) return TellPhantom(op, value);
        cluster.Add(op);
        foreach (var other in _open.Values)
            if (other != cluster && cluster.Clashes(other)) return TellStale(op, value, other);
        return null;
    }

    /// <summary>The newest value that was completed before any pending op began retires all values that must precede it.</summary>
    private void Retire()
    {
        var horizon = _underWay.Count == 0 ? long.MaxValue : _underWay.Values.Min();
        var newest = default(LiveCluster);
        foreach (var cluster in _open.Values)
            if (cluster.FirstDoneNs < horizon && (newest is null || cluster.LastBegunNs > newest.LastBegunNs)) newest = cluster;
        if (newest is null || _open.Count == 1) return;
        foreach (var old in _open.Values.Where(c => c != newest && c.FirstDoneNs < newest.LastBegunNs).ToArray())
        {
            _open.Remove(old.Value);
            _retired[old.Value] = newest;
            _retiredOrder.Enqueue(old.Value);
            if (_retiredOrder.Count <= MaxRetired) continue;
            _retired.Remove(_retiredOrder.Dequeue());
            _forgot = true;
        }
    }

    private Finding TellStale(in Op op, long value, LiveCluster newer)
    {
        var what = op.F == Functions.Read ? $"read {Words.Value(value)} from" : $"found {Words.Value(value)} in";
        var proof = newer.FirstDone;
        var sentence =
            $"process {op.Process} {what} {Words.Key(key)} at {Words.During(op)} although {Words.Value(newer.Value)} had replaced it"
            + (proof is { } p ? $" by {Words.At(p.CompletedNs)} (process {p.Process}'s {p.F})" : "");
        Op[] ops = [.. new[] { newer.Writer, proof, op }.OfType<Op>().DistinctBy(o => o.Index).OrderBy(o => o.Index)];
        return new Finding { Anomaly = "stale-read", Explanation = sentence, Ops = ops };
    }

    private Finding TellPhantom(in Op op, long value)
    {
        var why = _forgot ? "a value that nobody wrote, or that was replaced long ago" : "a value that nobody wrote";
        return new Finding { Anomaly = "phantom-read", Explanation =
            $"process {op.Process} found {Words.Value(value)} in {Words.Key(key)} at {Words.During(op)}, {why}", Ops = [op] };
    }
}
