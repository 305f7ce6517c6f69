using ChaosService.Checking.Findings;
using ChaosService.Checking.Ops;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Counters;

/// <summary>
/// Every read of a counter lies between what was certainly and what was possibly added before it. O(n log n). A counter is a key that
/// something was added to; others are left to other checks.
/// </summary>
internal sealed class CounterSumCheck : ICheckKind
{
    public string Name => "counter-sum";

    public string Summary => "every read of a counter lies between what must and what may have been added to it";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var reads = reader.Choice("reads", "all", "final");
        reader.Done();
        return reader.Problems.Count > problems ? null : new CounterSumParameters(FinalOnly: reads == "final");
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var counters = CountersOf(history.Ops.Span);
        var groups = new KeyGroups(history.Ops.Span, (in op) => counters.Contains(op.Key ?? ""));
        if (groups.Keys.Count == 0) return CheckVerdict.Unknown(Name, "nothing was added to any counter");
        List<CounterTally> tallies = [];
        var (acknowledged, undecided) = (0, (string?)null);
        for (var k = 0; k < groups.Keys.Count; k++)
        {
            if (budget.Deadline.IsCancellationRequested)
                return CheckVerdict.Unknown(Name, $"the time for it ended after {k:#,0} of {Words.Many(groups.Keys.Count, "counter")}");
            var positions = groups.Positions(k).ToArray();
            if (Doubt(history.Ops.Span, positions) is { } doubt)
            {
                undecided ??= $"{groups.Keys[k] ?? "the counter"} could not be decided: {doubt}";
                continue;
            }
            var counter = CounterHistory.Of(history.Ops.Span, positions);
            var tally = new CounterTally(history, groups.Keys[k], positions, counter);
            tally.Read(((CounterSumParameters)parameters).FinalOnly);
            tallies.Add(tally);
            acknowledged += counter.Acknowledged;
            if (tally.FinalReads == 0)
                undecided ??= $"no read of {groups.Keys[k] ?? "the counter"} succeeded after the last change, "
                    + "so what it came to is not known";
        }
        return Judge(tallies, acknowledged, undecided);
    }

    private CheckVerdict Judge(List<CounterTally> tallies, int acknowledged, string? undecided)
    {
        Finding[] findings = [.. tallies.SelectMany(t => t.Findings()).OrderBy(f => f.Anomaly == "lost" ? 0 : 1)];
        if (acknowledged == 0) undecided ??= "no change succeeded, so nothing can be said";
        var outcome = FindingList.Judge(findings.Length, undecided);
        var judged = $"{Words.Many(tallies.Sum(t => (long)t.Seen), "read")} of {Words.Many(tallies.Count, "counter")}, "
            + $"{Words.Many(acknowledged, "acknowledged change")}";
        return new CheckVerdict
        {
            Check = Name,
            Outcome = outcome,
            Summary = findings.Length > 0 ? $"{judged}: {findings[0].Explanation}" : undecided ?? $"{judged}, each within its bounds",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["acknowledged_count"] = acknowledged,
                ["read_count"] = tallies.Sum(t => t.Seen),
                ["low_count"] = tallies.Sum(t => t.Low),
                ["high_count"] = tallies.Sum(t => t.High),
                ["lost_update_count"] = tallies.Sum(t => t.Twice),
                ["missing_total"] = tallies.Sum(t => t.Missing),
            },
        };
    }

    private static HashSet<string> CountersOf(ReadOnlySpan<Op> ops)
    {
        var counters = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var op in ops)
            if (op.F == Functions.Increment)
                counters.Add(op.Key ?? "");
        return counters;
    }

    /// <summary>Why nothing can be said about a key; null when something can.</summary>
    private static string? Doubt(ReadOnlySpan<Op> ops, int[] positions)
    {
        foreach (var position in positions)
        {
            ref readonly var op = ref ops[position];
            if (op.Outcome == OpType.Fail) continue;
            if (op.F is not (Functions.Read or Functions.Increment)) return $"what its \"{op.F}\" does to a counter is not known";
            if (op.F == Functions.Increment && CounterHistory.AmountOf(op.Value) is null)
                return $"the value of an increment is a whole number, and here it is {op.Value}";
            if (op is { F: Functions.Read, Outcome: OpType.Ok } && CounterHistory.SeenBy(op) is null)
                return $"a read of it found {op.Value}, which is no whole number";
        }
        return null;
    }
}
