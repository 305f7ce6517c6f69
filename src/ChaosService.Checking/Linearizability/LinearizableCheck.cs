using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Linearizability.Live;
using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Checking.Linearizability.Wgl;
using ChaosService.Checking.Linearizability.Zones;
using ChaosService.Checking.Ops;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Linearizability;

/// <summary>
/// Each key is a linearizable register with read, write and compare-and-set. Keys are independent (a history is linearizable if and only if
/// each object's is), so they are checked in parallel: by zones where each value was written once, otherwise by search.
/// </summary>
internal sealed class LinearizableCheck : ICheckKind
{
    public string Name => "linearizable";

    public string Summary => "every key behaves like one register: each read sees the latest write";

    public CheckParameters? Bind(MapReader reader)
    {
        var memory = reader.Bytes("memory") ?? LinearizableParameters.DefaultMemoryBytes;
        reader.Done();
        return new LinearizableParameters(memory);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => new LiveLinearizable();

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Dropped > 0) return CheckVerdict.Unknown(Name, Words.Dropped(history));
        var memory = Math.Min(budget.MemoryBytes, ((LinearizableParameters)parameters).MemoryBytes);
        var sets = new SetKeys(history.Ops.Span);
        var groups = new KeyGroups(
            history.Ops.Span,
            (in Op op) => ForeignOps.HasForeignValue(op) ? !sets.Hold(op.Key) : RegisterOp.Tells(op) && !sets.ReadEmpty(op));
        var foreign = new ForeignOps(history.Ops.Span);
        var results = new KeyResult[groups.Keys.Count];
        var options = new ParallelOptions { CancellationToken = budget.Deadline, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var memoryEach = memory / options.MaxDegreeOfParallelism;
        Parallel.For(
            0, results.Length, options, k => results[k] = foreign.Doubt(groups.Keys[k]) is { } doubt
                ? new KeyResult { Key = groups.Keys[k], Undecided = doubt }
                : CheckKey(history, groups, k, memoryEach, budget.Deadline));
        return Judge(results);
    }

    private static KeyResult CheckKey(History history, KeyGroups groups, int k, long memory, CancellationToken deadline)
    {
        var ops = RegisterOp.Of(history.Ops.Span, groups.Positions(k));
        var undecided = default(string);
        var conflicts = ZoneCheck.TryCheck(ops);
        if (conflicts is null)
        {
            var search = new WglSearch(ops, memory, deadline).Run();
            undecided = search.Undecided;
            conflicts = search.Conflict is { } conflict ? [conflict] : [];
        }
        // A stale read conflicts with every newer value that it missed; it is one violation.
        var violations = conflicts.DistinctBy(c => c.Ops[^1]).ToList();
        var words = new ConflictWords(history, groups.Keys[k], ops);
        return new KeyResult
        {
            Key = groups.Keys[k],
            OkReads = ops.Count(o => !o.Writes),
            OkWrites = ops.Count(o => o.Writes && o.Certain),
            Conflicts = violations.Count,
            // A broken key often has many violations: those beyond the limit are counted, not described.
            Findings = [.. violations.Take(FindingList.Limit).Select(words.Tell)],
            Undecided = undecided,
        };
    }

    private CheckVerdict Judge(KeyResult[] keys)
    {
        // Violations during a fault come first: the run was made to show them.
        var findings = keys.SelectMany(k => k.Findings).OrderBy(f => f.Faults.Count == 0).ThenBy(f => f.Ops[^1].InvokedNs).ToList();
        var conflicts = keys.Sum(k => k.Conflicts);
        var (reads, writes) = (keys.Sum(k => k.OkReads), keys.Sum(k => k.OkWrites));
        var untold = conflicts - findings.Count;
        if (untold > 0)
            findings.Add(new Finding { Anomaly = "non-linearizable", Explanation = $"{untold:#,0} more on the same keys", Count = untold });
        var undecided = keys.FirstOrDefault(k => k.Undecided is not null);
        var outcome =
            conflicts > 0 ? Outcome.Invalid : undecided is not null || reads == 0 || writes == 0 ? Outcome.Unknown : Outcome.Valid;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = outcome,
            Summary = outcome switch
            {
                Outcome.Invalid =>
                    $"{Words.Many(conflicts, "violation")} on {keys.Count(k => k.Conflicts > 0)} of {Words.Many(keys.Length, "key")}: "
                        + $"{findings[0].Explanation}",
                Outcome.Valid =>
                    $"{Words.Many(keys.Length, "key")} linearizable: {reads:#,0} reads and {writes:#,0} writes fit one order each",
                _ when undecided is not null => $"{Words.Key(undecided.Key)} could not be decided: {undecided.Undecided}",
                _ => reads == 0 ? "no read succeeded, so nothing can be said" : "no write succeeded, so nothing can be said",
            },
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["violation_count"] = conflicts, ["key_count"] = keys.Length, ["read_count"] = reads, ["write_count"] = writes,
                ["undecided_key_count"] = keys.Count(k => k.Undecided is not null),
            },
        };
    }

    private sealed record KeyResult
    {
        public required string? Key { get; init; }

        public int OkReads { get; init; }

        public int OkWrites { get; init; }

        public int Conflicts { get; init; }

        public IReadOnlyList<Finding> Findings { get; init; } = [];

        public required string? Undecided { get; init; }
    }
}
