using ChaosService.Checking.Findings;
using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Linearizability;

/// <summary>Describes a conflict for people: the established name, a sentence, the ops, the active faults.</summary>
internal sealed class ConflictWords(History history, string? key, RegisterOp[] ops)
{
    public Finding Tell(Conflict conflict)
    {
        var (anomaly, sentence) = conflict.Kind switch
        {
            ConflictKind.Phantom => TellPhantom(conflict.Ops[0]),
            ConflictKind.CasTwice => ("lost-update",
                $"{Did(conflict.Ops[1])} although {HadDone(conflict.Ops[0])}: {Words.Value(ops[conflict.Ops[0]].From)} was written once "
                    + $"and cannot be replaced twice"),
            ConflictKind.Circle => ("non-linearizable",
                $"{Did(conflict.Ops[0])}, but each of these {conflict.Ops.Length} compare-and-sets on {Words.Key(key)} needs the value "
                    + $"that another one of them writes"),
            ConflictKind.Order => TellOrder(conflict.Ops[0], conflict.Ops[1]),
            ConflictKind.Interleaved => TellInterleaved(conflict.Ops),
            _ => (
                "non-linearizable",
                $"no order of the ops on {Words.Key(key)} explains what was seen: it goes wrong where {Did(conflict.Ops[0])}"),
        };
        var shown = conflict.Ops.Concat(conflict.Witnesses).Where(o => o >= 0).Distinct().Select(o => history.Ops.Span[ops[o].Position])
            .OrderBy(o => o.Index).ToArray();
        var until = shown.Max(o => o.CompletedNs == long.MaxValue ? o.InvokedNs : o.CompletedNs);
        return new Finding
        {
            Anomaly = anomaly, Explanation = sentence, Ops = shown, Faults = history.FaultsDuring(shown.Min(o => o.InvokedNs), until),
        };
    }

    private (string, string) TellPhantom(int op)
    {
        var tried = history.Ops.Span;
        foreach (ref readonly var other in tried)
            if (other.Key == key && other.Outcome == OpType.Fail && RegisterOp.Is(other) && other.F != Functions.Read
                && Written(other) == ops[op].From)
                return (
                    "phantom-read",
                    $"{Did(op)}, which process {other.Process} tried to write at {Words.At(other.InvokedNs)} and was told that it failed");
        return ("phantom-read", $"{Did(op)}, a value that nobody ever wrote");
    }

    private static long Written(in Op op) => op.F == Functions.Cas ? op.Value.Second : op.Value.First;

    private (string, string) TellOrder(int early, int late)
    {
        if (ops[early].Writes)
            return (
                "non-linearizable",
                $"{HadDone(late)}, before {Name(early)} began at {Words.At(ops[early].Start)}: a value was seen before it was written");
        return (
            "stale-read",
            $"{Did(early)} although {HadDone(late)}{Because(late)}: stale by at least {Words.Span(ops[early].Start - ops[late].End)}");
    }

    /// <summary>Why the later op of a chain proves that the value read before was gone.</summary>
    private string Because(int late) => ops[late].Action == RegisterAction.Read ? ", which had replaced it" : "";

    private (string, string) TellInterleaved(int[] o)
    {
        var (first, after, seen, last) = (o[0], o[1], o[2], o[3]);
        if (seen < 0) return ("non-linearizable", $"{Did(last)} although {Words.Key(key)} had never been written");
        var lateBy = Words.Span(ops[last].Start - ops[seen].End);
        var surprise = $"{Did(last)} although {HadDone(seen)}";
        var order = first < 0 ? "" : $", after {HadDone(first)} (before {Name(after)} began at {Words.At(ops[after].Start)})";
        return ops[last].Action switch
        {
            RegisterAction.Read => ("stale-read", $"{surprise}{order}: stale by at least {lateBy}"),
            RegisterAction.Cas =>
                ("lost-update", $"{surprise}{order}: the value it replaced had been overwritten at least {lateBy} before"),
            _ => ("non-linearizable", $"{surprise}{order}: the two values cannot take turns"),
        };
    }

    private Op At(int op) => history.Ops.Span[ops[op].Position];

    private string Did(int op) => ops[op].Action switch
    {
        RegisterAction.Read => $"process {At(op).Process} read {Words.Value(ops[op].From)} from {Words.Key(key)} at {Words.During(At(op))}",
        RegisterAction.Cas =>
            $"process {At(op).Process} replaced {Words.Value(ops[op].From)} by {Words.Value(ops[op].To)} on {Words.Key(key)} at "
                + $"{Words.During(At(op))}",
        _ => $"process {At(op).Process} wrote {Words.Value(ops[op].To)} to {Words.Key(key)} at {Words.During(At(op))}",
    };

    private string HadDone(int op) => ops[op].Action switch
    {
        RegisterAction.Read => $"process {At(op).Process} had read {Words.Value(ops[op].From)} {Done(op)}",
        RegisterAction.Cas => $"process {At(op).Process} had replaced {Words.Value(ops[op].From)} by {Words.Value(ops[op].To)} {Done(op)}",
        _ => $"process {At(op).Process}'s write of {Words.Value(ops[op].To)} had completed {Done(op)}",
    };

    private string Name(int op) => ops[op].Action switch
    {
        RegisterAction.Read => $"process {At(op).Process}'s read of {Words.Value(ops[op].From)}",
        RegisterAction.Cas => $"process {At(op).Process}'s replacing of {Words.Value(ops[op].From)} by {Words.Value(ops[op].To)}",
        _ => $"process {At(op).Process}'s write of {Words.Value(ops[op].To)}",
    };

    private string Done(int op) => ops[op].Certain
        ? $"at {Words.At(ops[op].End)}"
        : $"(begun at {Words.At(ops[op].Start)}; its outcome is unknown, but its value was seen)";
}
