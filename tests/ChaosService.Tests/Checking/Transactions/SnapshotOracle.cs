using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Tests.Checking.Transactions;

/// <summary>
/// Whether snapshot isolation explains a history: tries every order of starts and commits, with and without each transaction of unknown
/// outcome. A transaction reads what had been committed when it started, and the first of two that append to a key at once wins.
/// </summary>
internal sealed class SnapshotOracle(TransactionHistory history)
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Over = 2;

    private readonly int[] _states = new int[history.Count];

    /// <summary>For each transaction that runs the keys that others have appended to since it started.</summary>
    private readonly int[] _taken = new int[history.Count];

    public static bool Explains(TransactionHistory history) =>
        new SnapshotOracle(history).CanGoOn([.. Enumerable.Range(0, history.Keys.Length).Select(_ => Array.Empty<long>())]);

    private bool CanGoOn(long[][] lists)
    {
        var missing = false;
        for (var t = 0; t < history.Count; t++)
        {
            var outcome = history.Transactions[t].Outcome;
            if (_states[t] == Over || outcome == OpType.Fail) continue;
            missing |= outcome == OpType.Ok || _states[t] == Running;
            if (_states[t] == Waiting ? CanStart(t, lists) : CanCommit(t, lists)) return true;
        }
        return !missing;
    }

    private bool CanStart(int t, long[][] lists)
    {
        if (history.Transactions[t].Outcome == OpType.Ok && !Sees(t, lists)) return false;
        (_states[t], _taken[t]) = (Running, 0);
        if (CanGoOn(lists)) return true;
        _states[t] = Waiting;
        return false;
    }

    private bool CanCommit(int t, long[][] lists)
    {
        var keys = 0;
        foreach (var op in history.MicroOpsOf(t)) keys |= op.Appends ? 1 << op.Key : 0;
        if ((_taken[t] & keys) != 0) return false;
        var taken = _taken.ToArray();
        for (var other = 0; other < history.Count; other++) _taken[other] |= keys;
        _states[t] = Over;
        if (CanGoOn(After(t, lists))) return true;
        _states[t] = Running;
        taken.CopyTo(_taken, 0);
        return false;
    }

    private long[][] After(int t, long[][] lists)
    {
        var after = lists.ToArray();
        foreach (var op in history.MicroOpsOf(t))
            if (op.Appends) after[op.Key] = [.. after[op.Key], op.Element];
        return after;
    }

    private bool Sees(int t, long[][] lists)
    {
        var own = lists.ToArray();
        foreach (var op in history.MicroOpsOf(t))
        {
            if (op.Appends) own[op.Key] = [.. own[op.Key], op.Element];
            else if (!history.ListOf(op).SequenceEqual(own[op.Key])) return false;
        }
        return true;
    }
}
