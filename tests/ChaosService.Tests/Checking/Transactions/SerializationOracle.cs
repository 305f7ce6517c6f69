using ChaosService.Checking.Transactions.Graphs;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Tests.Checking.Transactions;

/// <summary>Whether some serial order explains a history: tries every one, with and without each transaction of unknown outcome.</summary>
internal sealed class SerializationOracle(TransactionHistory history, Scope scope)
{
    private readonly bool[] _done = new bool[history.Count];

    public static bool Explains(TransactionHistory history, Scope scope)
    {
        var lists = Enumerable.Range(0, history.Keys.Length).Select(_ => new List<long>()).ToArray();
        return new SerializationOracle(history, scope).CanGoOn(lists);
    }

    private bool CanGoOn(List<long>[] lists)
    {
        var missing = false;
        for (var t = 0; t < history.Count; t++)
        {
            var outcome = history.Transactions[t].Outcome;
            if (_done[t] || outcome == OpType.Fail) continue;
            missing |= outcome == OpType.Ok;
            if (!IsNext(t)) continue;
            var after = lists.Select(l => l.ToList()).ToArray();
            if (!CanRun(t, after)) continue;
            _done[t] = true;
            if (CanGoOn(after)) return true;
            _done[t] = false;
        }
        return !missing;
    }

    /// <summary>Whether all that must come before it have.</summary>
    private bool IsNext(int t)
    {
        var later = history.Transactions[t];
        for (var e = 0; e < history.Count; e++)
        {
            var earlier = history.Transactions[e];
            if (_done[e] || e == t || earlier.Outcome != OpType.Ok || earlier.Completed >= later.Invoked) continue;
            if (scope == Scope.Realtime || (scope == Scope.Process && earlier.Process == later.Process)) return false;
        }
        return true;
    }

    private bool CanRun(int t, List<long>[] lists)
    {
        var isJudged = history.Transactions[t].Outcome == OpType.Ok;
        foreach (var op in history.MicroOpsOf(t))
        {
            if (op.Appends) lists[op.Key].Add(op.Element);
            else if (isJudged && !lists[op.Key].SequenceEqual(history.ListOf(op).ToArray())) return false;
        }
        return true;
    }
}
