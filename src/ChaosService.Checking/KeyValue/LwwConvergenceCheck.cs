using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// Replicas that take writes independently end with the same contents, and with the right ones: each key has what its last change gave
/// it, by the time and the id that the changes carry.
/// </summary>
internal sealed class LwwConvergenceCheck : ICheckKind
{
    public string Name => "lww-convergence";

    public string Summary => "at the end all nodes have the same contents, and each key what its last change gave it";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new LwwConvergenceParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var contents = Sights<ContentsView>.Of(history, ContentsView.Topic, ContentsView.From);
        var changes = Sights<ChangesView>.Of(history, ChangesView.Topic, ChangesView.From);
        var seen = new SeenChanges(changes);
        var ends = contents.Last.Where(s => s.View is not null).ToDictionary(s => s.Subject, s => s.View!, StringComparer.Ordinal);
        string[] keys = [.. ends.Values.SelectMany(v => v.Values.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var deletes = Deletes(history.Ops.Span);
        var (findings, unexplained) = (new List<Finding>(), default(string));
        foreach (var key in keys)
        {
            budget.Deadline.ThrowIfCancellationRequested();
            var held = ends.GroupBy(e => e.Value.Values.GetValueOrDefault(key), e => e.Key).ToList();
            if (held.Count > 1) findings.Add(Diverged(history, key, held, seen.Winner(key)));
            else if (seen.Winner(key) is not { } winner || winner.Value == held[0].Key) continue;
            else if (seen.Missed is not null) continue;
            else if (Unexplained(seen, key, held[0].Key, deletes.GetValueOrDefault(key)) is { } why) unexplained ??= why;
            else findings.Add(WrongWinner(history, key, held[0].Key, winner));
        }
        var silent = contents.Last.FirstOrDefault(s => s.View is null);
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : contents.Doubt ?? changes.Doubt
                ?? (history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end" : null)
                ?? (silent is not null ? $"{silent.Subject} did not say what it has at the end" : null)
                ?? (ends.Count < 2 ? "the contents of fewer than two nodes were seen" : null)
                ?? seen.Missed ?? (seen.Count == 0 ? "no key was changed" : null) ?? unexplained
                ?? (seen.Unseen(history.Ops.Span) is { } op
                    ? $"{What(op)} at {Words.At(op.InvokedNs)} was acknowledged, and no change of it was seen"
                    : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "key")} of {keys.Length:#,0} wrong at the end: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(keys.Length, "key")} on {Words.Many(ends.Count, "node")} equal, each with the last of its "
                    + $"{seen.Count:#,0} changes",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["key_count"] = keys.Length, ["node_count"] = ends.Count, ["change_count"] = seen.Count,
                ["wrong_count"] = findings.Count,
            },
        };
    }

    /// <summary>How often each key may have been deleted, whatever became known of it.</summary>
    private static Dictionary<string, int> Deletes(ReadOnlySpan<Op> ops)
    {
        var deletes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ref readonly var op in ops)
            if (op is { F: Functions.Delete, Key: { } key } && op.Outcome != OpType.Fail)
                deletes[key] = deletes.GetValueOrDefault(key) + 1;
        return deletes;
    }

    /// <summary>
    /// Why what all nodes have may be the work of a change that was not seen; null: it is not. Nothing is what a key has before its first
    /// change, and after a delete.
    /// </summary>
    private static string? Unexplained(SeenChanges seen, string key, string? held, int deletes)
    {
        if (held is null)
            return deletes <= seen.Removals(key) ? null : $"all nodes have nothing for {key}, and not every delete of it was seen";
        return seen.Explain(key, held) ? null : $"all nodes have {Value(held)} for {key}, of which no change was seen";
    }

    private static Finding Diverged(History history, string key, List<IGrouping<string?, string>> held, ChangeEvent? winner) => Finding(
        "diverged",
        $"{key} at the end: {string.Join(", ", held.Select(h => $"{string.Join(" and ", h)} {Has(h)}"))}"
            + (winner is null ? "" : $"; its last change gave it {Told(winner)}"),
        history, key, [.. held.Select(h => h.Key), winner?.Value]);

    private static Finding WrongWinner(History history, string key, string? held, ChangeEvent winner) => Finding(
        "wrong-winner", $"all nodes have {Value(held)} for {key} at the end; its last change gave it {Told(winner)}",
        history, key, [held, winner.Value]);

    private static string Has(IGrouping<string?, string> nodes) => $"{(nodes.Count() == 1 ? "has" : "have")} {Value(nodes.Key)}";

    private static string Value(string? value) => LeftValue.Shown(value);

    private static string What(in Op op) => op.F switch
    {
        Functions.Delete => $"the delete of {op.Key}",
        Functions.Write => $"the write of {Value(LeftValue.Of(op))} to {op.Key}",
        _ => $"the {op.F} that left {Value(LeftValue.Of(op))} in {op.Key}",
    };

    private static string Told(ChangeEvent change) =>
        $"{Value(change.Value)} ({change.Op} by {change.Source}, time {change.Timestamp}, "
            + $"id {change.OpId[..Math.Min(8, change.OpId.Length)]}…)";

    /// <summary>With the ops that left the values that it speaks of; of deletes the last one.</summary>
    private static Finding Finding(string anomaly, string explanation, History history, string key, string?[] values)
    {
        var ops = new List<Op>();
        var delete = default(Op?);
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op.Key != key) continue;
            if (LeftValue.Of(op) is { } left && values.Contains(left)) ops.Add(op);
            else if (op.F == Functions.Delete && op.Outcome != OpType.Fail && values.Contains(null)) delete = op;
        }
        if (delete is { } last) ops.Add(last);
        return new Finding
        {
            Anomaly = anomaly,
            Explanation = explanation,
            Ops = ops,
            Faults = ops.Count == 0 ? [] : history.FaultsDuring(ops.Min(o => o.InvokedNs), ops.Max(o => o.InvokedNs)),
        };
    }
}
