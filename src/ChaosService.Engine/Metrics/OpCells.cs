using ChaosService.Model.Histories;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Metrics;

/// <summary>Ops of one load, function and outcome that were counted and not yet handed on.</summary>
internal sealed class OpCell(KeyValuePair<string, object?>[] tags)
{
    public KeyValuePair<string, object?>[] Tags => tags;

    public long Count { get; set; }
}

/// <summary>The cells of one experiment. Found without making anything: a load has a handful of functions.</summary>
internal sealed class OpCells(EngineMetrics metrics, Plan plan)
{
    private static readonly OpType[] Outcomes = [OpType.Ok, OpType.Fail, OpType.Info];

    private readonly List<(string F, OpCell[] ByOutcome)>[] _loads = [.. plan.Load.Select(_ => new List<(string, OpCell[])>())];

    public OpCell Of(in OpEvent e)
    {
        var functions = _loads[e.Load];
        foreach (var (f, cells) in functions)
            if (f == e.F) return cells[(int)e.Type];
        return Add(functions, e.Load, e.F)[(int)e.Type];
    }

    public void HandOn()
    {
        foreach (var functions in _loads)
        foreach (var (_, cells) in functions)
        foreach (var outcome in Outcomes)
        {
            var cell = cells[(int)outcome];
            if (cell.Count == 0) continue;
            metrics.Ops.Add(cell.Count, cell.Tags);
            cell.Count = 0;
        }
    }

    /// <summary>All outcomes at once, from zero: the increase of a counter that begins with its first event is invisible.</summary>
    private OpCell[] Add(List<(string, OpCell[])> functions, int load, string f)
    {
        var cells = new OpCell[(int)OpType.Info + 1];
        foreach (var outcome in Outcomes)
        {
            cells[(int)outcome] = new OpCell([
                new("experiment", plan.Experiment), new("workload", plan.Load[load].Workload), new("function", f),
                new("outcome", Word(outcome)),
            ]);
            metrics.Ops.Add(0, cells[(int)outcome].Tags);
        }
        functions.Add((f, cells));
        return cells;
    }

    private static string Word(OpType outcome) => outcome switch { OpType.Ok => "ok", OpType.Fail => "fail", _ => "info" };
}
